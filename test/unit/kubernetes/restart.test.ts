import { expect, test } from 'vitest';
import {
  isRestartable,
  reasonProblem,
  restartPatch,
  whyNotRestarted,
} from '../../../src/kubernetes/restart.ts';

const id = (apiVersion: string, kind: string) => ({ apiVersion, kind, namespace: 'shop', name: 'web' });

test.each([
  ['apps/v1', 'Deployment', true],
  ['apps/v1', 'StatefulSet', true],
  ['apps/v1', 'DaemonSet', true],
  ['apps/v1', 'ReplicaSet', false], // its owner makes it anew
  ['batch/v1', 'Job', false],
  ['example.com/v1', 'Deployment', false], // of somebody's own
  ['v1', 'Pod', false],
])('%s %s has pods that a new template replaces: %s', (apiVersion, kind, expected) => {
  expect(isRestartable(id(apiVersion, kind))).toBe(expected);
});

test('where a new template replaces no pod, it says why', () => {
  expect(whyNotRestarted({ spec: { paused: true } })).toContain('paused');
  expect(whyNotRestarted({ spec: { updateStrategy: { type: 'OnDelete' } } })).toContain('OnDelete');
  expect(whyNotRestarted({ spec: { paused: false, updateStrategy: { type: 'RollingUpdate' } } })).toBeNull();
  expect(whyNotRestarted({})).toBeNull();
});

test('the patch names the time and the reason, and nothing else', () => {
  expect(restartPatch(new Date('2026-11-21T08:00:00Z'), 'new broker')).toEqual({
    spec: {
      template: {
        metadata: {
          annotations: {
            'k8s-deploy/restarted-at': '2026-11-21T08:00:00.000Z',
            'k8s-deploy/restart-reason': 'new broker',
          },
        },
      },
    },
  });
});

test.each([
  ['new certificate of the broker', null],
  ['größer, schöner 🚀', null],
  ['x'.repeat(500), null],
  ['', 'it is empty'],
  ['  \t', 'it is empty'],
  ['two\nlines', 'it has control characters or line breaks'],
  ['\u001B[31mred', 'it has control characters or line breaks'],
  ['x'.repeat(501), 'it has more than 500 characters'],
])('the reason %j: %s', (reason, problem) => {
  expect(reasonProblem(reason)).toBe(problem);
});
