/** One HTTP request and its whole answer, bounded in size and in silence. No redirects, no retries: see transport.ts. */
import http from 'node:http';
import https from 'node:https';
import { noAnswer } from './network-error.ts';
import { ChartProblem } from './problem.ts';

/** Without a byte: while resolving, connecting, waiting or reading. */
const silentSeconds = 10;

export interface HttpRequest {
  readonly url: URL;
  readonly accept?: string;
  /** `Authorization` header; goes to the origin of `url` only. */
  readonly authorization?: string | null;
  /** A form: makes it a POST. */
  readonly form?: URLSearchParams;
  /** Largest body that is accepted, in bytes. */
  readonly limit: number;
  /** It may have been pushed a moment ago, and a registry of several machines not know it everywhere: "not found" is asked again. */
  readonly mayBeNew?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/** Rejects with Node.js's own error, or with a `ChartProblem` where a limit is passed. */
export function exchange(
  request: HttpRequest,
  agent: http.Agent,
  signal: AbortSignal,
  patience: number = silentSeconds,
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
    const silence = setTimeout(() => outgoing.destroy(noAnswer(request.url, patience)), patience * 1000);
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

const tooLarge = ({ url, limit }: HttpRequest): ChartProblem =>
  new ChartProblem(
    'failed',
    `the answer of ${url.host} is larger than ${Math.round(limit / 1024)} KiB`,
    'It was not read further; check that the reference names a chart',
  );
