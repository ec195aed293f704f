/**
 * How long GitHub wants to be left alone, by its documentation "Rate limits for the REST API": a primary limit an hour (1,000 requests for a repository's own
 * token), and secondary limits against bursts, which come with a Retry-After or without.
 */
import { listAt, textAt } from '../kubernetes/data.ts';
import { messageOf, type Answer } from './answer.ts';
import { isLasting } from './github-error.ts';

const secondaryMilliseconds = 60_000; // "otherwise, wait for at least one minute", and longer each time

/** Milliseconds; null if the answer is not about a limit. `times`: how often one was waited for already. */
export function askedWait(answer: Answer, now: number, times: number): number | null {
  const { status, headers } = answer;
  const isGraphql = listAt(answer.data, 'errors').some((error) => textAt(error, 'type') === 'RATE_LIMITED');
  if ((status !== 403 && status !== 429 && !isGraphql) || isLasting(answer)) return null;
  const after = retryAfter(headers, now);
  if (after !== null) return after;
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset'));
    // In whole seconds: one more, or it is a little too early.
    if (Number.isFinite(reset) && reset > 0) return Math.max(0, reset * 1000 - now) + 1000;
  }
  // There is no code for it: neither a header nor a field.
  const isSecondary =
    status === 429 || isGraphql || /secondary rate limit|abuse detection/i.test(messageOf(answer));
  return isSecondary ? secondaryMilliseconds * 2 ** times : null;
}

/** Of HTTP: seconds, or a date. In milliseconds. */
export function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const milliseconds = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
