/** One file over HTTP into one on the disk: hashed on the way, bounded in size, silence and time. The only owner of retries. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../stack/failure.ts';
import { shownAddress } from './address.ts';
import { isOfDisk, isPassing, networkFailure, refusal, Stalled } from './transfer-failure.ts';

export const transferLimits = {
  bytes: 512 * 1024 * 1024,
  redirects: 5,
  /** Without a byte: while resolving, connecting, waiting or reading. */
  silentMs: 30_000,
  retryAfterMs: [1000, 3000, 9000] as readonly number[], // one entry a retry
  longestPauseMs: 30_000, // a server that asks for more is told instead
};

export type TransferLimits = typeof transferLimits;

export interface Transfer {
  readonly url: URL;
  /** Is overwritten. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv; // HTTPS_PROXY, HTTP_PROXY, NO_PROXY
  /** Ends it at once; its reason is what is thrown then. */
  readonly signal: AbortSignal;
  readonly onBytes?: (received: number, total: number | null) => void;
  readonly onRetry?: (why: string) => void;
  readonly limits?: TransferLimits;
}

/**
 * Resolves to the sha256 of what was written. Repeated are lost connections, silence, 429 and 5xx. Throws a `Failure`: unreachable, or configuration for
 * what another try would not change.
 */
export async function transfer(order: Transfer): Promise<string> {
  const { limits = transferLimits, signal } = order;
  const proxyEnv = proxyEnvironment(order.environment);
  const agents = { http: new http.Agent({ proxyEnv }), https: new https.Agent({ proxyEnv }) };
  try {
    for (let tries = 0; ; tries++) {
      let pause = limits.retryAfterMs[tries];
      let failure: Failure;
      try {
        const outcome = await attempt(order, order.url, agents, limits);
        if (typeof outcome === 'string') return outcome;
        failure = refusal(outcome.status, order.url);
        if (!isPassing(outcome.status)) throw failure;
        if (pause !== undefined) pause = Math.max(pause, outcome.askedPauseMs);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (error instanceof Failure || isOfDisk(error)) throw error;
        failure = networkFailure(error, order.url);
        if (!isPassing(error)) throw failure;
      }
      if (pause === undefined || pause > limits.longestPauseMs) throw failure;
      order.onRetry?.(failure.message);
      await sleep(pause, undefined, { signal }).catch(() => {
        throw signal.reason;
      });
    }
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

interface Refused {
  readonly status: number;
  /** By `Retry-After` in seconds; 0 if it names none. */
  readonly askedPauseMs: number;
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

async function attempt(
  order: Transfer,
  from: URL,
  agents: Agents,
  limits: TransferLimits,
): Promise<string | Refused> {
  let url = from;
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const ending = new AbortController();
    const silence = setTimeout(() => ending.abort(new Stalled(limits.silentMs)), limits.silentMs);
    try {
      const signal = AbortSignal.any([order.signal, ending.signal]);
      const response = await opened(url, agents, signal);
      const next = redirectTarget(response, url);
      if (next === null) {
        const status = response.statusCode ?? 0;
        const seconds = Number(response.headers['retry-after'] ?? 0);
        if (status === 200) return await written(response, order, limits, silence, signal);
        response.destroy();
        return { status, askedPauseMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
      }
      response.destroy();
      if (url.protocol === 'https:' && next.protocol !== 'https:') {
        throw new Failure('configuration', `${shownAddress(url)} redirects to plain HTTP on ${next.host}`, {
          hint: 'It was not followed; the server has to redirect to https://',
        });
      }
      url = next;
    } catch (error) {
      throw ending.signal.aborted ? ending.signal.reason : error;
    } finally {
      clearTimeout(silence);
    }
  }
  throw new Failure('configuration', `${shownAddress(from)} redirects more than ${limits.redirects} times`, {
    hint: 'Check the address of the mirror, or the proxy',
  });
}

function opened(url: URL, agents: Agents, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const agent = secure ? agents.https : agents.http;
    const headers = { accept: '*/*', 'user-agent': 'k8s-deploy' };
    // Credentials of the address go to its own host: that of a redirect has an address of its own.
    const request = (secure ? https : http).get(url, { agent, headers, signal });
    request.on('error', reject).on('response', resolve);
  });
}

async function written(
  response: http.IncomingMessage,
  { url, file, onBytes }: Transfer,
  limits: TransferLimits,
  silence: NodeJS.Timeout,
  signal: AbortSignal,
): Promise<string> {
  const declared = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isFinite(declared) ? declared : null;
  const tooLarge = (): Failure =>
    new Failure(
      'configuration',
      `${shownAddress(url)} is larger than ${Math.round(limits.bytes / 1024 / 1024)} MiB`,
      {
        hint: 'It was not read further; check what the mirror, or the proxy, has there',
      },
    );
  if ((total ?? 0) > limits.bytes) throw tooLarge();
  const hash = createHash('sha256');
  let received = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      silence.refresh();
      received += chunk.length;
      hash.update(chunk);
      onBytes?.(received, total);
      done(received > limits.bytes ? tooLarge() : null, chunk);
    },
  });
  await pipeline(response, measure, createWriteStream(file), { signal });
  return hash.digest('hex');
}

function redirectTarget({ statusCode, headers }: http.IncomingMessage, url: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0)) return null;
  const next = URL.parse(headers.location ?? '', url.href);
  return next !== null && /^https?:$/.test(next.protocol) ? next : null;
}

/** As for charts: a proxy never stands before this machine itself. */
function proxyEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const except = [environment['no_proxy'] || environment['NO_PROXY'], 'localhost', '127.0.0.1', '::1'];
  const direct = except.filter((hosts) => hosts !== undefined && hosts !== '').join(',');
  return { ...environment, no_proxy: direct, NO_PROXY: direct };
}
