import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePrograms, programFolders } from '../../../toolchain/ensure.ts';
import { ensureMoto } from '../../../toolchain/python.ts';
import { goStandIn } from './stand-in.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ensure-'));
  vi.stubEnv('K8S_DEPLOY_CACHE', join(root, 'cache'));
  vi.stubEnv('PATH', `${join(root, 'bin')}:/bin:/usr/bin`);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

/** Go that writes one line as the program. */
const quickGo = () => goStandIn(join(root, 'bin'), '1.99.0', 'echo built > "$out"');

describe('programs that are missing', () => {
  it('are built one after the other, telling how many are left', async () => {
    await quickGo();
    const lines: string[] = [];
    const paths = await ensurePrograms({ names: ['etcd', 'kwok'], onProgress: (line) => lines.push(line) });
    expect(lines).toEqual([
      'building etcd 3.5.21 (1 left after it)',
      'built etcd 3.5.21 in 0 s',
      'building kwok 0.7.0 (the last one)',
      'built kwok 0.7.0 in 0 s',
    ]);
    expect(await readFile(paths.etcd, 'utf8')).toBe('built\n');
    expect(programFolders(paths)).toBe(`${dirname(paths.etcd)}:${dirname(paths.kwok)}`);
  });

  it('are built once: with all there, not even Go is needed', async () => {
    await quickGo();
    const first = await ensurePrograms({ names: ['etcd', 'kwok'] });
    vi.stubEnv('PATH', '');
    const lines: string[] = [];
    expect(await ensurePrograms({ names: ['etcd', 'kwok'], onProgress: (line) => lines.push(line) })).toEqual(
      first,
    );
    expect(lines).toEqual([]);
  });

  it('show signs of life while a build is long', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const done = join(root, 'done');
    await goStandIn(
      join(root, 'bin'),
      '1.99.0',
      `while [ ! -e '${done}' ]; do sleep 0.05; done; echo > "$out"`,
    );
    const lines: string[] = [];
    const building = ensurePrograms({ names: ['etcd'], onProgress: (line) => lines.push(line) });
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    vi.advanceTimersByTime(31_000);
    await writeFile(done, '');
    await building;
    expect(lines).toEqual([
      'building etcd 3.5.21 (the last one)',
      '  still building etcd 3.5.21, 15 s (the last one)',
      '  still building etcd 3.5.21, 30 s (the last one)',
      'built etcd 3.5.21 in 31 s',
    ]);
  });

  it('are reported as one failure where there is no Go', async () => {
    vi.stubEnv('PATH', '');
    await expect(ensurePrograms()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /^Programs must be built, and there is no Go on this machine \(\S+ or newer\)\.$/,
      ),
      hint: expect.stringContaining('https://go.dev/dl/'),
    });
  });

  it('leave nothing behind when the build is interrupted', async () => {
    await goStandIn(join(root, 'bin'), '1.99.0', 'echo half > "$out"; exec sleep 60');
    const interruption = new AbortController();
    const onProgress = () => void setTimeout(() => interruption.abort(), 300);
    const building = ensurePrograms({ names: ['etcd'], signal: interruption.signal, onProgress });
    await expect(building).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(join(root, 'cache', 'programs'))).toEqual([]);
  });
});

describe('moto', () => {
  it('is missed with a way out where there is no Python', async () => {
    vi.stubEnv('PATH', '');
    await expect(ensureMoto()).rejects.toMatchObject({
      code: 'configuration',
      message: 'There is no Python 3 (3.10 or newer).',
      hint: expect.stringContaining('python3-venv'),
    });
  });
});
