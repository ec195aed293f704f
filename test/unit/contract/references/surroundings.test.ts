/** What counts as there: objects, what operators make of them, what every cluster has, and `external:`. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import type { Provided } from '../../../../src/systems/rule.ts';
import { object, release } from './made.ts';

const keys = (provided: Provided | undefined): readonly string[] | null | undefined =>
  provided === undefined ? undefined : provided.keys === null ? null : [...provided.keys].toSorted();

describe('Secrets that operators make', () => {
  const cases: readonly (readonly [string, string, DataMap, string, readonly string[] | null])[] = [
    [
      'an ExternalSecret of its own name',
      'ExternalSecret a',
      { spec: { data: [{ secretKey: 'k' }] } },
      'a',
      ['k'],
    ],
    ['its target', 'ExternalSecret a', { spec: { target: { name: 'b' } } }, 'b', []],
    ['dataFrom', 'ExternalSecret a', { spec: { dataFrom: [{}] } }, 'a', null],
    ['a template', 'ExternalSecret a', { spec: { target: { template: {} } } }, 'a', null],
    ['a Certificate', 'Certificate a', { spec: { secretName: 'b' } }, 'b', ['ca.crt', 'tls.crt', 'tls.key']],
    ['its keystores', 'Certificate a', { spec: { secretName: 'b', keystores: {} } }, 'b', null],
    [
      'an annotated Ingress',
      'Ingress a',
      {
        metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'x' } },
        spec: { tls: [{ secretName: 'b' }] },
      },
      'b',
      ['ca.crt', 'tls.crt', 'tls.key'],
    ],
    ['a SealedSecret', 'SealedSecret a', { spec: { encryptedData: { k: 'x' } } }, 'a', ['k']],
    [
      'a SecretProviderClass',
      'SecretProviderClass a',
      { spec: { secretObjects: [{ secretName: 'b', data: [{ key: 'k' }] }] } },
      'b',
      ['k'],
    ],
    [
      'a token',
      'Secret a',
      { type: 'kubernetes.io/service-account-token' },
      'a',
      ['ca.crt', 'namespace', 'token'],
    ],
  ];
  test.each(cases)('%s', (_, id, body, name, expected) => {
    const { around } = release([object(id, body)]);
    expect(keys(around.find('Secret', 'apps', name))).toEqual(expected);
    expect(around.find('Secret', 'other', name)).toBeUndefined();
  });

  test('a plain Ingress makes none', () => {
    const { around } = release([object('Ingress a', { spec: { tls: [{ secretName: 'b' }] } })]);
    expect(around.all('Secret')).toEqual([]);
  });
});

test('keys of Secrets and ConfigMaps, written either way', () => {
  const { around } = release([
    object('Secret s', { data: { a: '' }, stringData: { b: '' } }),
    object('ConfigMap c', { data: { a: '' }, binaryData: { b: '' } }),
  ]);
  expect(keys(around.find('Secret', 'apps', 's'))).toEqual(['a', 'b']);
  expect(keys(around.find('ConfigMap', 'apps', 'c'))).toEqual(['a', 'b']);
});

test('what every cluster has', () => {
  const { around } = release([]);
  const there = [
    ['ServiceAccount', 'x', 'default'],
    ['ConfigMap', 'x', 'kube-root-ca.crt'],
    ['Namespace', null, 'kube-system'],
    ['PriorityClass', null, 'system-node-critical'],
    ['ClusterRole', null, 'view'],
    ['ClusterRole', null, 'system:auth-delegator'],
    ['Service', 'default', 'kubernetes'],
  ] as const;
  for (const [kind, namespace, name] of there)
    expect(around.find(kind, namespace, name), `${kind} ${name}`).toMatchObject({ by: 'Kubernetes' });
  expect(around.find('Secret', 'x', 'default')).toBeUndefined();
  expect(around.find('constructor', null, 'view')).toBeUndefined();
});

test('external: with and without a namespace, with and without keys', () => {
  const { around } = release([], {
    external: [
      { kind: 'Secret', namespace: 'a', name: 's', keys: ['k'] },
      { kind: 'ConfigMap', name: 'everywhere' },
      { kind: 'PriorityClass', namespace: 'ignored', name: 'high' },
    ],
  });
  expect(around.find('Secret', 'a', 's')).toMatchObject({ by: 'external[0]', keys: new Set(['k']) });
  expect(around.find('Secret', 'b', 's')).toBeUndefined();
  expect(around.find('ConfigMap', 'b', 'everywhere')).toMatchObject({ by: 'external[1]', keys: null });
  expect(around.find('PriorityClass', null, 'high')).toMatchObject({ namespace: null });
});
