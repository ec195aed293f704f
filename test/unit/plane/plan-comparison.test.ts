/** The comparison that the acceptance tests of the plan rest on (test/plane/plan): whatever is left out of a plan, or put into it, is found. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../../src/kubernetes/object-id.ts';
import {
  backing,
  crd,
  drift,
  driftField,
  field,
  hook,
  object,
  objectChange,
  release,
  removed,
  secret,
} from '../../setup/plan-parts.ts';
import { planJson } from '../../../src/report/plan/json.ts';
import { quietPlan } from '../../setup/sample-plan.ts';
import { compare, happenings } from '../../plane/plan/comparison.ts';
import type { PlanDocument } from '../../plane/plan/plan-document.ts';
import type { Seen, Snapshot } from '../../plane/plan/snapshot.ts';

type Told = Pick<PlanDocument, 'releases' | 'backing'>;

const seen = (id: ObjectId, uid: string, content: DataMap): Seen => ({
  id,
  uid,
  content: { metadata: { name: id.name }, ...content },
});
const snapshot = (...objects: readonly Seen[]): Snapshot => ({
  objects: new Map(objects.map((each) => [objectKey(each.id), each])),
  records: [],
});

const web = object('Deployment', 'web', 'shop');
const settings = object('ConfigMap', 'settings', 'shop');
const [old, now] = [object('ConfigMap', 'old', 'shop'), object('ConfigMap', 'now', 'shop')];
const [gone, come, kept, missing, stays] = ['gone', 'come', 'kept', 'missing', 'stays'].map((name) =>
  object('Service', name, 'shop'),
) as [ObjectId, ObjectId, ObjectId, ObjectId, ObjectId];
const migrate = object('Job', 'migrate', 'shop');
const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  namespace: null,
  name: 'widgets.example.com',
};
const [login, next] = [
  object('Secret', 'login-0123abcd', 'shop'),
  object('Secret', 'login-4567cdef', 'shop'),
];
const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', namespace: 'shop', name: 'robot' };

const deployment = (replicas: number, image: string, sum: string, variables: readonly string[]): DataMap => ({
  metadata: { name: 'web', annotations: { 'checksum/config': sum } },
  spec: {
    replicas,
    containers: [{ name: 'main', image, env: variables.map((name) => ({ name, value: '1' })) }],
  },
});
const port = (number: number): DataMap => ({ spec: { ports: [{ port: number }] } });

const before = snapshot(
  seen(web, '1', deployment(5, 'a:1', 'x', ['A', 'B'])),
  seen(settings, '2', { data: { mode: 'a', 'f.yaml': 'a: 1\nb: 1\n' } }),
  seen(old, '3', { data: { a: '1' } }),
  seen(gone, '4', port(1)),
  seen(kept, '5', port(2)),
  seen(stays, '6', port(3)),
  seen(migrate, '7', { spec: {} }),
  seen(login, '8', { data: { a: 'MQ==' } }),
  seen(role, '9', { rules: [{ verbs: ['get'] }] }),
);
const after = snapshot(
  seen(web, '1', deployment(2, 'a:2', 'y', ['A'])),
  seen(settings, '2', { data: { mode: 'a', 'f.yaml': 'a: 2\nb: 1\n' } }),
  seen(now, '13', { data: { a: '1' } }),
  seen(come, '14', port(4)),
  seen(kept, '5', port(2)),
  seen(missing, '16', port(5)),
  seen(stays, '6', port(3)),
  seen(migrate, '17', { spec: {} }),
  seen(widgets, '18', { spec: {} }),
  seen(next, '19', { data: { a: 'Mg==' } }),
  seen(role, '9', { rules: [{ verbs: ['get', 'list'] }] }),
);

const container = ['spec', 'containers', { item: { name: 'main' } }] as const;
const truth: Told = planJson({
  ...quietPlan(),
  releases: [
    release('web', {
      objects: [
        objectChange(web, {
          fields: [
            field([...container, 'image'], { before: 'a:1', after: 'a:2' }),
            removed([...container, 'env', { item: { name: 'B' } }], { name: 'B', value: '1' }),
          ],
          folded: [{ noise: 'checksum', count: 1, places: [['metadata', 'annotations', 'checksum/config']] }],
        }),
        objectChange(settings, { fields: [field(['data', 'f.yaml', { document: 'yaml' }, 'a'])] }),
        objectChange(now, { change: 'renamed', before: old }),
        objectChange(gone, { change: 'deleted', content: port(1) }),
        objectChange(come, { change: 'created', content: port(4) }),
        objectChange(kept, { change: 'kept', content: port(2) }),
        objectChange(missing, { change: 'unchanged' }),
        objectChange(stays, { change: 'unchanged' }),
      ],
      hooks: [hook(migrate)],
      crds: [crd('widgets.example.com', 'created')],
      drift: [
        drift(web, { fields: [driftField(['spec', 'replicas'], { before: 2, after: 5 })] }),
        drift(missing, { state: 'missing', fate: 'recreated' }),
      ],
    }),
  ],
  backing: [
    backing('Secret', 'shop/login', 'replace', { order: 'create-first', fields: [secret(['data', 'a'])] }),
    backing('Role', 'shop/robot', 'update', {
      fields: [field(['rules'], { before: [{ verbs: ['get'] }], after: [{ verbs: ['get', 'list'] }] })],
    }),
  ],
});

/** All plans that lack one thing of this one: an item of a list, wherever. Which one, in words. */
function* without(told: Told): Generator<readonly [string, Told]> {
  for (const path of ['objects', 'hooks', 'crds', 'drift', 'backing'] as const) {
    const list = (copy: Told): { fields?: unknown[]; folded?: unknown[]; change?: string }[] =>
      (path === 'backing' ? copy.backing : copy.releases[0]?.[path]) as never;
    for (const [index, item] of list(told).entries()) {
      const isQuiet = item.change === 'kept' || (path === 'objects' && item.change === 'unchanged');
      if (!isQuiet) yield [`${path}[${index}]`, changed(told, (copy) => list(copy).splice(index, 1))];
      for (const inner of ['fields', 'folded'] as const) {
        for (const place of (item[inner] ?? []).keys()) {
          yield [
            `${path}[${index}].${inner}[${place}]`,
            changed(told, (copy) => list(copy)[index]?.[inner]?.splice(place, 1)),
          ];
        }
      }
    }
  }
}

