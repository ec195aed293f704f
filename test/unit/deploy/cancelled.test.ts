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
const unlock = 'Pulumi was killed and has left the stack locked: free it with `pulumi cancel --stack dev`';

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
  test('a release being created', () => {
    expect(told({ progress: until(create, 'started', 'hello'), locked: true })).toEqual([
      'ended at once: 4 steps done; this is saved',
      'how far these got is unknown: Release hello',
      unlock,
      'Release hello: look at it with `helm status hello-web --namespace web`; if it is there, remove it with `helm uninstall hello-web --namespace web`',
      'then `k8s-deploy up --stack dev` goes on',
    ]);
  });

  test('a release being updated', () => {
    const release = rotation.findIndex((item) => 'step' in item && item.step.kind === 'Release');
    const progress = rotation.slice(0, release + 1);
    expect(told({ progress })).toEqual([
      'ended at once: 1 step done; this is saved',
      'how far these got is unknown: Release hello',
      'Release hello: look at it with `helm status hello-web --namespace web`; if it is pending, end that with `helm rollback hello-web --namespace web`',
      'then `k8s-deploy up --stack dev` goes on',
    ]);
  });

  test('a release being deleted', () => {
    const progress = until(recordedProgress('destroy'), 'started', 'hello').slice(0, 1);
    expect(told({ operation: 'destroy', progress })).toEqual([
      'ended at once',
      'how far these got is unknown: Release hello',
      'Release hello: look at it with `helm status hello-web --namespace web`',
      'then `k8s-deploy destroy --stack dev` goes on',
    ]);
  });

  test('something that Helm does not know', () => {
    const start = create.findIndex((item) => item.at === 'started' && item.step.kind === 'Namespace');
    const progress = create.slice(0, start + 1);
    expect(told({ progress }).slice(1)).toEqual([
      'how far these got is unknown: Namespace hello',
      'Namespace hello: `pulumi refresh --stack dev` asks the cluster',
      'then `k8s-deploy up --stack dev` goes on',
    ]);
  });
});
