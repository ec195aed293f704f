/**
 * HTTP and HTTPS for charts: follows redirects without taking the credential along, bounds time, size and retries.
 * The only owner of retries: repeated are answers 429, 500, 502, 503 and 504, connections that were lost, and 404 for what may have been pushed just now.
 */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { exchange, type HttpRequest, type HttpResponse } from './exchange.ts';
import { connectionLost, interruption, networkProblem, unknownIssuer } from './network-error.ts';
import { ChartProblem, errorCode } from './problem.ts';

const limits = {
  redirects: 5,
  retryAfterMs: [250, 1000], // one entry a retry
  longestPauseMs: 10_000, // a host that asks for more is told instead
} as const;

export interface Transport {
  /** Any status is an answer; throws a `ChartProblem` when there is none. */
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

export interface TransportOptions {
  /** PEM of one more trusted authority. */
  readonly ca: string | null;
  /** Ends everything; a `TimeoutError` as reason means that `timeoutSeconds` are over. */
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

export function createTransport(options: TransportOptions): Transport {
  const plain = new http.Agent({ keepAlive: true, proxyEnv: proxyEnvironment(process.env) });
  let secure = secureAgent(options.ca, false);
  let systemTrusted = false;

  async function attempt(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await exchange(request, request.url.protocol === 'https:' ? secure : plain, options.signal);
    } catch (error) {
      if (error instanceof ChartProblem || systemTrusted || !unknownIssuer.has(errorCode(error) ?? ''))
        throw error;
      // Reading the system's trust store takes as long as a whole pull; it is asked only where Node.js's own has no answer.
      systemTrusted = true;
      secure.destroy();
      secure = secureAgent(options.ca, true);
      return await attempt(request);
    }
  }

  async function persist(request: HttpRequest): Promise<HttpResponse> {
    for (let tries = 0; ; tries++) {
      let pause: number | undefined = limits.retryAfterMs[tries];
      try {
        const response = await attempt(request);
        if (pause === undefined || !isWorthAnother(request, response)) return response;
        pause = Math.max(pause, askedPause(response));
        if (pause > limits.longestPauseMs) return response;
      } catch (error) {
        if (options.signal.aborted) throw interruption(options.signal, options.timeoutSeconds);
        if (error instanceof ChartProblem) throw error;
        if (pause === undefined || !connectionLost.has(errorCode(error) ?? ''))
          throw networkProblem(error, request.url);
      }
      await sleep(pause, undefined, { signal: options.signal }).catch(() => {
        throw interruption(options.signal, options.timeoutSeconds);
      });
    }
  }

  return {
    async request(request) {
      let current = request;
      for (let hops = 0; hops <= limits.redirects; hops++) {
        const response = await persist(current);
        const next = redirectTarget(response);
        if (next === null) return response;
        if (current.url.protocol === 'https:' && next.protocol !== 'https:') {
          throw new ChartProblem(
            'failed',
            `${current.url.host} redirects to plain HTTP on ${next.host}`,
            'It was not followed; the server has to redirect to https://',
          );
        }
        // Blob storage behind a registry must never see the registry's credential; forms hold one, too.
        const { form: _form, authorization = null, ...rest } = current;
        const kept = next.origin === current.url.origin ? authorization : null;
        current = { ...rest, url: next, authorization: kept };
      }
      throw new ChartProblem(
        'failed',
        `${request.url.host} redirects more than ${limits.redirects} times`,
        'Check the address',
      );
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

const isWorthAnother = ({ mayBeNew = false }: HttpRequest, { status }: HttpResponse): boolean =>
  [429, 500, 502, 503, 504].includes(status) || (status === 404 && mayBeNew);

/** Milliseconds, by `Retry-After` in seconds; 0 if the host names none. */
function askedPause({ headers }: HttpResponse): number {
  const seconds = Number(headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

function secureAgent(ca: string | null, system: boolean): https.Agent {
  const trusted =
    ca === null && !system
      ? undefined
      : [
          ...tls.getCACertificates('default'),
          ...(system ? tls.getCACertificates('system') : []),
          ...(ca === null ? [] : [ca]),
        ];
  return new https.Agent({
    keepAlive: true,
    proxyEnv: proxyEnvironment(process.env),
    ...(trusted && { ca: trusted }),
  });
}

/** HTTP_PROXY and HTTPS_PROXY count, but never for this machine itself: so Helm and all other Go programs do it. */
function proxyEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const except = [environment['no_proxy'] || environment['NO_PROXY'], 'localhost', '127.0.0.1', '::1'];
  const direct = except.filter((hosts) => hosts !== undefined && hosts !== '').join(',');
  return { ...environment, no_proxy: direct, NO_PROXY: direct };
}

function redirectTarget(response: HttpResponse): URL | null {
  if (![301, 302, 303, 307, 308].includes(response.status)) return null;
  return URL.parse(response.headers.location ?? '', response.url.href);
}
