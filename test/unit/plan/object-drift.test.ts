import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { isDrifted, isReleaseDrifted, type ReleaseDrift } from '../../../src/plan/drift-report.ts';
import { objectDrift, type AppliedObject, type LiveFacts } from '../../../src/plan/object-drift.ts';
import { releaseChange } from '../../../src/plan/release-change.ts';

const data = (text: string): DataMap => parse(text) as DataMap;

const object = (applied: string | null, more: Partial<AppliedObject> = {}): AppliedObject => ({
  id: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  applied: applied === null ? null : data(applied),
  madeBy: 'release',
  isScaled: false,
  release: { name: 'web', namespace: 'shop' },
  ...more,
});
const facts = (live: string | null, dryRun: string | null, more: Partial<LiveFacts> = {}): LiveFacts => ({
  live: live === null ? null : data(live),
  dryRun: dryRun === null ? null : data(dryRun),
  owner: null,
  ...more,
});
const written = (manager: string, fields: string): string =>
  `metadata: {managedFields: [{manager: ${manager}, time: "2026-03-01T00:00:00Z", fieldsV1: ${fields}}]}`;

test('a field that somebody changed, with who and when', () => {
  const live = `{spec: {replicas: 3}, ${written('kubectl', '{"f:spec": {"f:replicas": {}}}')}}`;
  const found = objectDrift(
    object('{spec: {replicas: 1}}'),
    facts(live, `{spec: {replicas: 1}, metadata: {}}`),
  );
  expect(found.drift).toMatchObject({
    state: 'changed',
    by: 'dry-run',
    fields: [{ before: 1, after: 3, manager: 'kubectl', time: '2026-03-01T00:00:00Z' }],
  });
});

test('what is gone, and what a hook has made', () => {
  expect(objectDrift(object('{}'), facts(null, null)).drift).toMatchObject({ state: 'missing' });
  expect(objectDrift(object(null, { madeBy: 'hook' }), facts('{data: {a: b}}', null)).drift).toBeNull();
});

test('an object of another release is taken, whatever it is like', () => {
  const owner = { release: 'theirs', namespace: 'shop' };
  expect(objectDrift(object('{a: 1}'), facts('{a: 1}', '{a: 1}', { owner })).drift).toMatchObject({
    state: 'taken',
    owner,
  });
  const own = { release: 'web', namespace: 'shop' };
  expect(objectDrift(object('{a: 1}'), facts('{a: 1}', '{a: 1}', { owner: own })).drift).toBeNull();
});

describe('what is no drift', () => {
  test.each([
    ['autoscaler', '{spec: {replicas: 1}}', '{spec: {replicas: 3}}', { isScaled: true }],
    [
      'autoscaler',
      '{spec: {replicas: 1}, metadata: {}}',
      `{spec: {replicas: 3}, ${written('kube-controller-manager', '{"f:spec": {"f:replicas": {}}}')}}`,
      {},
    ],
    [
      'restart',
      '{spec: {template: {metadata: {annotations: {"k8s-deploy/restarted-at": a}}}}}',
      '{spec: {template: {metadata: {annotations: {"k8s-deploy/restarted-at": b}}}}}',
      {},
    ],
    [
      'certificate-authority',
      '{webhooks: [{name: a, clientConfig: {caBundle: ""}}]}',
      '{webhooks: [{name: a, clientConfig: {caBundle: abc}}]}',
      {},
    ],
    [
      'leader-election',
      '{spec: {holderIdentity: a}}',
      '{spec: {holderIdentity: b}}',
      { id: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'shop', name: 'l' } },
    ],
    [
      'controller',
      '{spec: {x: 1}, metadata: {}}',
      `{spec: {x: 2}, ${written('kube-controller-manager', '{"f:spec": {"f:x": {}}}')}}`,
      {},
    ],
  ])('%s', (noise, wanted, live, more) => {
    const found = objectDrift(object(wanted, more), facts(live, wanted));
    expect({ drift: found.drift, noises: found.folded.map((each) => each.noise) }).toEqual({
      drift: null,
      noises: [noise],
    });
  });

  test('labels of others, as the managed fields tell them', () => {
    const live =
      '{metadata: {labels: {theirs: x}, managedFields: [{manager: argo, fieldsV1: {"f:metadata": {"f:labels": {"f:theirs": {}}}}}]}}';
    const found = objectDrift(object('{metadata: {}}'), facts(live, live));
    expect({ drift: found.drift, noises: found.folded.map((each) => each.noise) }).toEqual({
      drift: null,
      noises: ['metadata'],
    });
  });
});

test.each([
  [null, null, null],
  [3, null, 'uninstalled'],
  [3, { revision: 4, status: 'uninstalled' }, 'uninstalled'],
  [null, { revision: 1, status: 'uninstalled' }, null],
  [null, { revision: 1, status: 'deployed' }, 'installed'],
  [3, { revision: 4, status: 'deployed' }, 'revised'],
  [3, { revision: 4, status: 'pending-upgrade' }, 'revised'],
  [3, { revision: 3, status: 'failed' }, 'unfinished'],
  [3, { revision: 3, status: 'deployed' }, null],
] as const)(
  'a release that the stack made to revision %j, and of which Helm has %j: %j',
  (applied, latest, change) => {
    expect(releaseChange(applied, latest)).toBe(change);
  },
);

test('there is drift if anything differs, and none otherwise', () => {
  const release: Omit<ReleaseDrift, 'isDrifted'> = {
    key: 'web',
    name: 'web',
    namespace: 'shop',
    applied: 1,
    record: null,
    byHand: null,
    objects: [],
    outdated: [],
  };
  const stack = (byHand: ReleaseDrift['byHand']): boolean => {
    const found = { ...release, byHand };
    return isDrifted({ releases: [{ ...found, isDrifted: isReleaseDrifted(found) }], backing: [] });
  };
  expect(stack(null)).toBe(false);
  expect(stack('revised')).toBe(true);
});
