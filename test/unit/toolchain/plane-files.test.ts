import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { local } from '../../../src/commands/local.ts';
import { withLock } from '../../../toolchain/plane/lock.ts';
import { logTail } from '../../../toolchain/plane/logs.ts';
import { newPlane } from '../../../toolchain/plane/new-plane.ts';
import { readPlane, recordPath, writePlane } from '../../../toolchain/plane/plane.ts';
import { freePorts } from '../../../toolchain/plane/ports.ts';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'plane-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the lock of a plane directory', () => {
  it('lets one at a time work, and names the holder', async () => {
    await withLock(root, async () => {
      await expect(withLock(root, async () => 'second')).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining(`Process ${process.pid} is starting or stopping`),
      });
    });
    expect(await withLock(root, async () => 'next')).toBe('next');
  });

  it('is freed when the work fails', async () => {
    await expect(withLock(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(join(root, '.lock'))).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const { pid } = spawnSync('/bin/true');
    await writeFile(join(root, '.lock'), JSON.stringify({ pid, identity: 'gone' }));
    expect(await withLock(root, async () => 'mine')).toBe('mine');
  });

  it('is taken over if it was never written whole', async () => {
    await writeFile(join(root, '.lock'), '{"pi');
    expect(await withLock(root, async () => 'mine')).toBe('mine');
  });
});

describe('the tail of a log', () => {
  it('is its last 15 lines, however long the log is', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `line ${index}`);
    await writeFile(join(root, 'log'), `${lines.join('\n')}\n`);
    expect(logTail(join(root, 'log'))).toBe(lines.slice(-15).join('\n'));
  });
  it('is empty where there is no log', () => expect(logTail(join(root, 'none'))).toBe(''));
});

describe('free ports', () => {
  it('differ, and nobody listens there', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    for (const port of ports) {
      const server = createServer();
      await new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen(port, '127.0.0.1', resolve),
      );
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('the record of a plane', () => {
  it('holds secrets, so only its owner may read it', async () => {
    const plane = await newPlane(root, null);
    writePlane(plane);
    expect((await stat(recordPath(root))).mode & 0o777).toBe(0o600);
    expect(readPlane(root)).toEqual(plane);
  });

  it('says why there is no moto', async () => {
    const plane = await newPlane(root, 'There is no Python 3.');
    expect(plane).toMatchObject({ aws: null, awsMissing: 'There is no Python 3.' });
    expect(plane.components.map(({ name }) => name)).not.toContain('moto');
  });

  it('is null where there is none, or a damaged one', async () => {
    expect(readPlane(root)).toBeNull();
    await writeFile(recordPath(root), '{"directory":');
    expect(readPlane(root)).toBeNull();
  });
});

describe('k8s-deploy local, where no plane runs', () => {
  const lines: string[] = [];
  const io = {
    print: (line: string) => void lines.push(line),
    progress: (line: string) => void lines.push(line),
  };
  beforeEach(() => void lines.splice(0));

  it('status says so and fails', async () => {
    expect(await local('status', { directory: root, json: false }, io)).toBe(1);
    expect(lines).toEqual([`stopped: local plane in ${root}`]);
  });
  it('down has nothing to do', async () => {
    expect(await local('down', { directory: join(root, 'none'), json: false }, io)).toBe(0);
    expect(lines).toEqual(['no local plane was running']);
    expect(existsSync(join(root, 'none'))).toBe(false);
  });
  it('kubeconfig names the way out', async () => {
    await expect(local('kubeconfig', { directory: root, json: false }, io)).rejects.toMatchObject({
      code: 'configuration',
      message: `No local plane runs in ${root}.`,
      hint: 'Start it with `k8s-deploy local up`.',
    });
  });
});
