/** The toolchain's `registry` program, started as a test needs it: open or guarded, with or without TLS. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RegistryOptions {
  /** Holds its storage and its settings. */
  readonly folder: string;
  /** The `auth` section of its settings. */
  readonly auth?: object;
  /** PEM. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string };
}

export interface OwnRegistry {
  readonly host: string; // 127.0.0.1:PORT
  stop(): Promise<void>;
}

export async function startRegistry({ folder, auth, tls }: RegistryOptions): Promise<OwnRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  const name = join(folder, randomUUID());
  if (tls !== undefined) {
    await writeFile(`${name}.crt`, tls.certificate);
    await writeFile(`${name}.key`, tls.privateKey);
  }
  const settings = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: name } },
    http: {
      addr: host,
      ...(tls !== undefined && { tls: { certificate: `${name}.crt`, key: `${name}.key` } }),
    },
    ...(auth !== undefined && { auth }),
  };
  await writeFile(`${name}.yaml`, JSON.stringify(settings));
  const child = spawn('registry', ['serve', `${name}.yaml`], {
    stdio: 'ignore',
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = new Promise((resolve) => {
    child.once('error', resolve).once('exit', resolve);
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const base = `${tls === undefined ? 'http' : 'https'}://${host}/v2/`;
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const answer = await send(base, { method: 'GET', ca: tls?.certificate }).catch(() => null);
    if (answer !== null) return { host, stop };
    await sleep(25);
  }
  await stop();
  throw new Error('the registry does not start; is `registry` of the toolchain on PATH?');
}

export interface Sending {
  readonly method: string;
  readonly ca?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: Buffer;
}

/** With an authority of one's own, which `fetch` does not take. */
export async function send(
  url: string | URL,
  { method, ca, headers = {}, content }: Sending,
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }> {
  const open = String(url).startsWith('https:') ? httpsRequest : httpRequest;
  return await new Promise((resolve, reject) => {
    const outgoing = open(url, { method, headers, ...(ca !== undefined && { ca }) }, (incoming) => {
      incoming.resume().on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers }));
    });
    outgoing.on('error', reject).end(content);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
