/**
 * Loaded into Node.js before the Action (`--import FILE?record=RECORD`): nothing but this machine can be reached. What was tried all the same fails as if it
 * were unplugged, and stands in RECORD, a line each. Programs that it starts are watched by `outside-proxy.ts`.
 */
import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { BlockList, isIP, Socket } from 'node:net';

const record = new URL(import.meta.url).searchParams.get('record');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isHere(host: string): boolean {
  const version = isIP(host);
  return version === 0
    ? host === 'localhost' || host === ''
    : loopback.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** `hostIn`: which host the arguments name. `refuse` takes the place of the call. */
function guard(
  owner: object,
  name: string,
  hostIn: (args: readonly unknown[]) => string,
  refuse: (self: unknown, args: readonly unknown[], error: Error) => unknown,
): void {
  const original = Reflect.get(owner, name) as Method;
  const guarded: Method = function (...args) {
    const host = hostIn(args);
    if (isHere(host)) return Reflect.apply(original, this, args);
    if (record !== null) appendFileSync(record, `${name} ${host}\n`);
    const error = Object.assign(new Error(`network is unreachable: ${host}`), { code: 'ENETUNREACH' });
    return refuse(this, args, error);
  };
  Reflect.set(owner, name, guarded);
}

/** `http`, `tls` and `fetch` all end here, with options, or with options in a list that `net` has made of other forms. */
function hostToConnect([first, second]: readonly unknown[]): string {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options !== 'object' || options === null) return typeof second === 'string' ? second : '';
  const { host, path } = options as { readonly host?: string; readonly path?: string };
  return path === undefined || path === null ? (host ?? '') : ''; // a socket in the file system
}

guard(Socket.prototype, 'connect', hostToConnect, (socket, _, error) => {
  setImmediate(() => (socket as Socket).destroy(error)); // when whoever asked listens
  return socket;
});
guard(
  DatagramSocket.prototype,
  'send',
  (args) => args.findLast((each) => typeof each === 'string') ?? '',
  (_, __, error) => {
    throw error;
  },
);
guard(
  dns,
  'lookup',
  ([name]) => (isIP(String(name)) === 0 ? String(name) : ''), // the connection is what counts
  (_, args, error) => process.nextTick(args.at(-1) as (error: Error) => void, error),
);
syncBuiltinESMExports();
