import { expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey, objectText, type ObjectId } from '../../../src/kubernetes/object-id.ts';
import {
  departure,
  type DepartingRelease,
  type DepartureFacts,
  isOurs,
  type SeenObject,
} from '../../../src/plan/departure.ts';
import { nothing, type Placed } from '../../../src/plan/placed.ts';
import { readObjects } from '../../../src/render/template/output.ts';
import { placed } from '../../../src/plan/placed.ts';

const id = (kind: string, name: string, namespace: string | null = 'shop', apiVersion = 'v1'): ObjectId => ({
  apiVersion,
  kind,
  namespace,
  name,
});

const rendered = (...texts: string[]): Placed =>
  placed(readObjects(texts.map((text) => ({ template: '', text }))), 'shop', () => null);

const hook = (kind: string, name: string, more = ''): string =>
  `{apiVersion: v1, kind: ${kind}, metadata: {name: ${name}, labels: {app: web}, annotations: {helm.sh/hook: pre-install${more}}}}`;

const web = (last: Placed, more: Partial<DepartingRelease> = {}): DepartingRelease => ({
  key: 'web',
  name: 'web',
  namespace: 'shop',
  last,
  deployed: null,
  crds: [],
  ...more,
});

/** As Helm applies it. */
const live = (manifest: DataMap): DataMap => manifest;

const seen = (object: ObjectId, more: Partial<SeenObject> = {}): SeenObject => ({
  id: object,
  labels: {},
  annotations: {},
  isOwned: false,
  ...more,
});

function facts(more: Partial<DepartureFacts>): DepartureFacts {
  const { releases = [] } = more;
  const all = releases.flatMap(({ last, deployed }) => [
    ...last.objects,
    ...last.hooks,
    ...(deployed === null ? [] : [...deployed.objects, ...deployed.hooks]),
  ]);
  return {
    releases,
    backing: [],
    buckets: [],
    namespaces: new Map(),
    elsewhere: [],
    live: new Map(all.map((object) => [objectKey(object.id), live(object.manifest)])),
    deleteNamespaces: false,
    ...more,
  };
}

const staying = (those: Partial<DepartureFacts>): string[] =>
  departure(facts(those)).stays.map(({ object, reason }) => `${objectText(object)}: ${reason}`);

const shop = id('Namespace', 'shop', null);

test('hooks that Helm leaves go with their release, and nothing of another make', () => {
  const release = web(rendered(hook('Job', 'migrate'), hook('Secret', 'gone'), hook('ConfigMap', 'others')));
  const there = new Map(
    release.last.hooks.map(({ id: object, manifest }) => {
      const others: DataMap = { ...manifest, metadata: { name: object.name } };
      const found = { Job: manifest, Secret: null, ConfigMap: others }[object.kind] ?? null;
      return [objectKey(object), found] as const;
    }),
  );
  const { leftovers } = departure(facts({ releases: [release], live: there }));
  expect(leftovers.map(({ object }) => objectText(object))).toEqual(['Job shop/migrate']);
});

test.each([
  ['a CRD', hook('CustomResourceDefinition', 'a').replace('v1', 'apiextensions.k8s.io/v1'), 'hook'],
  ['a Namespace', hook('Namespace', 'a'), 'hook'],
  ['a volume claim', hook('PersistentVolumeClaim', 'a'), 'claim'],
  ['what is to be kept', hook('Secret', 'a', ', helm.sh/resource-policy: keep'), 'kept'],
])('a hook that made %s leaves it', (_name, text, reason) => {
  const { leftovers, stays } = departure(facts({ releases: [web(rendered(text))] }));
  expect(leftovers).toEqual([]);
  expect(stays).toMatchObject([{ reason, release: 'web' }]);
});

test('a Secret of a hook stays with data that it may be the key to, and goes without', () => {
  const releases = [web(rendered(hook('Secret', 'password')))];
  const claim = seen(id('PersistentVolumeClaim', 'data-db-0'));
  expect(departure(facts({ releases })).leftovers).toHaveLength(1);
  expect(staying({ releases, backing: [shop], namespaces: new Map([['shop', [claim]]]) })).toEqual([
    'PersistentVolumeClaim shop/data-db-0: claim',
    'Secret shop/password: key',
    'Namespace shop: namespace',
  ]);
});

