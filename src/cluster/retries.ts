/** When a request is sent again: the only place that decides it. */

const attempts = 5;
const firstPause = 100; // milliseconds, doubled each time
const longestPause = 15_000; // a server that wants more time than this gets its answer told

/**
 * `asks`: a failing server may be asked again. `tries`: a dry run, which is heavier; what breaks on the way is sent again. `changes`: what broke on the
 * way may have been done.
 */
export type RequestKind = 'asks' | 'tries' | 'changes';

/**
 * Milliseconds to wait before the next attempt; null if there is none. `outcome`: the answer, or the error of the connection. Busy servers (429)
 * have done nothing yet.
 */
export function pauseBefore(
  attempt: number,
  outcome:
    { readonly status: number; readonly retryAfter: number | null /* seconds */ } | NodeJS.ErrnoException,
  kind: RequestKind,
): number | null {
  if (attempt >= attempts) return null;
  const pause = firstPause * 2 ** (attempt - 1);
  if (!('status' in outcome)) return kind !== 'changes' && broken.has(outcome.code ?? '') ? pause : null;
  const { status, retryAfter } = outcome;
  if (status !== 429 && !(kind === 'asks' && status >= 500)) return null;
  const wanted = Math.max(pause, (retryAfter ?? 0) * 1000);
  return wanted > longestPause ? null : wanted;
}

/** Codes of a connection that was there and ended, as an idle one may that the server closes just then. */
const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_SOCKET_CLOSED']);
