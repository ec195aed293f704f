import { describe, expect, test } from 'vitest';
import { mismatchFailure, namedFailure, type FailedApply } from '../../../src/commands/apply-failure.ts';
import type { DesiredStack } from '../../../src/stack/desired.ts';
import { Failure } from '../../../src/stack/failure.ts';
import type { Trouble } from '../../../src/triage/trouble.ts';
import { deployment, failed, step } from '../report/outcome/sample-outcome.ts';

const stackOf = (atomic = false): DesiredStack =>
  ({
    stack: 'dev',
    releases: ['web', 'worker'].map((key) => ({ key, timeoutSeconds: 60, atomic })),
  }) as unknown as DesiredStack;

const releaseStep = (name: string, more: Parameters<typeof step>[2] = {}): ReturnType<typeof step> => {
  const made = step('Release', name, more);
  return { ...made, step: { ...made.step, type: 'kubernetes:helm.sh/v3:Release' } };
};

const trouble: Trouble = {
  cause: 'image-pull',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' },
  of: null,
  container: 'main',
  message: 'container main: no such image',
  hint: 'mend the image',
  events: [],
  log: null,
};

const named = (given: Partial<FailedApply>, failure = new Failure('failed', 'Pulumi said so')): Failure =>
  namedFailure(failure, { stack: stackOf(), steps: [], troubles: new Map(), lastSeen: new Map(), ...given });

describe('the failure that ends an `up`', () => {
  test('names what failed with its first trouble, what did not begin, and the way on', () => {
    const failure = named({
      steps: [
        releaseStep('web', { state: 'failed', seconds: 5, message: 'timed out waiting for the condition' }),
        step('Secret', 'login', { state: 'failed', message: 'forbidden' }),
        releaseStep('late', { state: 'not-begun' }),
        step('Namespace', 'shop'),
      ],
      troubles: new Map([['web', [trouble]]]),
    });
    expect(failure.code).toBe('failed');
    expect(failure.message.split('\n')).toEqual([
      'release web: Pod shop/web-1: container main: no such image',
      'Secret login: forbidden',
      '1 step is done',
      'not begun because of that: release late',
    ]);
    expect(failure.hint).toBe('mend the image\nthen `k8s-deploy up --stack dev` goes on from there');
  });

  test.each<readonly [string, readonly ReturnType<typeof step>[], string]>([
    ['as long as it may take', [releaseStep('web', { state: 'failed', seconds: 60.2 })], 'timeout'],
    ['before', [releaseStep('web', { state: 'failed', seconds: 59 })], 'failed'],
    [
      'another one before',
      [
        releaseStep('web', { state: 'failed', seconds: 61 }),
        releaseStep('worker', { state: 'failed', seconds: 3 }),
      ],
      'failed',
    ],
    ['something that has no timeout', [step('Secret', 'web', { state: 'failed', seconds: 61 })], 'failed'],
  ])('it timed out if all that failed took as long as it may: %s', (_, steps, code) => {
    expect(named({ steps }).code).toBe(code);
  });

  test('the API server does not answer: it is unreachable, whatever Helm says', () => {
    const steps = [releaseStep('web', { state: 'failed', seconds: 5 })];
    const cutOff = new Map([['web', [{ ...trouble, cause: 'unreachable' as const }]]]);
    expect(named({ steps, troubles: cutOff }).code).toBe('unreachable');
    expect(
      named({ steps: [...steps, releaseStep('worker', { state: 'failed' })], troubles: cutOff }).code,
    ).toBe('failed');
  });

  test('one that went back by itself: what was last seen of it', () => {
    const seen = {
      release: 'web',
      object: deployment('web'),
      isHook: false,
      rollout: { ready: 1, wanted: 3, state: 'progressing', note: '1 of 3 pods are ready' },
    } as const;
    const steps = [releaseStep('web', { state: 'failed', message: 'deadline' })];
    const given = { stack: stackOf(true), steps, lastSeen: new Map([['web', seen]]) };
    expect(named(given).message).toContain(
      '(--atomic: it went back by itself; last seen before: Deployment shop/web: 1 of 3 pods are ready)',
    );
    expect(named({ ...given, stack: stackOf() }).message).not.toContain('--atomic');
  });

  test.each([
    new Failure('cancelled', 'cancelled'),
    new Failure('locked', 'locked by ann'),
    new Failure('authentication', 'no'),
  ])('what concerns no step stays as it is: $code', (failure) => {
    expect(named({ steps: [releaseStep('web', { state: 'failed' })] }, failure)).toBe(failure);
  });

  test('without a step that failed, Pulumi’s own words', () => {
    const failure = new Failure('failed', 'the engine crashed');
    expect(named({ steps: [releaseStep('web')] }, failure)).toBe(failure);
  });
});

describe('what runs is not what was planned', () => {
  const afterwards = (count: number): Parameters<typeof mismatchFailure>[0] => ({
    records: new Map(),
    workloads: new Map(),
    gaps: [],
    mismatches: new Map([
      ['odd', Array.from({ length: count }, () => failed.releases[1]?.mismatches ?? []).flat()],
    ]),
  });

  test('is a failure that names each, up to ten', () => {
    expect(mismatchFailure(afterwards(0))).toBeNull();
    expect(mismatchFailure(afterwards(1))?.message).toBe(
      'it was applied, and what runs is not what was planned\nrelease odd: Deployment shop/odd is not as planned: spec.replicas',
    );
    expect(mismatchFailure(afterwards(12))?.message.split('\n').at(-1)).toBe('and 2 more');
  });
});
