import { createServer, type Server } from 'node:net';
import { randomInt } from 'node:crypto';
import { host } from './plane.ts';

/**
 * Below the ephemeral range (32768 on Linux, 49152 on macOS): between the choice and the start of a component, no outgoing
 * connection can take the port.
 */
const lowest = 20_000;
const highest = 30_000;
const attempts = 1_000;

/** Ports on loopback that nobody listens on. All are held until the last is found, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    for (let attempt = 0; held.size < count; attempt++) {
      if (attempt === attempts) throw new Error(`No ${count} free ports between ${lowest} and ${highest}.`);
      const port = randomInt(lowest, highest);
      const server = held.has(port) ? null : await listen(port);
      if (server !== null) held.set(port, server);
    }
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function listen(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null)).listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
