/** Whom Sigstore trusts: the certificates of its authority and the keys of its logs, of the public Sigstore or of one's own. */
import http from 'node:http';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial, type TrustMaterial } from '@sigstore/verify';
import { interruption } from '../network-error.ts';
import { ChartProblem, errorCode } from '../problem.ts';

const limits = { tries: 3, silentMs: 5000, firstPauseMs: 250 } as const;

/** Where the public Sigstore publishes it. */
const publicAddress = 'https://tuf-repo-cdn.sigstore.dev';

export interface PublicSource {
  /** Folder for what was fetched; it may be lost at any time. */
  readonly cache: string;
  /** Another place that publishes it in the same way. */
  readonly address?: string;
  /** File with the `root.json` that everything there must descend from; by default the one that is shipped for the address. */
  readonly root?: string;
  /** Ends it; a `TimeoutError` as reason means that `timeoutSeconds` are over. */
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

/** From the text of a `trusted_root.json`. */
export function ownTrust(text: string): TrustMaterial {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(text));
    if (root.tlogs.length + root.certificateAuthorities.length > 0) return toTrustMaterial(root);
  } catch {
    // said below
  }
  throw new ChartProblem(
    'configuration',
    '`verify.trustedRoot` is not the trusted_root.json of a Sigstore',
    'Write it with `cosign trusted-root create`, or take it from the update repository of your Sigstore',
  );
}

/**
 * By The Update Framework. Each time it starts from the root that is shipped, so that what lies in the cache is believed only as far as it descends from it;
 * what is in the cache and not out of date is not fetched again.
 */
export async function publicTrust(source: PublicSource): Promise<TrustMaterial> {
  const { address = publicAddress, cache, root, signal, timeoutSeconds } = source;
  const { getTrustedRoot } = await import('@sigstore/tuf');
  const withoutProxy = useProxyOfEnvironment();
  try {
    const fetched = getTrustedRoot({
      cachePath: join(cache, 'sigstore'),
      mirrorURL: address,
      ...(root !== undefined && { rootPath: root }),
      forceInit: true,
      forceCache: true,
      timeout: limits.silentMs,
      retry: { retries: limits.tries - 1, minTimeout: limits.firstPauseMs },
    });
    return toTrustMaterial(await orInterrupted(fetched, signal, timeoutSeconds));
  } catch (error) {
    throw error instanceof ChartProblem ? error : noTrust(error, new URL(address).host, cache);
  } finally {
    withoutProxy();
  }
}

function noTrust(error: unknown, host: string, cache: string): ChartProblem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = errorCode(cause);
  const status = cause instanceof Error && 'statusCode' in cause ? String(cause.statusCode) : null;
  const name = status ?? (cause instanceof Error ? cause.name : 'unknown error');
  if (code !== null && fileErrors.has(code)) {
    return new ChartProblem(
      'configuration',
      `the trusted root of Sigstore cannot be kept in ${cache} (${code})`,
      'Make the folder writable, or name another one with K8S_DEPLOY_CACHE',
      { cause: error },
    );
  }
  if (status !== null || networkErrors.has(name)) {
    return new ChartProblem(
      'unreachable',
      `the trusted root of Sigstore cannot be had from ${host} (${name}), and without it no signature can be verified`,
      'Check the network, or keep a trusted_root.json beside the stack file and name it with `verify.trustedRoot`',
      { cause: error },
    );
  }
  return new ChartProblem(
    'failed',
    `what ${host} gives as the trusted root of Sigstore is not signed as it must be, or out of date (${name})`,
    'Check the clock of this machine, and what stands between it and that host',
    { cause: error },
  );
}

/** Of `fetch`, which has no codes of its own; all others are about what was said, not about whether. */
const networkErrors: ReadonlySet<string> = new Set(['TypeError', 'TimeoutError']);
const fileErrors: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EISDIR']);

/** `fetch` takes no agent. Returns the way back; Node.js before 24.14 has no way there. */
const useProxyOfEnvironment = (): (() => void) =>
  'setGlobalProxyFromEnv' in http ? http.setGlobalProxyFromEnv(process.env) : () => undefined;

async function orInterrupted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  seconds: number,
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(interruption(signal, seconds));
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
