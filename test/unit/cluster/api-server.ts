/** A server that behaves as API servers do on bad days, which a real one does not do on request. */
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { connect, type Connection } from '../../../src/cluster/connection.ts';
import type { ClusterAddress } from '../../../src/cluster/kubeconfig.ts';
import { certificate, privateKey } from '../render/charts/certificate.ts';

export interface ApiServer {
  readonly address: ClusterAddress;
  readonly requests: readonly IncomingMessage[];
  connect(how?: Partial<ClusterAddress>, environment?: NodeJS.ProcessEnv): Connection;
}

/** Gone when the test is over. It asks for client certificates, and takes any that its own certificate has signed. */
export async function apiServer(answer: RequestListener): Promise<ApiServer> {
  const requests: IncomingMessage[] = [];
  const tls = {
    key: privateKey,
    cert: certificate,
    ca: certificate,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const server = createServer(tls, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const port = await listening(server);
  const address: ClusterAddress = {
    context: 'c',
    server: `https://127.0.0.1:${port}`,
    ca: Buffer.from(certificate),
    insecure: false,
    credentials: null,
  };
  const ending = new AbortController();
  onTestFinished(() => {
    ending.abort();
    server.closeAllConnections();
    server.close();
  });
  return {
    address,
    requests,
    connect: (how = {}, environment = {}) =>
      connect({ ...address, ...how }, { environment, signal: ending.signal }),
  };
}

export async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers with JSON. */
export const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
