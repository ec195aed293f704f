import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseBackend } from '../../../src/deploy/backend.ts';
import { lockWait } from '../../../src/deploy/lock-wait.ts';
import type { StatePlace } from '../../../src/deploy/noted-run.ts';
import { duration } from '../../../src/stack/duration.ts';

function lockedStack(): { readonly place: StatePlace; readonly free: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  const locks = join(folder, '.pulumi/locks/organization/p/dev');
  mkdirSync(locks, { recursive: true });
  const lock = { pid: 4711, username: 'ann', hostname: 'ci-7', timestamp: '2026-11-20T10:00:00Z' };
  writeFileSync(join(locks, 'a.json'), JSON.stringify(lock));
  return {
    place: { backend: parseBackend(`file://${folder}`), project: 'p', stack: 'dev' },
    free: () => rmSync(locks, { recursive: true }),
  };
}

describe('waiting for a lock', () => {
  const { signal } = new AbortController();

  test('without time: only whether it is free now', async () => {
    const { place, free } = lockedStack();
    const wait = lockWait(place, 0, { signal, say: () => undefined });
    expect({ waits: wait.waits, free: await wait.free() }).toEqual({ waits: false, free: false });
    free();
    expect(await wait.free()).toBe(true);
  });

  test('until it is free; who holds it is told', async () => {
    const { place, free } = lockedStack();
    const lines: string[] = [];
    const say = (line: string): void => {
      lines.push(line);
      free();
    };
    expect(await lockWait(place, 600_000, { signal, say }).free()).toBe(true);
    expect(lines).toEqual([
      'waiting for the lock, at most 10 m more: ann@ci-7 holds it since 2026-11-20T10:00:00Z',
    ]);
  });

  test('until the time is up, for all waits together', async () => {
    const { place } = lockedStack();
    const wait = lockWait(place, 300, { signal, say: () => undefined });
    expect(await wait.free()).toBe(false);
    expect(await wait.free()).toBe(false);
  });

  test('until the wish to end comes', async () => {
    const { place } = lockedStack();
    const ending = new AbortController();
    const wait = lockWait(place, 600_000, { signal: ending.signal, say: () => ending.abort() });
    await expect(wait.free()).rejects.toMatchObject({ code: 'cancelled' });
  });
});

test.each([
  [0, '0 s'],
  [999, '1 s'],
  [59_400, '59 s'],
  [60_000, '1 m'],
  [90_000, '1 m 30 s'],
  [7_500_000, '2 h 5 m'],
  [90_061_000, '1 d 1 h'],
  [86_400_000 + 30_000, '1 d'],
  [-5, '0 s'],
])('%i ms: %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
