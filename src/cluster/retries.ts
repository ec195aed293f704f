/** When a request is sent again: the only place that decides it. */

const attempts = 5;
const firstPause = 100; // milliseconds, doubled each time
const longestPause = 15_000; // a server that wants more time than this gets its answer told

/**
 * Milliseconds to wait before the next attempt; null if there is none. `outcome`: the answer, or the error of the connection. `asks`: the
 * request only asks, so that a failing server may be asked again. Busy servers (429) have done nothing yet, and what breaks on the way is
 * sent again, since no request changes anything.
 */
export function pauseBefore(
  attempt: number,
  outcome:
    { readonly status: number; readonly retryAfter: number | null /* seconds */ } | NodeJS.ErrnoException,
  asks: boolean,
): number | null {
  if (attempt >= attempts) return null;
  const pause = firstPause * 2 ** (attempt - 1);
  if (!('status' in outcome)) return broken.has(outcome.code ?? '') ? pause : null;
  const { status, retryAfter } = outcome;
  if (status !== 429 && !(asks && status >= 500)) return null;
  const wanted = Math.max(pause, (retryAfter ?? 0) * 1000);
  return wanted > longestPause ? null : wanted;
}

/** Codes of a connection that was there and ended, as an idle one may that the server closes just then. */
const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_SOCKET_CLOSED']);
