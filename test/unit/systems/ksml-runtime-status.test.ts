import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { logsAnswer, metricsAnswer, statusAnswer } from '../../../src/systems/ksml/provisioner-answers.ts';
import { runnerStatus } from '../../../src/systems/ksml/runtime-status.ts';

const set = (replicas: number, readyReplicas?: number): DataMap => ({
  kind: 'StatefulSet',
  metadata: { name: 'x-ksml' },
  spec: { replicas },
  status: readyReplicas === undefined ? {} : { readyReplicas },
});
const job = (status: DataMap): DataMap => ({
  kind: 'Job',
  metadata: { name: 'x-ksml' },
  spec: { parallelism: 1 },
  status,
});
const pod = (state: DataMap, more: DataMap = {}): DataMap => ({
  metadata: {},
  status: { phase: 'Running', containerStatuses: [{ name: 'ksml', state }], ...more },
});
const running = pod({ running: { startedAt: '2026-11-21T10:00:00Z' } });
const creating = pod({ waiting: { reason: 'ContainerCreating' } });
const crashing = pod({ waiting: { reason: 'CrashLoopBackOff' } });

describe('runnerStatus', () => {
  test.each<[string, DataMap, readonly DataMap[], object]>([
    [
      'all replicas are ready',
      set(2, 2),
      [running, running],
      { status: 'Running', replicas: 2, readyReplicas: 2 },
    ],
    ['one is not ready yet', set(2, 1), [running, creating], { status: 'Starting', readyReplicas: 1 }],
    ['none has been made yet', set(1), [], { status: 'Starting', replicas: 1, readyReplicas: 0 }],
    ['scaled to none', set(0), [], { status: 'Running', replicas: 0, readyReplicas: 0 }],
    [
      'one crashes, the others are ready',
      set(2, 1),
      [running, crashing],
      { status: 'Failing', readyReplicas: 1 },
    ],
    [
      'its image cannot be had',
      set(1),
      [pod({ waiting: { reason: 'ImagePullBackOff' } })],
      { status: 'Failing' },
    ],
    [
      'a Secret is missing',
      set(1),
      [pod({ waiting: { reason: 'CreateContainerConfigError' } })],
      { status: 'Failing' },
    ],
    ['it ended with an error', set(1), [pod({ terminated: { exitCode: 3 } })], { status: 'Failing' }],
    [
      'an init container crashes',
      set(1),
      [
        pod(
          { waiting: { reason: 'PodInitializing' } },
          { initContainerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
        ),
      ],
      { status: 'Failing' },
    ],
    ['a pod failed', set(1), [pod({}, { phase: 'Failed' })], { status: 'Failing' }],
    [
      'what crashes is being replaced',
      set(1),
      [{ ...crashing, metadata: { deletionTimestamp: 'now' } }, creating],
      { status: 'Starting' },
    ],
    [
      'a Job runs',
      job({ active: 1, ready: 1 }),
      [running],
      { status: 'Running', replicas: 1, readyReplicas: 1 },
    ],
    ['a Job begins', job({ active: 1, ready: 0 }), [creating], { status: 'Starting', readyReplicas: 0 }],
    [
      'a Job has done its work',
      job({ succeeded: 1 }),
      [pod({ terminated: { exitCode: 0 } })],
      { status: 'Running', readyReplicas: 1 },
    ],
    [
      'a Job has failed, and its pods are gone',
      job({ failed: 1, conditions: [{ type: 'Failed', status: 'True' }] }),
      [],
      { status: 'Failing', readyReplicas: 0 },
    ],
  ])('%s', (_, live, pods, expected) => {
    expect(runnerStatus(live, pods)).toMatchObject(expected);
  });

  test('it runs if and only if nothing fails and all are ready', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.nat(5),
        fc.array(fc.constantFrom(running, creating, crashing)),
        (wanted, ready, pods) => {
          const { status, readyReplicas } = runnerStatus(set(wanted, ready), pods);
          expect(readyReplicas).toBeLessThanOrEqual(wanted);
          const expected = pods.includes(crashing) ? 'Failing' : ready >= wanted ? 'Running' : 'Starting';
          expect(status).toBe(expected);
        },
      ),
    );
  });
});

/** The samples of the provisioner's README. */
describe('the answers of the provisioner', () => {
  test('GET /status', () => {
    const name = 'dizzl-sandbox-dev-sensor-inspector-ksml';
    const answer = statusAnswer(
      {
        name,
        namespace: 'default',
        revision: 1,
        status: 'deployed',
        chart: { name: 'ksml', version: '0.0.0-snapshot', appVersion: 'snapshot' },
        updated: '2024-08-26T13:04:20.123Z',
      },
      { name, status: 'Starting', replicas: 1, readyReplicas: 0 },
    );
    expect(JSON.stringify(answer)).toBe(
      '{"helm":{"name":"dizzl-sandbox-dev-sensor-inspector-ksml","chart":"ksml","version":"0.0.0-snapshot","appVersion":"snapshot",' +
        '"namespace":"default","revision":1,"status":"deployed","deployedAt":"2024-08-26T13:04:20Z"},' +
        '"kubernetes":{"name":"dizzl-sandbox-dev-sensor-inspector-ksml","status":"Starting","replicas":1,"readyReplicas":0}}',
    );
  });

  test('GET /logs', () => {
    const answer = logsAnswer(1, 'x-ksml', [
      { pod: 'x-ksml-10', lines: [] },
      { pod: 'x-ksml-2', lines: ["value={'city': 'Xanten'}"] },
      { pod: 'other', lines: ['a', 'b'] },
    ]);
    expect(JSON.stringify(answer)).toBe(
      `{"tailLines":1,"logs":[{"replicaName":"2","lines":"value={'city': 'Xanten'}\\n"},` +
        '{"replicaName":"10","lines":""},{"replicaName":"other","lines":"a\\nb\\n"}]}',
    );
  });

  test('GET /metrics', () => {
    expect(JSON.stringify(metricsAnswer({ cores: 0.25, bytes: 512 * 2 ** 20 }))).toBe(
      '{"cpu":{"usedMillicores":"250"},"memory":{"usedMb":"512"}}',
    );
  });
});
