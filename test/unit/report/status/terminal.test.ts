import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { statusJson, statusJsonSchema } from '../../../../src/report/status/json.ts';
import {
  healthOf,
  type ReleaseStatus,
  type StackStatus,
  type Workload,
} from '../../../../src/report/status/status.ts';
import { statusLines } from '../../../../src/report/status/terminal.ts';
import { recorder } from '../recorder.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const object = (kind: string, name: string) => ({ apiVersion: 'apps/v1', kind, namespace: 'shop', name });
const helm = {
  status: 'deployed' as const,
  revision: 3,
  chart: { name: 'web', version: '1.2.3', appVersion: '4.5' },
  updated: '2026-11-21T07:30:00.000Z',
  description: 'Upgrade complete',
};
const ready: Workload = {
  object: object('Deployment', 'web'),
  rollout: { ready: 2, wanted: 2, state: 'ready', note: null },
  exists: true,
};
const waiting: Workload = {
  object: object('StatefulSet', 'db'),
  rollout: { ready: 0, wanted: 1, state: 'progressing', note: '0 of 1 pods are ready' },
  exists: true,
};
const gone: Workload = { object: object('Deployment', 'gone'), rollout: null, exists: false };
const web: ReleaseStatus = {
  key: 'web',
  name: 'web',
  namespace: 'shop',
  system: null,
  health: 'failed',
  helm,
  workloads: [ready, waiting, gone],
  autoscalers: [
    {
      object: object('HorizontalPodAutoscaler', 'web'),
      target: 'Deployment web',
      current: 2,
      desired: 3,
      min: 2,
      max: 5,
      metrics: [{ name: 'cpu', current: '80%', target: '50%' }],
      note: 'it is backing off',
    },
  ],
  lease: {
    object: object('Lease', 'leader'),
    lease: {
      holder: 'web-1',
      acquired: null,
      renewed: '2026-11-21T09:59:55Z',
      seconds: 30,
      transitions: 1,
      isExpired: false,
    },
  },
};
const status: StackStatus = {
  project: 'shop',
  stack: 'dev',
  directory: '.',
  releases: [
    web,
    {
      ...web,
      key: 'a-longer-name',
      health: 'absent',
      helm: null,
      workloads: [],
      autoscalers: [],
      lease: null,
    },
  ],
  gaps: ['no permission to list secrets in namespace x'],
};

test('a table, and below each release what it runs', () => {
  expect(statusLines(status, recorder(), now)).toEqual([
    'stack dev of shop',
    '',
    '   RELEASE        HELM      REVISION  CHART      APP  READY  LAST CHANGE',
    '✗  web            deployed  3         web-1.2.3  4.5  2/3    2 h ago: Upgrade complete',
    '    Deployment shop/web  2/2',
    '    StatefulSet shop/db  0/1  0 of 1 pods are ready',
    '    Deployment shop/gone  is not there',
    '    HorizontalPodAutoscaler shop/web of Deployment web: 2 replicas, wants 3 of 2 to 5; cpu 80% of 50%; it is backing off',
    '    Lease shop/leader: held by web-1, renewed 5 s ago',
    '-  a-longer-name  not installed',
    '',
    '! no permission to list secrets in namespace x',
  ]);
});

test('the same as JSON keeps to its schema', () => {
  const validate = new Ajv({ allErrors: true }).compile(statusJsonSchema());
  validate(JSON.parse(JSON.stringify(statusJson(status))));
  expect(validate.errors).toBeNull();
});

describe('healthOf', () => {
  const known = { records: true, workloads: true };
  test.each([
    ['all is ready', helm, [ready], known, 'ready'],
    ['nothing runs pods', helm, [], known, 'ready'],
    ['pods are on their way', helm, [ready, waiting], known, 'progressing'],
    ['an object is not there', helm, [ready, gone], known, 'failed'],
    [
      'a rollout has failed',
      helm,
      [{ ...ready, rollout: { ready: 0, wanted: 1, state: 'failed' as const, note: 'it failed' } }],
      known,
      'failed',
    ],
    ['the upgrade has failed', { status: 'failed' as const }, [ready], known, 'failed'],
    ['an upgrade is under way', { status: 'pending-upgrade' as const }, [ready], known, 'progressing'],
    ['it was uninstalled, and its history kept', { status: 'uninstalled' as const }, [], known, 'absent'],
    ['Helm has none', null, [], known, 'absent'],
    ['nobody may read what Helm has', null, [], { records: false, workloads: true }, 'unknown'],
    ['nobody may read what runs', helm, [], { records: true, workloads: false }, 'unknown'],
    ['what may be read is not ready', helm, [waiting], { records: true, workloads: false }, 'progressing'],
  ] as const)('%s', (_, record, workloads, knowledge, expected) => {
    expect(healthOf(record, workloads, knowledge)).toBe(expected);
  });
});
