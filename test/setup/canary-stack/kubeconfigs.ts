/** Kubeconfigs by which nobody reaches a cluster, each with a secret that the failure could tell. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failing } from './planted.ts';

const nobody = 'https://127.0.0.1:1';

interface Parts {
  readonly cluster?: object;
  readonly user: object;
}

const kubeconfig = ({ cluster = {}, user }: Parts): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'one',
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'one' } }],
    clusters: [{ name: 'one', cluster: { server: nobody, 'insecure-skip-tls-verify': true, ...cluster } }],
    users: [{ name: 'one', user }],
  });

const plugin = (script: string): object => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: '/bin/sh',
    args: ['-c', script, 'sh', '--client-secret', failing.pluginArgument.secret],
    env: [{ name: 'OAUTH_SECRET', value: failing.pluginVariable.secret }],
  },
});

const { pluginToken, clusterToken } = failing;
const credential = JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token: pluginToken.secret },
});

/** Writes them and gives their paths by what is wrong. `apiServer`: one that is there. */
export function badKubeconfigs(folder: string, apiServer: string): Record<string, string> {
  const user = { token: clusterToken.secret };
  const host = (url: string): string => new URL(url).href.replace(/\/\/([^@]*)@.*/, '//$1@127.0.0.1:1');
  const all: Record<string, Parts> = {
    'nobody answers': { user },
    'its address has a password': {
      cluster: { server: host(failing.serverUrl.secret).replace(/^\w+:/, 'https:') },
      user,
    },
    'its proxy has a password': {
      cluster: { server: apiServer, 'proxy-url': host(failing.proxyUrl.secret).replace(/^\w+:/, 'http:') },
      user,
    },
    'its program complains': {
      user: plugin(`echo "denied: $2 $OAUTH_SECRET, Bearer ${pluginToken.secret}" >&2; exit 3`),
    },
    'its program prints no JSON': { user: plugin(`echo 'token is ${pluginToken.secret}'`) },
    'its token is refused': { cluster: { server: apiServer }, user: plugin(`echo '${credential}'`) },
  };
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(
    Object.entries(all).map(([name, parts]) => {
      const file = join(folder, `${name.replaceAll(' ', '-')}.json`);
      writeFileSync(file, kubeconfig(parts));
      return [name, file];
    }),
  );
}
