import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { dataSources, outdated, type DataSource } from '../../../src/plan/rotation.ts';

const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const start = '2026-03-01T10:00:00Z';
const later = '2026-03-01T10:00:01Z';

const pod = (
  spec: string,
  { started = start, more = '{}' }: { started?: string; more?: string } = {},
): DataMap => ({
  metadata: { name: 'web-1', namespace: 'shop', ...(parse(more) as DataMap) },
  spec: parse(spec) as DataMap,
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'main', state: { running: { startedAt: started } } }],
    initContainerStatuses: [{ name: 'setup', state: { terminated: { startedAt: started } } }],
  },
});

const secret = (
  written: string,
  { name = 'login', manager = 'kubectl-edit', isOwn = false, kind = 'Secret', owner = '[]' } = {},
): DataSource => ({
  id: { apiVersion: 'v1', kind, namespace: 'shop', name },
  live: {
    metadata: {
      name,
      ownerReferences: parse(owner) as DataMap[],
      managedFields: [
        { manager, time: written, fieldsV1: { 'f:data': { 'f:token': {} } } },
        { manager: 'kubectl-label', time: '2026-12-31T00:00:00Z', fieldsV1: { 'f:metadata': {} } },
      ],
    },
  },
  isOwn,
});

const variable =
  '{containers: [{name: main, env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: login, key: token}}}]}]}';
const found = (spec: string, source: DataSource) => outdated([{ id: workload, pods: [pod(spec)] }], [source]);

describe('what a container has read at its start', () => {
  test.each([
    ['a variable', variable, 'container main, variable TOKEN'],
    [
      'all variables',
      '{containers: [{name: main, envFrom: [{secretRef: {name: login}}]}]}',
      'container main, envFrom',
    ],
    [
      'a file by subPath',
      '{volumes: [{name: v, secret: {secretName: login, items: [{key: token, path: t}]}}], containers: [{name: main, volumeMounts: [{name: v, mountPath: /etc/t, subPath: t}]}]}',
      'container main, /etc/t',
    ],
    [
      'an init container that has ended',
      '{initContainers: [{name: setup, envFrom: [{secretRef: {name: login}}]}], containers: [{name: main}]}',
      'init container setup, envFrom',
    ],
  ])('%s is outdated for certain', (_what, spec, place) => {
    expect(found(spec, secret(later))).toEqual([
      {
        workload,
        source: secret(later).id,
        written: later,
        manager: 'kubectl-edit',
        externalSecret: null,
        isCertain: true,
        pods: [{ name: 'web-1', started: start, places: [place] }],
      },
    ]);
  });

  test.each([
    '{volumes: [{name: v, secret: {secretName: login}}], containers: [{name: main, volumeMounts: [{name: v, mountPath: /etc/t}]}]}',
    '{volumes: [{name: v, projected: {sources: [{secret: {name: login}}]}}], containers: [{name: main, volumeMounts: [{name: v, mountPath: /etc/t}]}]}',
  ])('a file that the kubelet renews may have been read again: %s', (spec) => {
    expect(found(spec, secret(later))).toMatchObject([
      { isCertain: false, pods: [{ places: ['container main, /etc/t'] }] },
    ]);
  });

  test('one container of two with it in a variable is enough to be certain', () => {
    const spec =
      '{volumes: [{name: v, secret: {secretName: login}}], containers: [{name: main, envFrom: [{secretRef: {name: login}}], volumeMounts: [{name: v, mountPath: /etc/t}]}]}';
    expect(found(spec, secret(later))).toMatchObject([
      { isCertain: true, pods: [{ places: ['container main, envFrom', 'container main, /etc/t'] }] },
    ]);
  });
});

describe('what is not outdated', () => {
  const among = (pods: readonly DataMap[], source: DataSource) =>
    outdated([{ id: workload, pods }], [source]);

  test('a Secret that was written before, or in the same second', () => {
    expect(among([pod(variable)], secret('2026-03-01T09:59:59Z'))).toEqual([]);
    expect(among([pod(variable)], secret(start))).toEqual([]);
  });
  test('a pod that is going, or has ended', () => {
    expect(among([pod(variable, { more: '{deletionTimestamp: x}' })], secret(later))).toEqual([]);
    expect(among([{ ...pod(variable), status: { phase: 'Succeeded' } }], secret(later))).toEqual([]);
  });
  test('a container that waits: it will read the new one', () => {
    expect(
      among([{ ...pod(variable), status: { phase: 'Running', containerStatuses: [] } }], secret(later)),
    ).toEqual([]);
  });
  test('a Secret that no container mounts', () => {
    expect(
      among(
        [pod('{volumes: [{name: v, secret: {secretName: login}}], containers: [{name: main}]}')],
        secret(later),
      ),
    ).toEqual([]);
  });
  test('an image pull secret: it is read for each pull', () => {
    expect(
      among([pod('{imagePullSecrets: [{name: login}], containers: [{name: main}]}')], secret(later)),
    ).toEqual([]);
  });
  test("the release's own, as Helm wrote it; of another release's, that counts", () => {
    const manager = 'pulumi-resource-kubernetes';
    expect(among([pod(variable)], secret(later, { manager, isOwn: true }))).toEqual([]);
    expect(found(variable, secret(later, { manager }))).toHaveLength(1);
    expect(found(variable, secret(later, { isOwn: true }))).toHaveLength(1);
  });
  test('a Secret of which the server does not tell who wrote it', () => {
    expect(among([pod(variable)], { ...secret(later), live: { metadata: { name: 'login' } } })).toEqual([]);
  });
});

test('the ExternalSecret that fills a Secret is named', () => {
  const owner = '[{kind: ExternalSecret, name: login-store}]';
  expect(found(variable, secret(later, { owner }))).toMatchObject([{ externalSecret: 'login-store' }]);
});

test('each Secret and ConfigMap that pods take data from is asked for once', () => {
  const spec =
    '{volumes: [{name: v, configMap: {name: conf}}], containers: [{name: main, envFrom: [{secretRef: {name: login}}], volumeMounts: [{name: v, mountPath: /c}, {name: v, mountPath: /d}]}]}';
  const ids = dataSources([{ id: workload, pods: [pod(spec), pod(spec)] }]);
  expect(ids.map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual([
    ['Secret', 'shop', 'login'],
    ['ConfigMap', 'shop', 'conf'],
  ]);
});

test('a pod is outdated exactly if its container started before the last write', () => {
  const second = fc
    .integer({ min: 0, max: 59 })
    .map((n) => `2026-03-01T10:00:${String(n).padStart(2, '0')}Z`);
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 5 }), second, (starts, written) => {
      const pods = starts.map((started, index) => pod(variable, { started, more: `{name: web-${index}}` }));
      const names = outdated([{ id: workload, pods }], [secret(written)]).flatMap((one) =>
        one.pods.map(({ name }) => name),
      );
      expect(names).toEqual(starts.flatMap((started, index) => (started < written ? `web-${index}` : [])));
    }),
  );
});
