/** Which Pulumi backend holds the state: read from where the CLI reads it. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../stack/failure.ts';

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

/** Throws a `Failure` for an address that no backend has. */
export function parseBackend(url: string): Backend {
  if (url.startsWith('file://')) {
    const [path = ''] = url.slice('file://'.length).split('?');
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
  if (/^(azblob|gs):\/\//.test(url)) return { kind: 'other', url };
  throw new Failure('configuration', `"${url}" is no address of a Pulumi backend`, { hint: waysToABackend });
}

const waysToABackend =
  'set PULUMI_BACKEND_URL to file:///FOLDER, s3://BUCKET?region=…, azblob://… or gs://…, or sign in to Pulumi Cloud with `pulumi login`';

/** What can be told of a backend without asking it: a folder that is not there, a cloud without a token. */
export function requireUsable(backend: Backend, environment: NodeJS.ProcessEnv): void {
  if (backend.kind === 'file' && !existsSync(backend.folder)) {
    throw new Failure('configuration', `the folder of the state, ${backend.folder}, does not exist`, {
      hint: `make it, or correct PULUMI_BACKEND_URL (${backend.url})`,
    });
  }
  if (backend.kind !== 'cloud' || environment['PULUMI_ACCESS_TOKEN']) return;
  if (backend.url in (credentials(environment).accessTokens ?? {})) return;
  throw new Failure(
    'authentication',
    `nobody is signed in to ${backend.url}, where the state would be kept`,
    {
      hint: waysToABackend,
    },
  );
}

function loggedIn(environment: NodeJS.ProcessEnv): string | null {
  const { current } = credentials(environment);
  return typeof current === 'string' && current !== '' ? current : null;
}

/** What `pulumi login` wrote; nothing if it never ran. */
function credentials(environment: NodeJS.ProcessEnv): {
  current?: unknown;
  accessTokens?: Record<string, unknown>;
} {
  try {
    const home = environment['PULUMI_HOME'] ?? join(homedir(), '.pulumi');
    return JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as ReturnType<typeof credentials>;
  } catch {
    return {};
  }
}
