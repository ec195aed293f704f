/** An outcome with one of everything. */
import type { Outcome, ReleaseOutcome, StepOutcome } from '../../../../src/deploy/outcome.ts';
import { noCounts } from '../../../../src/deploy/steps.ts';
import type { ObjectId } from '../../../../src/kubernetes/object-id.ts';

export const deployment = (name: string): ObjectId => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name,
});

export const release = (key: string, more: Partial<ReleaseOutcome> = {}): ReleaseOutcome => ({
  key,
  name: key,
  namespace: 'shop',
  operation: 'update',
  state: 'done',
  seconds: 2.25,
  record: { revision: 3, status: 'deployed', updated: '2026-11-21T09:00:00Z', appliedRevision: 3 },
  workloads: [{ object: deployment(key), rollout: { ready: 2, wanted: 2, state: 'ready', note: null } }],
  mismatches: [],
  troubles: [],
  ...more,
});

export const step = (kind: string, name: string, more: Partial<StepOutcome> = {}): StepOutcome => ({
  step: {
    operation: 'update',
    urn: `urn:pulumi:dev::shop::kubernetes:x:${kind}::${name}`,
    type: `kubernetes:x:${kind}`,
    kind,
    name,
    changedKeys: ['values'],
    replaceKeys: [],
    order: null,
  },
  state: 'done',
  seconds: 2.25,
  message: null,
  ...more,
});

export const succeeded: Outcome = {
  operation: 'up',
  project: 'shop',
  stack: 'dev',
  directory: 'deploy/shop',
  result: 'succeeded',
  failure: null,
  digest: `sha256:${'0a'.repeat(32)}`,
  counts: { ...noCounts, update: 1, same: 4 },
  steps: [step('Release', 'web')],
  releases: [release('web'), release('worker', { operation: 'same', state: 'unchanged', seconds: null })],
  warnings: [],
  seconds: 6.4,
};

export const failed: Outcome = {
  ...succeeded,
  result: 'failed',
  failure: { code: 'timeout', message: 'release web: Pod shop/web-1: no such image', hint: 'mend the image' },
  counts: { ...noCounts, create: 1 },
  steps: [
    step('Release', 'web', { state: 'failed', message: 'timed out waiting for the condition' }),
    step('Secret', 'login', { state: 'failed', message: 'secrets "login" is forbidden' }),
    step('Release', 'late', { state: 'not-begun', seconds: null }),
  ],
  releases: [
    release('web', {
      state: 'failed',
      workloads: [
        {
          object: deployment('web'),
          rollout: { ready: 1, wanted: 3, state: 'progressing', note: '1 of 3 pods are ready' },
        },
      ],
      troubles: [
        {
          cause: 'image-pull',
          object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' },
          of: deployment('web'),
          container: 'main',
          message: 'container main: image web:1 cannot be pulled: not found',
          hint: 'mend the name of the image',
          events: [
            {
              type: 'Warning',
              reason: 'Failed',
              message: '<b>@all</b> no',
              count: 3,
              time: '2026-11-21T09:00:00Z',
            },
          ],
          log: { pod: 'web-1', container: 'main', previous: false, lines: ['::error::x'] },
        },
      ],
    }),
    release('odd', {
      mismatches: [{ object: deployment('odd'), state: 'changed', places: [['spec', 'replicas']] }],
    }),
    release('late', { state: 'not-begun', seconds: null, record: null, workloads: [] }),
    release('other', { operation: 'same', state: 'left-out', seconds: null }),
  ],
  warnings: ['a warning'],
};
