import { describe, expect, test } from 'vitest';
import {
  idOf,
  interrupted,
  pendingOperations,
  settled,
  type StandsFor,
} from '../../../src/deploy/pending-operations.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const secretType = 'kubernetes:core/v1:Secret';
const releaseType = 'kubernetes:helm.sh/v3:Release';

const namespace = {
  urn: urn('kubernetes:core/v1:Namespace', 'shop'),
  type: 'kubernetes:core/v1:Namespace',
  id: 'shop',
};
const secret = {
  urn: urn(secretType, 'login'),
  type: secretType,
  inputs: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login-1a2b', namespace: 'shop' },
    data: { ciphertext: 'v1:abc' },
  },
};
const release = {
  urn: urn(releaseType, 'web'),
  type: releaseType,
  inputs: { name: 'web', namespace: 'shop', chart: './web.tgz' },
};
const bucket = {
  urn: urn('k8s-deploy:state:Bucket', 'state::of web'),
  type: 'k8s-deploy:state:Bucket',
  inputs: {},
};

const deployment = (
  operations: readonly (readonly [string, DataMap])[],
  resources: readonly DataMap[] = [],
): DataMap => ({
  manifest: { version: '3.259.0' },
  resources: [namespace, ...resources],
  pending_operations: operations.map(([type, resource]) => ({ type, resource })),
});

describe('what was begun', () => {
  test('by operation, name and what it stands for', () => {
    const found = pendingOperations(
      deployment(
        [
          ['creating', secret],
          ['updating', release],
          ['importing', bucket],
          ['deleting', namespace],
        ],
        [release],
      ),
    );
    expect(
      found.map(({ operation, kind, name, known, stands }) => ({ operation, kind, name, known, stands })),
    ).toEqual([
      {
        operation: 'creating',
        kind: 'Secret',
        name: 'login',
        known: false,
        stands: { as: 'object', apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'login-1a2b' },
      },
      {
        operation: 'updating',
        kind: 'Release',
        name: 'web',
        known: true,
        stands: { as: 'release', namespace: 'shop', name: 'web' },
      },
      {
        operation: 'creating',
        kind: 'Bucket',
        name: 'state::of web',
        known: false,
        stands: { as: 'elsewhere' },
      },
      { operation: 'deleting', kind: 'Namespace', name: 'shop', known: true, stands: { as: 'elsewhere' } },
    ]);
  });

  test.each([
    [null],
    [{}],
    [{ pending_operations: 'no' }],
    [{ pending_operations: [null, {}, { type: 'creating' }] }],
  ])('nothing in %j', (nothing) => expect(pendingOperations(nothing)).toEqual([]));

  test.each([
    [{ as: 'release', namespace: 'shop', name: 'web' }, 'shop/web'],
    [{ as: 'object', apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'shop' }, 'shop'],
  ] as const)('its id in Pulumi: %j', (stands, id) => {
    expect(idOf(stands satisfies StandsFor)).toBe(id);
  });
});

describe('settled', () => {
  test('a release that was created is the stack’s, and is applied again', () => {
    const { resources, pending_operations: left } = settled(deployment([['creating', release]]), [
      { how: 'adopt', urn: release.urn, id: 'shop/web', fieldManager: null },
    ]);
    expect(left).toEqual([]);
    expect(resources).toEqual([
      namespace,
      { ...release, id: 'shop/web', outputs: release.inputs, initErrors: [interrupted] },
    ]);
  });

  test('an object that was created keeps who applied it, so that its fields have one owner', () => {
    const { resources } = settled(deployment([['creating', secret]]), [
      { how: 'adopt', urn: secret.urn, id: 'shop/login-1a2b', fieldManager: 'pulumi-kubernetes-1234' },
    ]);
    expect(resources).toMatchObject([
      namespace,
      {
        id: 'shop/login-1a2b',
        outputs: {
          __inputs: secret.inputs,
          __initialApiVersion: 'v1',
          __fieldManager: 'pulumi-kubernetes-1234',
        },
      },
    ]);
  });

  test('what it was to replace is deleted by the next run', () => {
    const old = { ...secret, id: 'shop/login-0000', outputs: {} };
    const { resources } = settled(deployment([['creating', secret]], [old]), [
      { how: 'adopt', urn: secret.urn, id: 'shop/login-1a2b', fieldManager: null },
    ]);
    expect(resources).toMatchObject([
      namespace,
      { id: 'shop/login-1a2b' },
      { id: 'shop/login-0000', delete: true },
    ]);
  });

  test('what is not answered stays as it is', () => {
    const before = deployment([
      ['creating', secret],
      ['creating', release],
    ]);
    const after = settled(before, [{ how: 'forget', urn: secret.urn }]);
    expect(after).toEqual({ ...before, pending_operations: [{ type: 'creating', resource: release }] });
    expect(settled(before, [])).toEqual(before);
  });

  test('an update is applied again, whatever the next run wants', () => {
    const known = { ...release, id: 'shop/web', outputs: {} };
    const { resources } = settled(deployment([['updating', release]], [known]), [
      { how: 'reapply', urn: release.urn },
    ]);
    expect(resources).toEqual([namespace, { ...known, initErrors: [interrupted] }]);
  });
});
