/** One object is made once in a stack. */
import { expect, test } from 'vitest';
import { acrossReleases } from '../../../../src/contract/references/across-releases.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { object, release, type Around } from './made.ts';

const found = (
  first: readonly RenderedObject[],
  second: readonly RenderedObject[],
  around: Around = {},
): string[] =>
  acrossReleases([
    { key: 'one', subject: release(first, { name: 'one', others: second, ...around }) },
    { key: 'two', subject: release(second, { name: 'two', others: first, ...around }) },
  ]).map(({ key, rule, violation }) => `${key} ${rule.id}: ${violation.message}`);

test('LS-9: one Secret of two releases in a namespace', () => {
  const secret = (): RenderedObject => object('Secret logstream-config');
  expect(found([secret()], [secret()])).toEqual([
    'two name/unique: Secret apps/logstream-config is also made by release one. Helm refuses to install what another release owns',
  ]);
});

test('hooks and objects without a namespace count', () => {
  expect(found([object('Job x', {}, {})], [object('Job x', {}, {})])).toEqual([
    expect.stringContaining('replaces the hook of the other'),
  ]);
  expect(found([object('ClusterRole x')], [object('ClusterRole other/x')])).toHaveLength(1);
});

test('another namespace, another kind, another group, and tests do not', () => {
  const ingress = { ...object('Ingress x'), apiVersion: 'traefik.io/v1' };
  expect(found([object('Secret x')], [object('Secret other/x')])).toEqual([]);
  expect(found([object('Secret x')], [object('ConfigMap x')])).toEqual([]);
  expect(found([object('Ingress x')], [ingress])).toEqual([]);
  expect(found([object('Pod x', {}, { events: ['test'] })], [object('Pod x')])).toEqual([]);
});

test('another version of one group is the same object', () => {
  const older = { ...object('Ingress x'), apiVersion: 'networking.k8s.io/v1beta1' };
  expect(found([object('Ingress x')], [older])).toHaveLength(1);
});

test('what external: has, and what an ExternalSecret makes', () => {
  const external = [{ kind: 'Secret', namespace: 'apps', name: 'x' }];
  expect(found([object('Secret x')], [], { external })).toEqual([
    'one name/unique: Secret apps/x is also made by external[0]. If it is there already, Helm refuses to install it',
  ]);
  expect(found([object('Secret x'), object('ExternalSecret x', { spec: {} })], [])).toEqual([
    'one name/unique: Secret apps/x is also made by release one (ExternalSecret x). The two overwrite each other, or the install fails',
  ]);
});
