/** Where a tool is downloaded from: its official address, or the same path below a mirror's. */
import { Failure } from '../stack/failure.ts';
import { quoted } from '../stack/problem.ts';

/**
 * A mirror has every file at BASE/HOST/PATH of its official address, as `wget --force-directories` lays it out. `mirror`: with or without a slash at its end,
 * with `user:password@` if it asks for them. Throws a `Failure` (configuration) if it is no address.
 */
export function addressOf(official: string, mirror: string | null): URL {
  const address = new URL(official);
  return mirror === null ? address : new URL(`${baseOf(mirror)}/${address.host}${address.pathname}`);
}

/** An address as it may be told: without credentials, and without the signature that storage puts behind it. */
export const shownAddress = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

function baseOf(mirror: string): string {
  const url = URL.parse(mirror);
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '')
    return url.href.replace(/\/+$/, '');
  // An address may hold a password: it is not repeated unless it cannot.
  const shown = mirror.includes('@') ? '' : `, found ${quoted(mirror)}`;
  throw new Failure('configuration', `tools-mirror is not an address without a query${shown}`, {
    hint: 'Give it as https://HOST/PATH, in the input tools-mirror or in K8S_DEPLOY_TOOLS_MIRROR',
  });
}
