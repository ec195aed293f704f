/** A registry that lets nobody in, and tells everybody by what they tried. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoingRegistry {
  readonly address: string; // HOST:PORT
  /** What it was given. */
  readonly seen: string[];
  close(): Promise<void>;
}

export async function echoingRegistry(): Promise<EchoingRegistry> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = '' } = request.headers;
    if (authorization === '') {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="charts"' }).end();
      return;
    }
    const plain = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    seen.push(plain);
    const message = `${plain} (${authorization}) is not allowed`;
    response.writeHead(403, {
      'content-type': 'application/json',
      warning: `299 - ${encodeURIComponent(message)}`,
    });
    response.end(JSON.stringify({ errors: [{ code: 'DENIED', message, detail: plain }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
