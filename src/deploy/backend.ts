/** Which Pulumi backend holds the state: read from where the CLI reads it. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Backend =
  | { readonly kind: 'file'; readonly url: string; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly url: string;
      readonly bucket: string;
      readonly prefix: string;
      readonly query: URLSearchParams;
    }
  | { readonly kind: 'cloud'; readonly url: string }
  | { readonly kind: 'other'; readonly url: string }; // azblob, gs: the CLI speaks for itself

/** In the CLI's order: PULUMI_BACKEND_URL, `backend.url` of Pulumi.yaml, the backend that `pulumi login` chose. */
export function currentBackend(environment: NodeJS.ProcessEnv, projectUrl: string | null): Backend {
  const url =
    environment['PULUMI_BACKEND_URL'] ?? projectUrl ?? loggedIn(environment) ?? 'https://api.pulumi.com';
  return parseBackend(url);
}

export function parseBackend(url: string): Backend {
  if (url.startsWith('file://')) {
    const path = url.slice('file://'.length);
    const folder = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
    return { kind: 'file', url, folder: folder === '' ? homedir() : folder };
  }
  if (url.startsWith('s3://')) {
    const { hostname, pathname, searchParams } = new URL(url);
    return {
      kind: 's3',
      url,
      bucket: hostname,
      prefix: pathname.replace(/^\/+|\/+$/g, ''),
      query: searchParams,
    };
  }
  if (/^https?:\/\//.test(url)) return { kind: 'cloud', url };
  return { kind: 'other', url };
}

function loggedIn(environment: NodeJS.ProcessEnv): string | null {
  try {
    const home = environment['PULUMI_HOME'] ?? join(homedir(), '.pulumi');
    const { current } = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as {
      current?: unknown;
    };
    return typeof current === 'string' && current !== '' ? current : null;
  } catch {
    return null; // never logged in
  }
}
