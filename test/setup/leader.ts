/** A LogStream leader as far as its documented API tells of Sources: a real HTTP server on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate, privateKey } from '../unit/render/charts/certificate.ts';

export interface Input {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface LeaderServer {
  readonly url: string;
  /** `GET /api/v1/m/kubernetes/system/inputs`, in the order in which they came. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export const user = { username: 'reader', password: 'correct-horse-battery-staple' } as const;
export const token = 'eyJhbGciOiJIUzI1NiJ9.leader-token-of-a-test';

export interface LeaderOptions {
  /** By group. */
  readonly inputs: Readonly<Record<string, readonly Input[]>>;
  readonly isSecure?: boolean;
  /** Takes the place of the answer to a request for Sources. */
  readonly answer?: RequestListener;
}

export async function startLeader({
  inputs,
  isSecure = false,
  answer,
}: LeaderOptions): Promise<LeaderServer> {
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const give = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/api/v1/auth/login') {
      const judge = async (): Promise<void> => {
        const { username, password } = JSON.parse(await textOf(request)) as typeof user;
        if (username !== user.username || password !== user.password) give(401, { status: 'error' });
        else give(200, { token, forcePasswordChange: false });
      };
      void judge();
      return;
    }
    if (request.headers.authorization !== `Bearer ${token}`) return give(401, { status: 'error' });
    if (answer !== undefined) return answer(request, response);
    const [, group = ''] = /^\/api\/v1\/m\/([^/]+)\/system\/inputs$/.exec(request.url ?? '') ?? [];
    const items = inputs[decodeURIComponent(group)];
    if (items === undefined) return give(404, { status: 'error', message: `no such group: ${group}` });
    give(200, { items, count: items.length });
  };
  const server = isSecure
    ? createSecureServer({ key: privateKey, cert: certificate }, listener)
    : createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
