import { describe, expect, test } from 'vitest';
import { type Cancellation, cancelled } from '../../../src/deploy/cancelled.ts';
import type { Progress } from '../../../src/deploy/steps.ts';
import { recordedProgress } from './recorded-events.ts';

const create = recordedProgress('create');
const rotation = recordedProgress('rotation');

/** Up to the event that tells of this. */
const until = (progress: readonly Progress[], at: Progress['at'], name: string): readonly Progress[] => {
  const index = progress.findLastIndex((item) => item.at === at && 'step' in item && item.step.name === name);
  expect(index).toBeGreaterThan(0);
  return progress.slice(0, index + 1);
};

const told = (given: Partial<Cancellation>): string[] => {
  const { code, message, hint } = cancelled(
    {
      operation: 'up',
      stack: 'dev',
      releases: [{ key: 'hello', name: 'hello-web', namespace: 'web' }],
      progress: [],
      locked: false,
      ...given,
    },
    undefined,
  );
  expect(code).toBe('cancelled');
  return [...message.split('\n'), ...(hint?.split('\n') ?? [])];
};

const back = 'to go back instead, first undo what it has begun: `helm rollback hello-web --namespace web`';
const unlock = 'Pulumi was killed and has left the stack locked: `k8s-deploy recover --stack dev` frees it';
const settle =
  '`k8s-deploy recover --stack dev` finds out and settles it; then `k8s-deploy up --stack dev` goes on';

describe('nothing was changed', () => {
  test.each([
    ['preview', recordedProgress('create-preview')],
    ['outputs', []],
    ['up', []],
    ['destroy', []],
  ] as const)('%s', (operation, progress) => {
    expect(told({ operation, progress })).toEqual(['cancelled: nothing was changed']);
  });

  test('by an up that had only found out that there is nothing to do', () => {
    expect(told({ progress: recordedProgress('no-change') })).toEqual(['cancelled: nothing was changed']);
  });

  test('but the lock was left', () => {
    expect(told({ locked: true })).toEqual(['cancelled: nothing was changed', unlock]);
  });
});

describe('ended in order', () => {
  test('between two steps', () => {
    expect(told({ progress: until(create, 'started', 'hello').slice(0, -1) })).toEqual([
      'cancelled: 4 steps done; this is saved',
      '`k8s-deploy up --stack dev` goes on from there',
    ]);
  });

  test('in a step that heeded the wish to end', () => {
    expect(told({ progress: recordedProgress('failure') })).toEqual([
      'cancelled: Release hello interrupted; this is saved',
      '`k8s-deploy up --stack dev` goes on from there',
      back,
    ]);
  });

  test('a destroy', () => {
    const destroy = recordedProgress('destroy');
    const release = destroy.findIndex((item) => item.at === 'done' && item.step.kind === 'Release');
    expect(told({ operation: 'destroy', progress: destroy.slice(0, release + 1) })).toEqual([
      'cancelled: 1 step done; this is saved',
      '`k8s-deploy destroy --stack dev` goes on from there',
    ]);
  });

  test('and killed after that', () => {
    expect(told({ progress: recordedProgress('failure'), locked: true }).slice(1)).toEqual([
      unlock,
      'then `k8s-deploy up --stack dev` goes on from there',
      back,
    ]);
  });
});

describe('ended at once, how far it got is unknown', () => {
  test('the stack is left locked', () => {
    expect(told({ progress: until(create, 'started', 'hello'), locked: true })).toEqual([
      'ended at once: 4 steps done; this is saved',
      'how far these got is unknown: Release hello',
      settle.replace(';', ', and frees the stack, which Pulumi has left locked;'),
    ]);
  });

  test.each([
    ['a release being updated', rotation, 'Release', ['ended at once: 1 step done; this is saved']],
    ['something that Helm does not know', create, 'Namespace', ['ended at once: 1 step done; this is saved']],
  ] as const)('%s', (_, events, kind, first) => {
    const start = events.findIndex((item) => 'step' in item && item.step.kind === kind);
    const name = kind === 'Release' ? 'Release hello' : 'Namespace hello';
    expect(told({ progress: events.slice(0, start + 1) })).toEqual([
      ...first,
      `how far these got is unknown: ${name}`,
      settle,
    ]);
  });

  test('a destroy is gone on with as one', () => {
    const progress = until(recordedProgress('destroy'), 'started', 'hello').slice(0, 1);
    expect(told({ operation: 'destroy', progress })).toEqual([
      'ended at once',
      'how far these got is unknown: Release hello',
      settle.replace('deploy up', 'deploy destroy'),
    ]);
  });
});
