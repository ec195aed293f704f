/**
 * HTTP and HTTPS for charts: follows redirects without taking the credential along, bounds time, size and retries.
 * The only owner of retries: repeated are answers 500, 502, 503 and 504, and connections that were lost.
 */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import {
  cancelled,
  connectionLost,
  networkProblem,
  noAnswer,
  outOfTime,
  unknownIssuer,
} from './network-error.ts';
import { ChartProblem, errorCode } from './problem.ts';

export const limits = {
  redirects: 5,
  retryAfterMs: [250, 1000], // one entry a retry
  silentSeconds: 10, // without a byte: while resolving, connecting, waiting or reading
} as const;

export interface HttpRequest {
  readonly url: URL;
  readonly accept?: string;
  /** `Authorization` header; goes to the origin of `url` only. */
  readonly authorization?: string | null;
  /** A form: makes it a POST. */
  readonly form?: URLSearchParams;
  /** Largest body that is accepted, in bytes. */
  readonly limit: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

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
  const plain = new http.Agent({ keepAlive: true, proxyEnv: process.env });
  let secure = secureAgent(options.ca, false);
  let systemTrusted = false;

  async function attempt(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await exchange(request, request.url.protocol === 'https:' ? secure : plain, options);
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
      const pause = limits.retryAfterMs[tries];
      try {
        const response = await attempt(request);
        if (pause === undefined || ![500, 502, 503, 504].includes(response.status)) return response;
      } catch (error) {
        if (options.signal.aborted) throw interruption(options);
        if (error instanceof ChartProblem) throw error;
        if (pause === undefined || !connectionLost.has(errorCode(error) ?? ''))
          throw networkProblem(error, request.url);
      }
      await sleep(pause, undefined, { signal: options.signal }).catch(() => {
        throw interruption(options);
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
        // Blob storage behind a registry must never see the registry's credential.
        const sameOrigin = next.origin === current.url.origin;
        current = {
          ...current,
          url: next,
          authorization: sameOrigin ? (current.authorization ?? null) : null,
        };
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

function interruption(options: TransportOptions): ChartProblem {
  const reason: unknown = options.signal.reason;
  const expired = reason instanceof DOMException && reason.name === 'TimeoutError';
  return expired ? outOfTime(options.timeoutSeconds) : cancelled();
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
  return new https.Agent({ keepAlive: true, proxyEnv: process.env, ...(trusted && { ca: trusted }) });
}

function redirectTarget(response: HttpResponse): URL | null {
  if (![301, 302, 303, 307, 308].includes(response.status)) return null;
  return URL.parse(response.headers.location ?? '', response.url.href);
}

/** One request and its whole answer. Rejects with Node.js's own error, or a `ChartProblem` for a limit. */
function exchange(
  request: HttpRequest,
  agent: http.Agent,
  { signal }: TransportOptions,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const form = request.form?.toString();
    const headers: http.OutgoingHttpHeaders = {
      accept: request.accept ?? '*/*',
      'user-agent': 'k8s-deploy',
      ...(typeof request.authorization === 'string' && { authorization: request.authorization }),
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const open = request.url.protocol === 'https:' ? https.request : http.request;
    const outgoing = open(request.url, {
      agent,
      signal,
      headers,
      method: form === undefined ? 'GET' : 'POST',
    });
    const silence = setTimeout(
      () => outgoing.destroy(noAnswer(request.url, limits.silentSeconds)),
      limits.silentSeconds * 1000,
    );
    const fail = (error: Error): void => {
      clearTimeout(silence);
      reject(error);
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('error', fail);
      incoming.on('data', (chunk: Buffer) => {
        silence.refresh();
        size += chunk.length;
        chunks.push(chunk);
        if (size > request.limit) outgoing.destroy(tooLarge(request));
      });
      incoming.on('end', () => {
        clearTimeout(silence);
        const { statusCode: status = 0, headers: received } = incoming;
        resolve({ status, headers: received, body: Buffer.concat(chunks), url: request.url });
      });
    });
    outgoing.end(form);
  });
}

const tooLarge = (request: HttpRequest): ChartProblem =>
  new ChartProblem(
    'failed',
    `the answer of ${request.url.host} is larger than ${Math.round(request.limit / 1024)} KiB`,
    'It was not read further; check that the reference names a chart',
  );
