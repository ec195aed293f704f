/**
 * Loaded before a program (`node --import`), it writes down when the first answer with a render comes from the renderer, and when Pulumi's engine
 * connects to tell its events: from what Node.js tells of processes and sockets, nothing of the program is touched.
 */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Wall-clock milliseconds into the file that FIRST_MARK_FILE names, once. */
function mark(): void {
  const file = process.env['FIRST_MARK_FILE'];
  if (file === undefined) return;
  delete process.env['FIRST_MARK_FILE'];
  writeFileSync(file, String(performance.timeOrigin + performance.now()));
}

const isWanted = (what: string): boolean => process.env['FIRST_MARK'] === what;

/** Ports on which an `--event-log` is awaited. */
const ports = new Set<number>();

subscribe('child_process', (message) => {
  const { process: child } = message as { process: ChildProcess };
  child.once('spawn', () => {
    if (isWanted('render') && child.spawnfile.endsWith('k8s-deploy-renderer')) {
      child.stdout?.on('data', (part: Buffer) => {
        if (part.includes('"render":')) mark();
      });
    }
    const log = child.spawnargs[child.spawnargs.indexOf('--event-log') + 1];
    if (isWanted('event') && child.spawnargs.includes('--event-log'))
      ports.add(Number(log?.split(':').at(-1)));
  });
});
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  if (socket.localPort !== undefined && ports.has(socket.localPort)) mark();
});
