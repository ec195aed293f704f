/** Data of any shape gives risks, never an exception; the same data the same ones; and nothing where nothing happens. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, type Data, type DataMap } from '../../../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../../../src/kubernetes/object-id.ts';
import { diffObjects } from '../../../../src/plan/diff/index.ts';
import type { PlacedObject, ReleaseFacts, RiskFacts } from '../../../../src/plan/facts.ts';
import { riskIds, type ReleaseOperation } from '../../../../src/plan/plan.ts';
import { risksOf } from '../../../../src/plan/risks/index.ts';
import { immutables } from '../../../../src/plan/risks/immutable-table.ts';
import { riskTexts } from '../../../../src/plan/risks/texts.ts';
import { backing, drift, driftField, release, step } from '../../../setup/plan-parts.ts';
import { factsOf, manifest } from './world.ts';
import { whole } from './whole-release.ts';

const odd = ['constructor', '__proto__', 'toString', '', 'Namespace'];
const types: readonly (readonly [string, string])[] = [
  ...Object.keys(immutables).map((kind): [string, string] => {
    const [group = '', name] = kind.split('/');
    return name === undefined ? ['v1', group] : [`${group}/v1`, name];
  }),
  ['v1', 'Service'],
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolumeClaim'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['route.openshift.io/v1', 'Route'],
  ['example.com/v1', 'Widget'],
  ...odd.map((kind): [string, string] => ['v1', kind]),
];

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Data>;
const fields = [
  'spec',
  'rules',
  'data',
  'template',
  'containers',
  'subjects',
  'ports',
  'selector',
  'ingress',
  'type',
];
const map = fc.dictionary(
  fc.constantFrom(...fields, ...odd),
  fc.oneof(json, fc.dictionary(fc.constantFrom(...fields), json)),
  {
    maxKeys: 4,
  },
) as fc.Arbitrary<DataMap>;

const placed = fc
  .record({ type: fc.constantFrom(...types), name: fc.constantFrom('a', 'b', ...odd), spec: json, more: map })
  .map(({ type: [apiVersion, kind], name, spec, more }): PlacedObject => {
    const id: ObjectId = { apiVersion, kind, namespace: kind === 'Namespace' ? null : 'shop', name };
    const made: DataMap = { spec, ...more, apiVersion, kind, metadata: { name } };
    return { id, manifest: made, template: null, hash: JSON.stringify(made) };
  });

const operation = fc.constantFrom<ReleaseOperation>(
  'create',
  'update',
  'replace',
  'delete',
  'forget',
  'import',
  'same',
);
const status = fc.constantFrom('deployed', 'failed', 'pending-upgrade', 'uninstalled', 'unknown' as const);

const releaseFacts = fc
  .record({
    before: fc.uniqueArray(placed, { maxLength: 5, selector: ({ id }) => objectKey(id) }),
    after: fc.uniqueArray(placed, { maxLength: 5, selector: ({ id }) => objectKey(id) }),
    live: fc.array(fc.option(map), { maxLength: 5 }),
    operation,
    status,
    value: json,
  })
  .map(({ before, after, live, operation: done, status: state, value }): ReleaseFacts => {
    const asked = [...before, ...after].map(({ id }, index): [string, DataMap | null] => [
      objectKey(id),
      live[index] ?? null,
    ]);
    return {
      plan: release('shop', {
        operation: done,
        objects: diffObjects(before, after),
        record: { revision: 1, status: state, updated: '2026-01-01T00:00:00Z', appliedRevision: null },
        drift: before.map(({ id }) =>
          drift(id, { fields: [driftField(['spec', 'resources', 'requests', 'storage'], { after: value })] }),
        ),
      }),
      before,
      after,
      live: new Map(live.length === 0 ? [] : asked),
    };
  });

const facts: fc.Arbitrary<RiskFacts> = fc
  .record({
    releases: fc.array(releaseFacts, { maxLength: 2 }),
    operation,
    kind: fc.constantFrom('Secret', 'Namespace', 'Role', ...odd),
  })
  .map(({ releases, operation: done, kind }) => ({
    base: null,
    steps: [step('replace', 'Provider', 'cluster'), step('update', 'Release', 'shop')],
    releases,
    backing: [backing(kind, 'shop', done)],
  }));

test('any data', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(facts, (given) => {
      const risks = risksOf(given);
      for (const { id, message, severity } of risks) {
        expect(riskIds).toContain(id);
        expect(['error', 'warning', 'notice']).toContain(severity);
        expect(message).not.toMatch(/undefined|\[object|NaN/);
        expect(message).not.toMatch(/\.$/);
      }
      // Data that cannot be told apart gives the same; so does the order of releases.
      const again = risksOf({
        ...structuredClone({ ...given, releases: [] }),
        releases: given.releases.toReversed(),
      });
      expect(again).toEqual(risks);
    }),
    { numRuns: 500 },
  );
});

test('what stays as it is', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(placed, { selector: ({ id }) => objectKey(id) }),
      operation,
      (objects, done) => {
        const plan = release('shop', {
          operation: done === 'same' ? done : 'update',
          objects: diffObjects(objects, objects),
        });
        expect(
          risksOf({
            base: null,
            steps: [],
            backing: [],
            releases: [{ plan, before: objects, after: objects, live: new Map() }],
          }),
        ).toEqual([]);
      },
    ),
  );
});

test('what renders anew and is not deployed', () => {
  fc.assert(
    fc.property(releaseFacts, ({ plan, ...rest }) => {
      const same = { ...plan, operation: 'same' as const, record: null };
      expect(risksOf({ base: null, steps: [], backing: [], releases: [{ ...rest, plan: same }] })).toEqual(
        [],
      );
    }),
  );
});

/** One leaf of a whole release is changed, taken away or made something else. */
test('real manifests with one field that is wrong', { timeout: 30_000 }, () => {
  const leaves = whole.flatMap((object, index) => pathsOf(object.manifest).map((path) => ({ index, path })));
  fc.assert(
    fc.property(fc.constantFrom(...leaves), fc.option(json), ({ index, path }, value) => {
      const after = whole.map((object, at) => {
        if (at !== index) return object;
        const changed = put(object.manifest, path, value);
        return isMap(changed) ? { ...object, manifest: changed, hash: 'other' } : object;
      });
      const of = (before: readonly PlacedObject[], now: readonly PlacedObject[]): number =>
        risksOf({
          ...factsOf({}),
          releases: [
            {
              plan: release('shop', { objects: diffObjects(before, now) }),
              before,
              after: now,
              live: new Map(),
            },
          ],
        }).length;
      expect(of(whole, after)).toBeGreaterThanOrEqual(0);
      expect(of(after, whole)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

function pathsOf(data: Data, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const below = Array.isArray(data)
    ? data.flatMap((item: Data, index) => pathsOf(item, [...path, index]))
    : isMap(data)
      ? Object.entries(data).flatMap(([key, item]) => pathsOf(item, [...path, key]))
      : [];
  return path.length === 0 ? below : [path, ...below];
}

function put(data: Data, [step0, ...rest]: readonly (string | number)[], value: Data): Data {
  if (step0 === undefined) return value;
  if (Array.isArray(data))
    return data.map((item: Data, index) => (index === step0 ? put(item, rest, value) : item));
  if (!isMap(data)) return data;
  return { ...data, [step0]: put(data[step0] ?? null, rest, value) };
}

test('no value that may be a secret is told', () => {
  const canary = (text: string): string =>
    [
      manifest(
        'v1',
        'Secret',
        'login',
        `type: ${text}\nimmutable: true\ndata: {password: ${text}}\nstringData: {token: ${text}}`,
      ),
      manifest(
        'v1',
        'ConfigMap',
        'settings',
        `immutable: true\ndata: {url: ${text}, file.yaml: "key: ${text}"}`,
      ),
      manifest('example.com/v1', 'Widget', 'one', `spec: {password: ${text}}`),
      manifest(
        'batch/v1',
        'Job',
        'migrate',
        `spec: {template: {metadata: {annotations: {a: ${text}}}, spec: {containers: [{name: m, image: m, args: [${text}], env: [{name: TOKEN, value: ${text}}]}]}}}`,
      ),
    ].join('');
  const changed = drift(
    { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'login' },
    { fields: [driftField(['data', 'password'], { before: 'canary-1', after: 'canary-2' })] },
  );
  const risks = risksOf(
    factsOf({ before: canary('canary-1'), after: canary('canary-2'), plan: { drift: [changed] } }),
  );
  expect(risks.map(({ id }) => id)).toEqual([
    'immutable-field',
    'immutable-field',
    'immutable-field',
    'mutable-tag',
    'drift-reset',
  ]);
  expect(JSON.stringify(risks)).not.toContain('canary');
});

test('each risk is described', () => {
  expect(Object.keys(riskTexts)).toEqual([...riskIds]);
  for (const text of Object.values(riskTexts)) expect(text).toMatch(/^[A-Z].{20,}\.$/);
});
