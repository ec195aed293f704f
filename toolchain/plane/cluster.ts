import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { host, portOf, type ComponentName, type Plane } from './plane.ts';

const timeoutMs = 30_000;
const probeTimeoutMs = 5_000;
const fieldManager = 'k8s-deploy-local';

export interface Answer {
  status: number;
  body: string;
}

/** The self-signed certificate that the API server makes for itself, with the CA that signed it. */
export function certificatePath(plane: Plane): string {
  return join(plane.directory, 'pki', 'apiserver.crt');
}

/** One HTTPS request with the plane's certificate and token. Any status is an answer. */
export function ask(
  plane: Plane,
  url: string,
  options: { method?: string; body?: string; type?: string; accept?: string; timeoutMs?: number } = {},
): Promise<Answer> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${plane.token}`,
    accept: options.accept ?? 'application/json',
  };
  const timeout = options.timeoutMs ?? timeoutMs;
  if (options.body !== undefined) {
    headers['content-type'] = options.type ?? 'application/json';
    // Node.js would send the body of a DELETE without its length, and the server take it for the next request.
    headers['content-length'] = String(Buffer.byteLength(options.body));
  }
  const ca = readFileSync(certificatePath(plane));
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method: options.method ?? 'GET', headers, ca, timeout });
    request.once('timeout', () => request.destroy(new Error(`no answer from ${url} within ${timeout} ms`)));
    request.once('error', reject).once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.once('error', reject).once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.end(options.body);
  });
}

/** Whether a component with the plane's certificate answers with success at `https://127.0.0.1:PORT/PATH`. */
export async function servesHttps(plane: Plane, name: ComponentName, path: string): Promise<boolean> {
  const url = `https://${host}:${portOf(plane, name)}${path}`;
  return (await ask(plane, url, { timeoutMs: probeTimeoutMs })).status === 200;
}

/** Reads one object, or null if there's none of that name. Throws on any other answer. */
export async function read(plane: Plane, path: string): Promise<unknown> {
  const answer = await ask(plane, `${plane.apiServer}${path}`);
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.body.slice(0, 500)}`);
  return JSON.parse(answer.body);
}

/** Server-side apply of one object, given as JSON or YAML text, to its own path. */
export async function apply(plane: Plane, path: string, manifest: string): Promise<void> {
  const answer = await ask(plane, `${plane.apiServer}${path}?fieldManager=${fieldManager}&force=true`, {
    method: 'PATCH',
    body: manifest,
    type: 'application/apply-patch+yaml',
  });
  if (answer.status !== 200 && answer.status !== 201) {
    throw new Error(`apply ${path}: ${answer.status} ${answer.body.slice(0, 500)}`);
  }
}
