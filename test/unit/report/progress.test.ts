import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SeenRollout } from '../../../src/cluster/watched-rollouts.ts';
import type { Progress } from '../../../src/deploy/steps.ts';
import { progressView } from '../../../src/report/progress.ts';
import { recordedProgress } from '../deploy/recorded-events.ts';
import { type Recorded, recorder, screenOf } from './recorder.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Shows all of it at once, then stops. */
function shown(progress: readonly Progress[], target: Recorded, { planning = false } = {}): string[] {
  const view = progressView(target, { planning });
  for (const item of progress) view.show(item);
  view.stop();
  return target.stderr.trimEnd().split('\n');
}

const releaseStarted = (name: 'create' | 'rotation' = 'create'): Progress[] => {
  const progress = recordedProgress(name);
  return progress.slice(0, progress.findIndex((item) => 'step' in item && item.step.kind === 'Release') + 1);
};

describe('a line for each resource that is done', () => {
  test('create', () => {
    expect(new Set(shown(recordedProgress('create'), recorder()))).toEqual(
      new Set([
        '  ✓ Provider cluster created (0.0 s)',
        '  ✓ Namespace hello created (0.0 s)',
        '  ✓ Secret hello-login created (0.0 s)',
        '  ✓ ConfigMap hello-ca created (0.0 s)',
        '  ✓ Release hello created (0.0 s)',
      ]),
    );
  });

  test('rotation: both phases of a replacement, and nothing unchanged', () => {
    expect(shown(recordedProgress('rotation'), recorder())).toEqual([
      '  ✓ Secret hello-login created as a replacement (0.0 s)',
      '  ✓ Release hello updated (0.0 s)',
      '  ✓ Secret hello-login deleted after its replacement (0.0 s)',
    ]);
  });

  test('failure: the reason is left to the end of the command', () => {
    expect(shown(recordedProgress('failure'), recorder())).toEqual([
      '  ✗ Release hello updating: failed (0.0 s)',
    ]);
  });

  test('what is kept is not said to be deleted', () => {
    const lines = shown(recordedProgress('destroy-retained'), recorder());
    expect(lines).toContain(
      '  ✓ StateBucket acme-example-sf2loki-state kept; no longer part of the stack (0.0 s)',
    );
    expect(lines.filter((line) => line.includes('deleted'))).toHaveLength(5);
  });

  test('a preview does nothing to resources, and says nothing of them', () => {
    expect(shown(recordedProgress('rotation-preview'), recorder(), { planning: true })).toEqual(['']);
  });
});

describe('messages', () => {
  const message = (severity: 'info' | 'warning' | 'error', text: string, name: string | null): Progress => ({
    at: 'message',
    severity,
    urn: null,
    text,
    name,
  });

  test.each([true, false])('planning: %s', (planning) => {
    const progress = [
      message('warning', 'takes long\nvery long', 'hello'),
      message('info', 'for information', null),
      message('error', 'told at the end', 'hello'),
    ];
    expect(shown(progress, recorder(), { planning })).toEqual([
      '  ! hello: takes long',
      '    very long',
      '  i for information',
    ]);
  });
});

describe('what takes long', () => {
  test('outside a terminal is mentioned again every 15 s', () => {
    const target = recorder();
    const view = progressView(target, { planning: false });
    for (const item of releaseStarted()) view.show(item);
    const before = target.stderr;
    vi.advanceTimersByTime(14_000);
    expect(target.stderr).toBe(before);
    vi.advanceTimersByTime(32_000);
    view.stop();
    expect(target.stderr.slice(before.length)).toBe(
      ['15.0', '30.0', '45.0'].map((seconds) => `  … Release hello creating (${seconds} s)\n`).join(''),
    );
  });

  test('and nothing more after the end', () => {
    const target = recorder();
    const view = progressView(target, { planning: false });
    for (const item of releaseStarted()) view.show(item);
    view.stop();
    const before = target.stderr;
    vi.advanceTimersByTime(60_000);
    expect(target.stderr).toBe(before);
  });

  test('in a terminal is drawn below what is done, with the time that runs', () => {
    const target = recorder({ isTTY: true, columns: 80, rows: 24, environment: { NO_COLOR: '1' } });
    const view = progressView(target, { planning: false });
    for (const item of releaseStarted('rotation')) view.show(item);
    const done = '  ✓ Secret hello-login created as a replacement (0.0 s)';
    vi.advanceTimersByTime(1_000);
    expect(screenOf(target.stderr)).toEqual([done, '  … Release hello updating (1.0 s)']);
    vi.advanceTimersByTime(60_000);
    expect(screenOf(target.stderr)).toEqual([done, '  … Release hello updating (61.0 s)']);
    for (const item of recordedProgress('rotation').slice(releaseStarted('rotation').length)) view.show(item);
    view.stop();
    expect(screenOf(target.stderr)).toEqual([
      done,
      '  ✓ Release hello updated (61.0 s)',
      '  ✓ Secret hello-login deleted after its replacement (0.0 s)',
    ]);
  });
});

describe('rollouts of a running release', () => {
  const seen = (note: string | null, ready: number, isHook = false): SeenRollout => ({
    release: 'hello',
    object: { apiVersion: 'apps/v1', kind: isHook ? 'Job' : 'Deployment', namespace: 'shop', name: 'web' },
    isHook,
    rollout: { ready, wanted: 3, state: ready === 3 ? 'ready' : 'progressing', note },
  });

  test('in a log: a line for each change, and not without end', () => {
    const target = recorder();
    const view = progressView(target, { planning: false });
    view.rollout(seen('1 of 3 pods are ready', 1));
    view.rollout(seen(null, 3));
    view.rollout(seen('0 of 1 pods have succeeded', 0, true));
    view.rollout(seen(null, 3, true));
    for (let count = 0; count < 100; count += 1)
      view.rollout(seen(`${count % 3} of 3 pods are ready`, count % 3));
    view.stop();
    const lines = target.stderr.trimEnd().split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '      Deployment shop/web: 1 of 3 pods are ready',
      '      Deployment shop/web: 3 of 3 ready',
      '      hook Job shop/web: running (0 of 1 pods have succeeded)',
      '      hook Job shop/web: done',
    ]);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toContain('(no more is told of it)');
  });

  test('in a terminal: drawn below its release, and gone with it', () => {
    const target = recorder({ isTTY: true, columns: 80, rows: 24, environment: { NO_COLOR: '1' } });
    const view = progressView(target, { planning: false });
    for (const item of releaseStarted('rotation')) view.show(item);
    view.rollout(seen('1 of 3 pods are ready', 1));
    vi.advanceTimersByTime(1_000);
    expect(screenOf(target.stderr).slice(-2)).toEqual([
      '  … Release hello updating (1.0 s)',
      '      Deployment shop/web: 1 of 3 pods are ready',
    ]);
    view.rollout(seen('2 of 3 pods are ready\u001B[2J', 2));
    vi.advanceTimersByTime(1_000);
    expect(screenOf(target.stderr).at(-1)).toBe('      Deployment shop/web: 2 of 3 pods are ready[2J');
    for (const item of recordedProgress('rotation').slice(releaseStarted('rotation').length)) view.show(item);
    view.stop();
    expect(screenOf(target.stderr).join('\n')).not.toContain('shop/web');
  });
});
