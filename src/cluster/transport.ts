/** One request and its answer, within a time and a size. Nothing is judged and nothing sent again here. */
import {
  Agent as PlainAgent,
  request as plain,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Data } from '../kubernetes/data.ts';
import type { ClusterAddress, Credentials } from './kubeconfig.ts';

const patience = 10_000; // milliseconds for a whole answer
const longestAnswer = 64 * 1024 ** 2; // bytes, unpacked
const sockets = 16;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Sent {
  readonly method: Method;
  /** With its query, below the server's own path: `/api/v1/pods?limit=5`. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | null;
}

export interface Received {
  readonly status: number;
  readonly retryAfter: number | null; // seconds
  /** Text if it is no JSON. */
  readonly body: Data;
}

export interface Transport {
  /** Rejects with the error of the connection, or one without a code: no answer in time, too long, no JSON. */
  send(sent: Sent): Promise<Received>;
  /**
   * Gives the text of an answer as it comes, for as long as the server goes on, whatever its type; resolves with the status when it ends.
   * Of another answer than success nothing is given. `isEndless`: it may be silent for long, and takes no place that other requests wait for.
   */
  stream(
    sent: Sent,
    onText: (text: string) => void,
    options?: { readonly signal?: AbortSignal | undefined; readonly isEndless?: boolean | undefined },
  ): Promise<number>;
  /** Ends connections, requests under way included. */
  close(): void;
}

/** Connections stay open for the next request. `proxy`: its URL. */
export function openTransport(
  address: ClusterAddress,
  { certificate, key }: Credentials,
  proxy: string | null,
): Transport {
  const base = address.server.replace(/\/+$/, '');
  const isSecure = base.startsWith('https:');
  const options = {
    keepAlive: true,
    // Ours alone: what else the environment says of proxies was weighed before.
    proxyEnv: proxy === null ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy },
  };
  const secureOptions = isSecure
    ? {
        ...options,
        rejectUnauthorized: !address.insecure,
        ...(address.serverName === undefined ? {} : { servername: address.serverName }),
        // One for all connections: else each would read the certificates again.
        secureContext: createSecureContext({
          ...(address.ca === null ? {} : { ca: address.ca }),
          ...(certificate === undefined || key === undefined ? {} : { cert: certificate, key }),
        }),
      }
    : null;
  const agentFor = (maxSockets: number): PlainAgent | SecureAgent =>
    secureOptions === null
      ? new PlainAgent({ ...options, maxSockets })
      : new SecureAgent({ ...secureOptions, maxSockets });
  const agent = agentFor(sockets);
  const endlessAgent = agentFor(Infinity);
  const underWay = new Set<ClientRequest>();
  const open = (
    { method, path, headers, body }: Sent,
    onResponse: (response: IncomingMessage) => void,
    isEndless = false,
  ): ClientRequest => {
    // Node.js would send the body of a DELETE without its length, and the server take it for the next request.
    const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = (isSecure ? secure : plain)(
      `${base}${path}`,
      { method, agent: isEndless ? endlessAgent : agent, headers: { ...headers, ...length } },
      onResponse,
    );
    underWay.add(request);
    request.once('close', () => underWay.delete(request));
    return request.end(body ?? undefined);
  };
  return {
    send: (sent) =>
      new Promise((resolve, reject) => {
        const fail = (error: Error): void => {
          reject(error);
          request.destroy();
        };
        const headers = { 'accept-encoding': 'gzip', ...sent.headers };
        const request = open({ ...sent, headers }, (response) => void receive(response).then(resolve, fail));
        const timer = setTimeout(() => fail(new Error(`no answer in ${patience / 1000} s`)), patience);
        request.once('error', reject).once('close', () => clearTimeout(timer));
      }),
    stream: (sent, onText, { signal, isEndless } = {}) =>
      new Promise((resolve, reject) => {
        const onResponse = (response: IncomingMessage): void => {
          const { statusCode = 0 } = response;
          clearTimeout(timer);
          response.setEncoding('utf8').once('error', reject);
          response.once('end', () => resolve(statusCode));
          if (statusCode === 200) response.on('data', onText);
          else response.resume();
        };
        const request = open(sent, onResponse, isEndless);
        const end = (): void => void request.destroy(new Error('called off'));
        const timer = setTimeout(
          () => request.destroy(new Error(`no answer in ${patience / 1000} s`)),
          patience,
        );
        // A kubelet begins to answer with the first line of a log, however late that is: then the connection is all that can be waited for.
        if (isEndless === true) request.once('finish', () => clearTimeout(timer));
        signal?.addEventListener('abort', end, { once: true });
        if (signal?.aborted === true) end();
        request.once('error', reject).once('close', () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
        });
      }),
    close() {
      for (const request of underWay) request.destroy();
      agent.destroy();
      endlessAgent.destroy();
    },
  };
}

async function receive(response: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > longestAnswer) throw tooLong();
    parts.push(part);
  }
  const raw = Buffer.concat(parts);
  const text = (response.headers['content-encoding'] === 'gzip' ? await unpacked(raw) : raw).toString();
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
  return {
    status: response.statusCode ?? 0,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
    body: response.headers['content-type']?.startsWith('application/json') === true ? jsonOf(text) : text,
  };
}

const tooLong = (): Error => new Error(`an answer of more than ${longestAnswer / 1024 ** 2} MiB`);

const gunzipped = promisify(gunzip);

async function unpacked(raw: Buffer): Promise<Buffer> {
  try {
    return await gunzipped(raw, { maxOutputLength: longestAnswer });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLong()
      : new Error('an answer that cannot be unpacked');
  }
}

/** The parser's own words quote the text, and a secret may stand there. */
function jsonOf(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch {
    throw new Error('an answer that is no JSON');
  }
}
