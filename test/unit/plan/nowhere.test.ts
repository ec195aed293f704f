import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey } from '../../../src/kubernetes/object-id.ts';
import type { PlacedObject } from '../../../src/plan/facts.ts';
import { namespaceId, nowhereFindings, type PlacedRelease } from '../../../src/plan/nowhere.ts';
import { nothing } from '../../../src/plan/placed.ts';

const object = (
  apiVersion: string,
  kind: string,
  namespace: string | null,
  manifest: DataMap = {},
): PlacedObject => ({
  id: { apiVersion, kind, namespace, name: 'one' },
  manifest,
  template: null,
  hash: '',
});
const widget = object('example.com/v1', 'Widget', 'shop');
const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', null, {
  spec: {
    group: 'example.com',
    names: { kind: 'Widget' },
    versions: [
      { name: 'v1', served: true },
      { name: 'v0', served: false },
    ],
  },
});

const release = (
  parts: Partial<PlacedRelease> & { objects?: PlacedObject[]; crds?: PlacedObject[]; old?: PlacedObject[] },
): PlacedRelease => ({
  key: 'web',
  namespace: 'shop',
  operation: 'create',
  skipCrds: false,
  before: { ...nothing, objects: parts.old ?? [] },
  after: { ...nothing, objects: parts.objects ?? [], crds: parts.crds ?? [] },
  ...parts,
});

/** A cluster without Widgets, that has the namespaces of `there`; nobody may ask for `hidden`. */
const found = (
  releases: readonly PlacedRelease[],
  { there = ['shop'], own = [] as string[], gone = ['nowhere'] } = {},
): string[] =>
  nowhereFindings(releases, 'dev', {
    lacksKind: (apiVersion) => apiVersion.startsWith('example.com/'),
    ownNamespaces: new Set(own),
    live: new Map<string, { live: DataMap | null }>([
      ...there.map((name) => [objectKey(namespaceId(name)), { live: {} }] as const),
      ...gone.map((name) => [objectKey(namespaceId(name)), { live: null }] as const),
    ]),
  }).map(({ rule, release: key, severity }) => `${severity} ${rule} ${key}`);

const lacking = ['error plan/no-such-kind web'];
const homeless = ['error plan/no-such-namespace web'];

describe('kinds that the cluster lacks', () => {
  test.each<[string, readonly PlacedRelease[], string[]]>([
    ['nobody brings it', [release({ objects: [widget] })], lacking],
    [
      'of an object that goes: Helm reads the old revision as well',
      [release({ operation: 'update', old: [widget] })],
      lacking,
    ],
    ['nothing is done to the release', [release({ operation: 'same', objects: [widget] })], []],
    ['a crds/ folder brings it with the install', [release({ objects: [widget], crds: [crd] })], []],
    ['but not with an upgrade', [release({ operation: 'update', objects: [widget], crds: [crd] })], lacking],
    ['nor if it is skipped', [release({ skipCrds: true, objects: [widget], crds: [crd] })], lacking],
    ['a template of the same chart comes too late', [release({ objects: [crd, widget] })], lacking],
    [
      'another release brings it',
      [release({ objects: [widget] }), release({ key: 'crds', objects: [crd] })],
      [],
    ],
    [
      'but not a version that it does not serve',
      [release({ objects: [object('example.com/v0', 'Widget', 'shop')], crds: [crd] })],
      lacking,
    ],
  ])('%s', (_, releases, expected) => {
    expect(found(releases)).toEqual(expected);
  });
});

describe('namespaces that are not there', () => {
  const elsewhere = object('v1', 'ConfigMap', 'nowhere');
  test.each<[string, readonly PlacedRelease[], Parameters<typeof found>[1], string[]]>([
    ['of the release', [release({ namespace: 'nowhere' })], {}, homeless],
    ['of an object', [release({ objects: [elsewhere] })], {}, homeless],
    ['Pulumi makes it', [release({ namespace: 'nowhere' })], { own: ['nowhere'] }, []],
    [
      'the chart makes it',
      [release({ objects: [elsewhere, { ...elsewhere, id: namespaceId('nowhere') }] })],
      {},
      [],
    ],
    ['it is there', [release({ objects: [elsewhere] })], { there: ['shop', 'nowhere'], gone: [] }, []],
    ['nobody may say', [release({ namespace: 'hidden' })], {}, []],
    ['nothing is done to the release', [release({ operation: 'delete', namespace: 'nowhere' })], {}, []],
  ])('%s', (_, releases, cluster, expected) => {
    expect(found(releases, cluster)).toEqual(expected);
  });
});
