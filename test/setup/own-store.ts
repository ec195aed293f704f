/** An object store of a test's own, which it may end and start again, or let fail: versitygw behind a door. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../toolchain/ensure.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';

/** What the door answers to a request instead of the store; null: what the store says. */
export type Mood = (
  method: string,
  path: string,
) => { readonly status: number; readonly code: string } | null;

export interface OwnStore extends Pick<Plane, 's3'> {
  /** Until the next one. */
  mood(mood: Mood): void;
  /** As a machine that is lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openStore(folder: string): Promise<OwnStore> {
  const program = await findProgram('versitygw');
  if (program === null) throw new Error('versitygw is not built: npm run toolchain');
  for (const name of ['objects', 'metadata']) mkdirSync(join(folder, name), { recursive: true });
  const port = await freePort();
  const credentials = { accessKeyId: 'own-store', secretAccessKey: 'own-store-secret' };
  let store: ChildProcess | null = null;
  let mood: Mood = () => null;
  const start = async (): Promise<void> => {
    store = spawn(
      program,
      [
        `--port=127.0.0.1:${port}`,
        '--region=us-east-1',
        '--health=/healthz',
        'posix',
        `--sidecar=${join(folder, 'metadata')}`,
        join(folder, 'objects'),
      ],
      {
        stdio: 'ignore',
        env: { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey },
      },
    );
    while (!(await answers(`http://127.0.0.1:${port}/healthz`))) await sleep(50);
  };
  const kill = async (): Promise<void> => {
    if (store === null || store.exitCode !== null || store.signalCode !== null) return;
    const ended = once(store, 'exit');
    store.kill('SIGKILL');
    await ended;
  };
  const door = await doorTo(port, (method, path) => mood(method, path));
  await start();
  return {
    s3: {
      endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      region: 'us-east-1',
      ...credentials,
    },
    mood(next) {
      mood = next;
    },
    kill,
    start,
    async close() {
      await kill();
      door.closeAllConnections();
      door.close();
    },
  };
}

/** Hands on what it is asked as it is, so that signatures stay right; drops the connection if the store is gone. */
async function doorTo(port: number, mood: Mood): Promise<Server> {
  const door = createServer((asked, answer) => {
    const { method = 'GET', url: path = '/', headers } = asked;
    const instead = mood(method, path);
    if (instead !== null) {
      asked.resume();
      answer.writeHead(instead.status, { 'content-type': 'application/xml' });
      answer.end(`<?xml version="1.0"?><Error><Code>${instead.code}</Code><Message>no</Message></Error>`);
      return;
    }
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  return door;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const answers = async (url: string): Promise<boolean> =>
  await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
