/** A proxy that leads nowhere, for programs that obey HTTPS_PROXY as Go's and Pulumi's do: it notes what is asked of it. Loopback goes past it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OutsideProxy {
  /** Variables that lead everything there but loopback. */
  readonly environment: NodeJS.ProcessEnv;
  /** `CONNECT api.pulumi.com:443`, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function outsideProxy(): Promise<OutsideProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(503).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.on('error', () => undefined); // whoever asked has ended
    socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: Object.fromEntries(
      ['http_proxy', 'https_proxy'].flatMap((name) => [
        [name, url],
        [name.toUpperCase(), url],
        ['no_proxy', '127.0.0.1,localhost'],
        ['NO_PROXY', '127.0.0.1,localhost'],
      ]),
    ),
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
