/** What an HTTP status other than success means for a chart. */
import type { AuthorizedHost } from './authorization.ts';
import { ChartProblem } from './problem.ts';
import type { HttpRequest, HttpResponse } from './exchange.ts';

/** The problem of an answer that is neither success nor a "not found" with a meaning of its own. */
export function refusal(host: AuthorizedHost, request: HttpRequest, response: HttpResponse): ChartProblem {
  const { status, url } = response;
  const redirected = url.origin !== request.url.origin;
  const who = redirected ? `${url.host}, where ${request.url.host} redirects to,` : url.host;
  if (!redirected && (status === 401 || status === 403)) return host.denial(response);
  if (status === 429) {
    return new ChartProblem(
      'unreachable',
      `${who} allows no more requests for now (429)`,
      'Wait, give credentials, or name a mirror with --chart-mirror',
    );
  }
  if (status >= 500) {
    return new ChartProblem('unreachable', `${who} is out of order (${status})`, 'Try again later');
  }
  return new ChartProblem(
    'failed',
    `${who} answered ${status} to ${request.url.pathname}`,
    'Check that the reference names a chart',
  );
}
