import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { rolloutOf, takesTime, type Rollout } from '../../../src/kubernetes/rollout.ts';

const seen = { metadata: { generation: 2 } };
const state = (kind: string, spec: DataMap, status: DataMap, metadata: DataMap = seen.metadata): DataMap => ({
  kind,
  metadata,
  spec,
  status: { observedGeneration: 2, ...status },
});

/** `1/3 progressing: 1 of 3 pods are ready`. */
const text = (rollout: Rollout | null): string =>
  rollout === null
    ? 'none'
    : `${rollout.ready}/${rollout.wanted} ${rollout.state}${rollout.note === null ? '' : `: ${rollout.note}`}`;

const condition = (type: string, status: string, reason: string, message: string): DataMap => ({
  conditions: [{ type, status, reason, message }],
});

describe('how far an object is', () => {
  test.each<readonly [string, DataMap, string]>([
    [
      'Deployment: all ready',
      state('Deployment', { replicas: 2 }, { readyReplicas: 2, updatedReplicas: 2, replicas: 2 }),
      '2/2 ready',
    ],
    [
      'Deployment: one is missing',
      state('Deployment', { replicas: 3 }, { readyReplicas: 2, updatedReplicas: 3, replicas: 3 }),
      '2/3 progressing: 2 of 3 pods are ready',
    ],
    [
      'Deployment: replicas are 1 where nothing is said',
      state('Deployment', {}, {}),
      '0/1 progressing: 0 of 1 pods are ready',
    ],
    ['Deployment: scaled to nothing', state('Deployment', { replicas: 0 }, {}), '0/0 ready'],
    [
      'Deployment: the old pods are ready',
      state('Deployment', { replicas: 3 }, { readyReplicas: 3, updatedReplicas: 1, replicas: 4 }),
      '1/3 progressing: 1 of 3 pods are of the new template',
    ],
    [
      'Deployment: an old pod is left',
      state('Deployment', { replicas: 2 }, { readyReplicas: 2, updatedReplicas: 2, replicas: 3 }),
      '2/2 progressing: 1 old pod is still there',
    ],
    [
      'Deployment: not looked at yet',
      state(
        'Deployment',
        { replicas: 2 },
        { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2, replicas: 2 },
      ),
      '2/2 progressing: its controller has not looked at it yet',
    ],
    [
      'Deployment: given up',
      state(
        'Deployment',
        { replicas: 2 },
        {
          replicas: 2,
          ...condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'has timed out progressing'),
        },
      ),
      '0/2 failed: has timed out progressing',
    ],
    [
      'StatefulSet: all ready',
      state(
        'StatefulSet',
        { replicas: 2 },
        { readyReplicas: 2, updatedReplicas: 2, currentRevision: 'b', updateRevision: 'b' },
      ),
      '2/2 ready',
    ],
    [
      'StatefulSet: half of the new template',
      state(
        'StatefulSet',
        { replicas: 2 },
        { readyReplicas: 2, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
      ),
      '1/2 progressing: 1 of 2 pods are of the new template',
    ],
    [
      'StatefulSet: a partition keeps the old ones',
      state(
        'StatefulSet',
        { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
        { readyReplicas: 3, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
      ),
      '3/3 ready',
    ],
    [
      'StatefulSet: updated by hand',
      state(
        'StatefulSet',
        { replicas: 2, updateStrategy: { type: 'OnDelete' } },
        { readyReplicas: 2, updatedReplicas: 0, currentRevision: 'a', updateRevision: 'b' },
      ),
      '2/2 ready',
    ],
    [
      'DaemonSet: one node lacks it',
      state('DaemonSet', {}, { desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 }),
      '2/3 progressing: 2 of 3 pods are ready',
    ],
    ['DaemonSet: no node wants it', state('DaemonSet', {}, { desiredNumberScheduled: 0 }), '0/0 ready'],
    [
      'Job: done',
      state('Job', { completions: 2 }, { succeeded: 2, ...condition('Complete', 'True', '', '') }),
      '2/2 ready',
    ],
    [
      'Job: tries again',
      state('Job', {}, { failed: 2 }),
      '0/1 progressing: 0 of 1 pods have succeeded, 2 failed',
    ],
    [
      'Job: failed',
      state(
        'Job',
        {},
        {
          failed: 1,
          ...condition(
            'Failed',
            'True',
            'BackoffLimitExceeded',
            'Job has reached the specified backoff limit',
          ),
        },
      ),
      '0/1 failed: Job has reached the specified backoff limit',
    ],
    [
      'Pod: ready',
      state('Pod', {}, { phase: 'Running', ...condition('Ready', 'True', '', '') }),
      '1/1 ready',
    ],
    ['Pod: done', state('Pod', {}, { phase: 'Succeeded' }), '1/1 ready'],
    ['Pod: failed', state('Pod', {}, { phase: 'Failed', message: 'Evicted' }), '0/1 failed: Evicted'],
    ['claim: bound', state('PersistentVolumeClaim', {}, { phase: 'Bound' }), '1/1 ready'],
    ['claim: pending', state('PersistentVolumeClaim', {}, {}), '0/1 progressing: it is Pending'],
    ['claim: lost', state('PersistentVolumeClaim', {}, { phase: 'Lost' }), '0/1 failed: it is Lost'],
    ['Service in the cluster', state('Service', { type: 'ClusterIP' }, {}), '1/1 ready'],
    [
      'load balancer without an address',
      state('Service', { type: 'LoadBalancer' }, {}),
      '0/1 progressing: the load balancer has no address yet',
    ],
    [
      'load balancer with one',
      state('Service', { type: 'LoadBalancer' }, { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }),
      '1/1 ready',
    ],
    ['ConfigMap', state('ConfigMap', {}, {}), 'none'],
  ])('%s', (_, live, expected) => expect(text(rolloutOf(live))).toBe(expected));

  test('whatever the numbers are: never more ready than wanted, and a note exactly where something is missing', () => {
    const count = fc.option(fc.nat({ max: 9 }), { nil: undefined });
    const numbers = fc.record({
      replicas: count,
      readyReplicas: count,
      updatedReplicas: count,
      observedGeneration: count,
      desiredNumberScheduled: count,
      numberReady: count,
      updatedNumberScheduled: count,
      succeeded: count,
      failed: count,
    });
    const kinds = fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job');
    fc.assert(
      fc.property(kinds, numbers, count, (kind, status, replicas) => {
        const live = { kind, metadata: seen.metadata, spec: { replicas }, status } as unknown as DataMap;
        const rollout = rolloutOf(live);
        expect(rollout?.ready).toBeLessThanOrEqual(rollout?.wanted ?? -1);
        expect(rollout?.note === null).toBe(rollout?.state === 'ready');
      }),
    );
  });

  test.each<readonly [DataMap, boolean]>([
    [{ kind: 'Deployment' }, true],
    [{ kind: 'Service', spec: { type: 'LoadBalancer' } }, true],
    [{ kind: 'Service', spec: {} }, false],
    [{ kind: 'Secret' }, false],
  ])('%j takes time: %s', (manifest, expected) => expect(takesTime(manifest)).toBe(expected));
});
