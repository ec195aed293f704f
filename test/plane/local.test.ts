import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { local } from '../../src/commands/local.ts';
import { component, readPlane, type ComponentName, type Plane } from '../../toolchain/plane/plane.ts';
import { identityOf, isAlive } from '../../toolchain/plane/processes.ts';
import { startPlane } from '../../toolchain/plane/start.ts';
import { planeStatus } from '../../toolchain/plane/status.ts';
import { stopPlane } from '../../toolchain/plane/stop.ts';

/** A plane of its own, since components are killed here. */
let directory: string;
let plane: Plane;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'k8s-deploy-local-'));
  plane = await startPlane({ directory });
});
afterAll(async () => {
  await stopPlane(directory);
  await rm(directory, { recursive: true, force: true });
});

const pids = ({ components }: Plane) => Object.fromEntries(components.map(({ name, pid }) => [name, pid]));

/** Kills one component, as the kernel would when memory runs out. */
async function kill(name: ComponentName): Promise<void> {
  const record = component(plane, name);
  process.kill(record.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(record)).toBe(false));
}

async function run(...[action, json = false]: [Parameters<typeof local>[0], boolean?]) {
  const lines: string[] = [];
  const io = { print: (line: string) => void lines.push(line), progress: () => {} };
  return { code: await local(action, { directory, json }, io), lines };
}

describe('local up', () => {
  it('has every component serve, on loopback only', async () => {
    const status = await planeStatus(directory);
    expect(status.components.map(({ name, state }) => `${name} ${state}`)).toEqual(
      status.components.map(({ name }) => `${name} ready`),
    );
    const addresses = [
      plane.apiServer,
      plane.s3.endpoint,
      `http://${plane.registry}`,
      plane.aws?.endpoint ?? 'http://127.0.0.1',
    ];
    expect(addresses.map((address) => new URL(address).hostname)).toEqual(addresses.map(() => '127.0.0.1'));
  });

  it('finds a running plane and leaves it alone', async () => {
    const began = Date.now();
    const lines: string[] = [];
    const again = await startPlane({ directory, onProgress: (line) => lines.push(line) });
    expect(again).toEqual(plane);
    expect(lines).toEqual([]);
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  it('leaves no process when it is interrupted, and says so', async () => {
    const other = join(directory, 'interrupted');
    const interruption = new AbortController();
    const onProgress = (line: string) => line.startsWith('etcd is ready') && interruption.abort();
    const starting = startPlane({ directory: other, signal: interruption.signal, onProgress });
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    const recorded = readPlane(other)?.components ?? [];
    expect(recorded.some(({ pid }) => pid !== null)).toBe(true);
    expect(recorded.filter(isAlive)).toEqual([]);
  });

  it('tells where everything is', async () => {
    const { code, lines } = await run('kubeconfig');
    expect({ code, lines }).toEqual({ code: 0, lines: [join(directory, 'kubeconfig')] });
    const { registry, s3, apiServer, context } = plane;
    const [json = ''] = (await run('kubeconfig', true)).lines;
    expect(JSON.parse(json)).toMatchObject({ registry, s3, apiServer, context });
    expect(json).not.toContain(plane.token);
  });
});

describe('a component that died', () => {
  it('is named by status, with the tail of its log', async () => {
    await appendFile(component(plane, 'registry').log, 'the last words of the registry\n');
    await kill('registry');
    const { code, lines } = await run('status');
    expect(code).toBe(1);
    expect(lines[0]).toBe(`degraded: local plane in ${directory}`);
    expect(lines.find((line) => line.startsWith('registry'))).toMatch(
      /^registry +dead +process \d+, port \d+$/,
    );
    expect(lines).toContain('  | the last words of the registry');
    expect(lines.find((line) => line.startsWith('kwok'))).toMatch(/ ready /);
  });

  it('is named by up too, if it dies again, and the others go on', async () => {
    const thief = createServer((socket) => socket.destroy()).listen(
      component(plane, 'registry').port,
      '127.0.0.1',
    );
    try {
      await expect(startPlane({ directory })).rejects.toMatchObject({
        code: 'failed',
        message: expect.stringMatching(
          /^registry \(process \d+\) of the local plane died\.[\s\S]*address already in use/,
        ),
      });
    } finally {
      await new Promise((resolve) => thief.close(resolve));
    }
    const { components } = await planeStatus(directory);
    expect(components.filter(({ state }) => state === 'ready')).toHaveLength(components.length - 1);
  });

  it('is the only one that up starts again, where it was', async () => {
    await kill('kwok');
    const before = pids(plane);
    const lines: string[] = [];
    plane = await startPlane({ directory, onProgress: (line) => lines.push(line) });
    expect(lines.join('\n')).toMatch(
      /starting again: kwok \(process \d+\) of the local plane died\. The last lines of/,
    );
    const after = pids(plane);
    const changed = plane.components.filter(({ name }) => before[name] !== after[name]);
    expect(changed.map(({ name }) => name)).toEqual(['kwok', 'registry']);
    expect((await planeStatus(directory)).state).toBe('ready');
  });
});

describe('local down', () => {
  it('ends every process of the plane, and no other, and keeps only the logs', async () => {
    const recorded = readPlane(directory);
    const { code, lines } = await run('down');
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [`stopped ${plane.components.map(({ name }) => name).join(', ')}`],
    });
    expect(recorded?.components.filter(isAlive)).toEqual([]);
    expect(identityOf(process.pid)).not.toBeNull();
    expect(existsSync(join(directory, 'data'))).toBe(false);
    expect(existsSync(component(plane, 'etcd').log)).toBe(true);
    expect((await run('status')).lines).toEqual([`stopped: local plane in ${directory}`]);
  });
});