function changed(told: Told, change: (copy: Told) => unknown): Told {
  const copy = structuredClone(told);
  change(copy);
  return copy;
}

const objectsOf = (told: Told): { object: ObjectId; fields: { before: unknown; after: unknown }[] }[] =>
  told.releases[0]?.objects as never;
const extra = planJson({
  ...quietPlan(),
  releases: [
    release('web', {
      objects: [
        objectChange(stays, {
          fields: [field(['spec', 'ports'], { before: [{ port: 3 }], after: [{ port: 9 }] })],
        }),
        objectChange(stays, { fields: [secret(['spec', 'ports'])] }),
        objectChange(stays, { change: 'deleted' }),
        objectChange(stays, { change: 'created' }),
        objectChange(object('Service', 'nobody', 'shop'), { change: 'created' }),
        objectChange(object('Service', 'nobody', 'shop'), { change: 'unchanged' }),
        objectChange(object('Service', 'nobody', 'shop'), { change: 'kept' }),
        objectChange(object('Service', 'new', 'shop'), { change: 'renamed', before: stays }),
        objectChange(stays, {
          folded: [{ noise: 'chart-label', count: 1, places: [['metadata', 'name']] }],
        }),
      ],
    }),
  ],
});

describe('a plan held against what happened', () => {
  test('that told everything: nothing is found', () => {
    expect(compare(truth, before, after)).toEqual([]);
  });

  test('that told nothing: all that happened is found', () => {
    expect(happenings(before, after)).toEqual(compare({ releases: [], backing: [] }, before, after));
    expect(happenings(before, after)).toHaveLength(15);
    expect(happenings(before, before)).toEqual([]);
  });

  test.each([...without(truth)])('that leaves out %s', (_, told) => {
    expect(compare(told, before, after)).not.toEqual([]);
  });

  test.each([...(extra.releases[0]?.objects ?? []).entries()])('that says something more: %i', (_, one) => {
    const told = changed(truth, (copy) => (objectsOf(copy) as unknown[]).push(one));
    expect(compare(told, before, after)).not.toEqual([]);
  });

  test.each([
    ['before', 0],
    ['after', 0],
    ['before', 1],
  ] as const)('that tells another %s of field %i', (side, index) => {
    const told = changed(truth, (copy) => {
      const one = objectsOf(copy)[0]?.fields[index];
      if (one !== undefined) one[side] = 'otherwise';
    });
    expect(compare(told, before, after)).toHaveLength(1);
  });

  test('that tells another content', () => {
    const told = changed(truth, (copy) => {
      for (const one of copy.releases[0]?.objects ?? [])
        if (one.change === 'created') one.content = port(40) as never;
    });
    expect(compare(told, before, after)).toEqual([
      'Service shop/come is created with another spec.ports[0].port than was told',
    ]);
  });

  test('a hook of which nothing is to be left, a fate that is another one', () => {
    const swept = changed(truth, (copy) => {
      for (const one of copy.releases[0]?.hooks ?? []) one.deletePolicies = ['hook-succeeded'];
    });
    expect(compare(swept, before, after)).not.toEqual([]);
    const left = changed(truth, (copy) => {
      for (const one of copy.releases[0]?.drift ?? []) one.fate = 'kept';
    });
    expect(compare(left, before, after)).toEqual([
      'Service shop/missing should not be there',
      'Deployment shop/web: spec.replicas changed, and nobody told',
      'Service shop/missing was created, and nobody told',
    ]);
  });
});
