import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  identityByPs,
  identityOf,
  isAlive,
  launch,
  terminate,
  type ProcessRecord,
} from '../../../toolchain/plane/processes.ts';

let root: string;
let started: ProcessRecord[];
beforeEach(async () => {
  started = [];
  root = await mkdtemp(join(tmpdir(), 'processes-'));
});
afterEach(async () => {
  await terminate(started, 0);
  await rm(root, { recursive: true, force: true });
});

async function start(script: string) {
  const options = { cwd: root, env: { GREETING: 'hello' }, log: join(root, 'log') };
  const record = await launch('/bin/sh', ['-c', script], options);
  started.push(record);
  return record;
}
const log = () => readFile(join(root, 'log'), 'utf8');

describe('the identity of a process', () => {
  it('stays the same while it lives', () => expect(identityOf(process.pid)).toBe(identityOf(process.pid)));
  it('differs between processes', async () => {
    expect((await start('exec sleep 60')).identity).not.toBe(identityOf(process.pid));
  });
  it('is null for a pid that nobody has', () => expect(identityOf(2 ** 22 + 1)).toBeNull());
  it('can be had from ps where there is no /proc', () => {
    expect(identityByPs(process.pid)).toMatch(/\d\d:\d\d:\d\d \d{4}$/);
    expect(identityByPs(2 ** 22 + 1)).toBeNull();
  });
});

describe('ending processes', () => {
  it('ends the whole group', async () => {
    const record = await start('sleep 60 & echo $!; wait');
    await vi.waitFor(async () => expect(await log()).toMatch(/^\d+\n$/));
    const grandchild = Number(await log());
    expect(identityOf(grandchild)).not.toBeNull();
    await terminate([record]);
    expect(isAlive(record)).toBe(false);
    await vi.waitFor(() => expect(identityOf(grandchild)).toBeNull());
  });

  it('leaves alone another process that now has the pid', async () => {
    const other = await start('exec sleep 60');
    await terminate([{ pid: other.pid, identity: 'of a process that ended long ago' }]);
    expect(isAlive(other)).toBe(true);
  });

  it('kills what ignores the request to end', async () => {
    const record = await start("trap '' TERM; echo deaf; while :; do sleep 0.1; done");
    await vi.waitFor(async () => expect(await log()).toBe('deaf\n'));
    await terminate([record], 200);
    expect(isAlive(record)).toBe(false);
  });

  it('is content with processes that never began or have ended', async () => {
    const record = await start('exit 0');
    await vi.waitFor(() => expect(isAlive(record)).toBe(false));
    await expect(terminate([record, { pid: null, identity: null }])).resolves.toBeUndefined();
  });
});

describe('starting a process', () => {
  it('gives it its own environment and nothing of ours but PATH', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example.com');
    await start('env; echo over >&2');
    await vi.waitFor(async () => expect(await log()).toContain('over'));
    vi.unstubAllEnvs();
    expect(await log()).toContain('GREETING=hello');
    expect(await log()).toContain(`HOME=${root}`);
    expect(await log()).not.toContain('proxy');
  });

  it('fails if there is no such program', async () => {
    const missing = launch(join(root, 'missing'), [], { cwd: root, env: {}, log: join(root, 'log') });
    await expect(missing).rejects.toThrow('ENOENT');
  });
});
