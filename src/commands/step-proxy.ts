/** The proxies that the environment names, for every request of this process; never for this machine. */
import { setGlobalProxyFromEnv } from 'node:http';

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'] as const;
const here = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** To be called before the first request. Charts and clusters have connections of their own, which ask the environment themselves. */
export function useProxies(environment: NodeJS.ProcessEnv): void {
  if (!variables.some((name) => environment[name])) return;
  const around = [environment['NO_PROXY'] || environment['no_proxy'] || [], ...here].flat().join(',');
  setGlobalProxyFromEnv({
    ...Object.fromEntries(variables.map((name) => [name, environment[name]])),
    NO_PROXY: around,
    no_proxy: around,
  });
}