test('an object that only a revision before a failed one had is left by Helm, and removed if it is ours', () => {
  const old = rendered('{apiVersion: v1, kind: ConfigMap, metadata: {name: old}}');
  const release = web(nothing, { deployed: old });
  const key = objectKey(id('ConfigMap', 'old'));
  const owned = (name: string): DataMap => ({
    metadata: {
      annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': 'shop' },
    },
  });
  const left = (found: DataMap) =>
    departure(facts({ releases: [release], live: new Map([[key, found]]) })).leftovers;
  expect(left(owned('web'))).toMatchObject([{ why: 'failed-revision', object: { name: 'old' } }]);
  expect(left(owned('other'))).toEqual([]);
  expect(left({})).toEqual([]);
});

test('what every namespace has, what belongs to something, and records of Helm keep no namespace', () => {
  const usual = [
    seen(id('ConfigMap', 'kube-root-ca.crt')),
    seen(id('ServiceAccount', 'default')),
    seen(id('Lease', 'leader', 'shop', 'coordination.k8s.io/v1')),
    seen(id('Secret', 'sh.helm.release.v1.web.v3')),
    seen(id('Pod', 'web-1'), { isOwned: true }),
  ];
  const those = { releases: [web(nothing)], backing: [shop], namespaces: new Map([['shop', usual]]) };
  expect(staying(those)).toEqual([]);
  expect(departure(facts(those)).backing).toEqual([shop]);
});

test.each([
  ['of somebody else', seen(id('ConfigMap', 'theirs')), 'ConfigMap shop/theirs: foreign'],
  [
    'that what ran has made',
    seen(id('Secret', 'cert'), { labels: { 'app.kubernetes.io/instance': 'web' } }),
    'Secret shop/cert: run-time',
  ],
  [
    'of another release’s record',
    seen(id('Secret', 'sh.helm.release.v1.other.v1')),
    'Secret shop/sh.helm.release.v1.other.v1: foreign',
  ],
])('something %s keeps the namespace', (_name, object, text) => {
  const those = { releases: [web(nothing)], backing: [shop], namespaces: new Map([['shop', [object]]]) };
  expect(staying(those)).toEqual([text, 'Namespace shop: namespace']);
  const all = departure(facts({ ...those, deleteNamespaces: true }));
  expect(all.stays).toEqual([]);
  expect(all.lost).toHaveLength(1);
  expect(all.backing).toEqual([shop]);
});

test('a namespace of which not all is known stays', () => {
  const those = { backing: [shop], namespaces: new Map([['shop', null]]) };
  expect(staying(those)).toEqual(['Namespace shop: namespace']);
  expect(departure(facts(those)).keptNamespaces).toEqual(['shop']);
});

test('claims of StatefulSets are known by their names, in a namespace of others as well', () => {
  const set = rendered(
    '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {volumeClaimTemplates: [{metadata: {name: data}}]}}',
  );
  const claims = ['data-db-0', 'data-db-12', 'data-db-x', 'data-other-0'].map((name) =>
    seen(id('PersistentVolumeClaim', name)),
  );
  expect(staying({ releases: [web(set)], elsewhere: claims })).toEqual([
    'PersistentVolumeClaim shop/data-db-0: claim',
    'PersistentVolumeClaim shop/data-db-12: claim',
  ]);
});

test('buckets and CRDs of crds/ folders stay, if they are there', () => {
  const crd = id('CustomResourceDefinition', 'gadgets.example.com', null, 'apiextensions.k8s.io/v1');
  const gone = { ...crd, name: 'gone.example.com' };
  const present = new Map<string, DataMap | null>([
    [objectKey(crd), {}],
    [objectKey(gone), null],
  ]);
  expect(
    staying({ releases: [web(nothing, { crds: [crd, gone] })], buckets: ['acme-state'], live: present }),
  ).toEqual(['Bucket acme-state: bucket', 'CustomResourceDefinition gadgets.example.com: crd']);
});

test('a hook is known by its annotation and all labels of its manifest', () => {
  const manifest = { metadata: { labels: { app: 'web' }, annotations: { 'helm.sh/hook': 'pre-install' } } };
  const release = { name: 'web', namespace: 'shop' };
  const ours = (found: DataMap): boolean => isOurs({ why: 'hook', manifest }, found, release);
  expect(ours(manifest)).toBe(true);
  expect(ours({ metadata: { ...manifest.metadata, labels: { app: 'web', more: 'x' } } })).toBe(true);
  expect(ours({ metadata: { ...manifest.metadata, labels: {} } })).toBe(false);
  expect(ours({ metadata: { labels: { app: 'web' } } })).toBe(false);
});
