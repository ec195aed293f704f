/** Which proxy stands before the API server: by the rules of Go, since Pulumi's provider, Helm and kubectl ask the same server by them. */
import { BlockList, isIP } from 'node:net';
import { Failure } from '../stack/failure.ts';
import type { Learn } from './credentials.ts';
import type { ClusterAddress } from './kubeconfig.ts';

/** Its URL; null if there is none. The kubeconfig's goes first, and what NO_PROXY says is of the environment's alone. */
export function proxyOf(
  address: ClusterAddress,
  environment: NodeJS.ProcessEnv,
  learn: Learn,
): string | null {
  const server = new URL(address.server);
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const variable = (name: string): string => environment[name] || environment[name.toLowerCase()] || '';
  const inherited = variable(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const proxy = address.proxy ?? (goesAround(host, port, variable('NO_PROXY')) ? '' : inherited);
  if (proxy === '') return null;
  const url = /^[a-z\d]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (URL.canParse(url) && /^https?:/i.test(url)) {
    const { password } = new URL(url);
    if (password !== '') learn(decodeURIComponent(password), 'the password of the proxy before the cluster');
    return url;
  }
  throw new Failure(
    'configuration',
    `the proxy before the cluster of context "${address.context}" is not of HTTP`,
    {
      hint: 'set `proxy-url` in the kubeconfig, or HTTPS_PROXY, to an http:// or https:// proxy: SOCKS cannot be used',
    },
  );
}

/** Loopback always does. `list`: `*`, hosts with their subdomains, addresses, ranges as CIDR; all but ranges with or without a port. */
function goesAround(host: string, port: string, list: string): boolean {
  if (host === 'localhost' || host === '::1' || within(host, '127.0.0.0/8')) return true;
  const items = list.toLowerCase().split(',');
  return items.some((item) => {
    const entry = item.trim();
    if (entry === '*') return true;
    if (entry.includes('/')) return within(host, entry);
    const [, name = '', only] =
      isIP(entry) === 0 ? (/^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []) : ['', entry];
    if (name === '' || (only !== undefined && only !== port)) return false;
    const domain = name.replace(/^\*/, '');
    return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
  });
}

function within(host: string, range: string): boolean {
  const version = isIP(host);
  const [network = '', length = ''] = range.split('/');
  if (version === 0 || isIP(network) !== version || !/^\d{1,3}$/.test(length)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  try {
    list.addSubnet(network, Number(length), family);
  } catch {
    return false; // no such length of a prefix
  }
  return list.check(host, family);
}
