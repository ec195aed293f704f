import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAsApplied } from '../../../src/cluster/as-applied.ts';
import type { Data, DataMap } from '../../../src/kubernetes/data.ts';

const applied: DataMap = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 2,
    selector: { app: 'web' },
    containers: [{ name: 'main', ports: [{ containerPort: 80 }] }],
  },
};

/** As a server gives it: with what it has added, and who set what. */
const live = (over: DataMap = {}, apiVersion = 'apps/v1'): DataMap => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    uid: '1',
    labels: { app: 'web', 'app.kubernetes.io/managed-by': 'Helm' },
    managedFields: [
      {
        manager: 'helm',
        apiVersion,
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:containers': {
              'k:{"name":"main"}': {
                '.': {},
                'f:name': {},
                'f:ports': {
                  '.': {},
                  'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
                },
              },
            },
          },
        },
      },
    ],
  },
  spec: {
    replicas: 2,
    strategy: 'RollingUpdate',
    selector: { app: 'web' },
    containers: [{ name: 'main', image: 'x', ports: [{ containerPort: 80, protocol: 'TCP' }] }],
    ...over,
  },
  status: { ready: 1 },
});

describe('isAsApplied', () => {
  test('all is there, and more in maps and items that are merged', () => {
    expect(isAsApplied(applied, live())).toBe(true);
  });

  test.each<[string, DataMap]>([
    ['another value', { replicas: 3 }],
    ['the same number as text', { replicas: '2' }],
    ['a key more in what is replaced as a whole', { selector: { app: 'web', tier: 'x' } }],
    ['an item more', { containers: [{ name: 'main', ports: [{ containerPort: 80 }] }, { name: 'other' }] }],
    ['a list that is gone', { containers: [] }],
    ['an item in the place of another', { containers: [{ name: 'other', ports: [{ containerPort: 80 }] }] }],
  ])('not with %s', (_, over) => {
    expect(isAsApplied(applied, live(over))).toBe(false);
  });

  test('not where a field is gone, or was set to null', () => {
    const { replicas: _, ...spec } = live()['spec'] as DataMap;
    expect(isAsApplied(applied, { ...live(), spec })).toBe(false);
    expect(isAsApplied({ ...applied, spec: { replicas: null } }, live({ replicas: null }))).toBe(false);
  });

  test('not where nobody tells what is merged: no managed fields, or those of another version', () => {
    expect(isAsApplied(applied, live({}, 'apps/v1beta1'))).toBe(false);
    expect(isAsApplied(applied, { ...live(), metadata: { name: 'web', labels: { app: 'web' } } })).toBe(
      false,
    );
  });

  const data = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Data>;
  const withoutNull = (value: Data): boolean => !JSON.stringify(value).includes('null');

  test('an object is as it was applied, and any other value is not', () => {
    fc.assert(
      fc.property(data.filter(withoutNull), data, (one, other) => {
        const object = (spec: Data): DataMap => ({
          apiVersion: 'v1',
          kind: 'X',
          metadata: { name: 'x' },
          spec,
        });
        expect(isAsApplied(object(one), object(one))).toBe(true);
        // Without managed fields nothing counts as merged: only the same is the same.
        expect(isAsApplied(object(one), object(other))).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});

const sorted = (value: Data): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
