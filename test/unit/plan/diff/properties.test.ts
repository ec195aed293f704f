import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, isMap, type Data, type DataMap } from '../../../../src/kubernetes/data.ts';
import { isList } from '../../../../src/plan/diff/plain.ts';
import type { FieldPlace, FieldStep } from '../../../../src/kubernetes/field.ts';
import { diffData } from '../../../../src/plan/diff/index.ts';
import type { FieldChange } from '../../../../src/plan/plan.ts';

const runs = { numRuns: 1500 };
/** A kind that nobody knows: no null is dropped, and all order matters. */
const custom = { apiVersion: 'example.com/v1', kind: 'Widget' };
const sorts = [
  custom,
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
];

const key = fc.constantFrom(
  'a',
  'b',
  'name',
  'spec',
  'metadata',
  'label',
  'containers',
  'ports',
  'verbs',
  'data',
  '__proto__',
  'toString',
);
const leaf = fc.oneof(
  fc.constantFrom<Data>(
    null,
    true,
    false,
    0,
    1,
    80,
    '',
    'a',
    'b',
    'x y',
    'one\ntwo\nthree',
    'one\ntwo',

    '{"a":[1,2]}',
    '{"a":{"b":[2]}}',
    'n-xxxxxxxx',
    'n-0123abcd',
  ),
  fc.string(),
  fc.integer(),
);
const data: fc.Arbitrary<Data> = fc.letrec<{ data: Data; map: DataMap }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('map'),
    fc.array(tie('data'), { maxLength: 5 }),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), value: tie('data') }), {
      maxLength: 4,
      selector: ({ name }) => name,
    }),
  ),
  map: fc.dictionary(key, tie('data'), { maxKeys: 5 }) as fc.Arbitrary<DataMap>,
})).data;
const map = fc.dictionary(key, data, { maxKeys: 5 }) as fc.Arbitrary<DataMap>;
/** Also such that have something in common. */
const pair = fc.oneof(
  fc.tuple(map, map),
  fc.tuple(map, map, map).map(
    ([common, a, b]) =>
      [
        { ...common, a: a },
        { ...common, a: b },
      ] as const,
  ),
  fc
    .array(data, { maxLength: 6 })
    .chain((list) =>
      fc
        .tuple(fc.subarray(list), fc.shuffledSubarray(list))
        .map(([a, b]) => [{ list: a }, { list: b }] as const),
    ),
);

/** The data with its keys in another order. */
const reordered = (item: Data): Data => {
  if (isList(item)) return item.map(reordered);
  if (!isMap(item)) return item;
  return Object.fromEntries(
    Object.entries(item)
      .toReversed()
      .map(([name, value]) => [name, reordered(value)]),
  );
};

interface Edit {
  readonly place: FieldPlace;
  readonly change: FieldChange['change'];
  readonly after: Data;
}

/** `before` with the changes made, one list or map at a time. Places of removed items are those of the old list. */
function applied(before: Data | undefined, edits: readonly Edit[]): Data | undefined {
  const whole = edits.find(({ place }) => place.length === 0);
  if (whole?.change === 'removed') return undefined;
  if (whole !== undefined && !isOrder(before, whole.after)) return whole.after;
  const inner = edits.filter(({ place }) => place.length > 0);
  const groups = Map.groupBy(inner, ({ place }) => JSON.stringify(place[0]));
  const rest = (group: readonly Edit[]): Edit[] =>
    group.map((edit) => ({ ...edit, place: edit.place.slice(1) }));
  if (isList(before)) return appliedToList(before, [...groups.values()], rest, whole?.after);
  if (typeof before === 'string') {
    const [document = []] = [...groups.values()];
    return JSON.stringify(applied(JSON.parse(before) as Data, rest(document)));
  }
  const result = new Map(Object.entries(isMap(before) ? before : {}));
  for (const group of groups.values()) {
    const [step] = group[0]?.place ?? [];
    if (typeof step !== 'string') throw new Error('a map has names');
    const value = applied(result.get(step), rest(group));
    if (value === undefined) result.delete(step);
    else result.set(step, value);
  }
  return Object.fromEntries(result);
}

const isOrder = (before: Data | undefined, after: Data): boolean =>
  isList(before) &&
  isList(after) &&
  before.every(isMap) &&
  after.every((item) => typeof item === 'string') &&
  after.length > 0;

function appliedToList(
  before: readonly Data[],
  groups: readonly Edit[][],
  rest: (group: readonly Edit[]) => Edit[],
  order: Data | undefined,
): Data[] {
  const stepOf = (group: readonly Edit[]): FieldStep => group[0]?.place[0] ?? 0;
  const isWhole = (edit: Edit, change: string): boolean => edit.place.length === 1 && edit.change === change;
  const byKey = groups.filter((group) => typeof stepOf(group) === 'object');
  if (byKey.length > 0 || order !== undefined) {
    const items = new Map(before.map((item) => [JSON.stringify({ item: keyIn(item, groups) }), item]));
    for (const group of byKey) {
      const value = applied(items.get(JSON.stringify(stepOf(group))), rest(group));
      if (value === undefined) items.delete(JSON.stringify(stepOf(group)));
      else items.set(JSON.stringify(stepOf(group)), value);
    }
    const names = isList(order ?? null) ? (order as readonly Data[]) : [];
    const placeOf = (item: Data): number =>
      names.findIndex((name) => Object.values(keyIn(item, groups)).join('/') === name);
    return [...items.values()].toSorted((a, b) => placeOf(a) - placeOf(b));
  }
  const edits = groups.flat();
  const gone = new Set(edits.filter((edit) => isWhole(edit, 'removed')).map(({ place }) => place[0]));
  const list = before.filter((_, index) => !gone.has(index));
  const come = edits
    .filter((edit) => isWhole(edit, 'added'))
    .toSorted((a, b) => Number(a.place[0]) - Number(b.place[0]));
  for (const { place, after } of come) list.splice(Number(place[0]), 0, after);
  for (const group of groups) {
    const changes = group.filter((edit) => !isWhole(edit, 'added') && !isWhole(edit, 'removed'));
    const index = Number(stepOf(group));
    if (changes.length > 0) list[index] = applied(list[index], rest(changes)) ?? null;
  }
  return list;
}

function keyIn(item: Data, groups: readonly Edit[][]): Record<string, string | number> {
  const [step] = groups.map((group) => group[0]?.place[0]).filter((each) => typeof each === 'object');
  const names = typeof step === 'object' && 'item' in step ? Object.keys(step.item) : ['name'];
  return Object.fromEntries(names.map((name) => [name, at(item, name) as string | number]));
}

describe('diffs', { timeout: 60_000 }, () => {
  test.each(sorts)('of data with itself are empty, whatever the order of its keys: $kind', (context) => {
    fc.assert(
      fc.property(map, (item) => {
        expect(diffData(item, structuredClone(item), context)).toEqual({ fields: [], folded: [] });
        expect(diffData(item, reordered(item), context)).toEqual({ fields: [], folded: [] });
      }),
      { numRuns: 400 },
    );
  });

  test.each(sorts)('tell or fold something of what differs: $kind', (context) => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { fields, folded } = diffData(before, after, context);
        const { fields: none, folded: nothing } = diffData(after, structuredClone(after), context);
        expect([none, nothing]).toEqual([[], []]);
        const isEqual = JSON.stringify(sortedKeys(before)) === JSON.stringify(sortedKeys(after));
        expect(fields.length + folded.length > 0).toBe(!isEqual);
      }),
      { numRuns: 400 },
    );
  });

  test('made in the old data give the new', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { fields, folded } = diffData(before, after, custom);
        fc.pre(folded.length === 0);
        fc.pre(!JSON.stringify(fields).includes('(secret)')); // by chance: `JWT=(`
        const made = applied(before, fields) ?? null;
        expect(sortedKeys(withoutOrder(made))).toEqual(sortedKeys(withoutOrder(after)));
      }),
      runs,
    );
  });

  test('name each place once', () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(...sorts), ([before, after], context) => {
        const places = diffData(before, after, context).fields.map(({ place, change }) =>
          JSON.stringify([place, change]),
        );
        expect(new Set(places).size).toBe(places.length);
      }),
      runs,
    );
  });

  test('never hold a secret', () => {
    const secretKey = fc.constantFrom('password', 'DB_PASSWORD', 'apiKey', 'clientSecret', 'access_token');
    const planted = (canary: string): fc.Arbitrary<Data> =>
      fc.oneof(
        secretKey.map((name) => ({ [name]: canary })),
        secretKey.map((name) => `first\n${name}: ${canary}\nlast`),
        secretKey.map((name) => `a: 1\n${name}: ${canary}\n`),
        secretKey.map((name) => JSON.stringify({ deep: [{ [name]: canary }] })),
        secretKey.map((name) => [{ name, value: canary }]),
        secretKey.map((name) => JSON.stringify([{ name, value: canary }])),
        secretKey.map((name) => `--${name}=${canary}`),
        fc.constant(`https://user:${canary}@host/path`),
      );
    const half = (canary: string): fc.Arbitrary<DataMap> =>
      fc
        .tuple(map, fc.dictionary(key, planted(canary), { minKeys: 1, maxKeys: 4 }))
        .map(([open, hidden]) => ({ ...open, ...hidden }));
    fc.assert(
      fc.property(
        half('Canary-hunter2-A'),
        half('Canary-hunter2-B'),
        fc.constantFrom(...sorts),
        (before, after, context) => {
          for (const [a, b] of [
            [before, after],
            [{}, after],
            [before, {}],
          ] as const) {
            expect(JSON.stringify(diffData({ spec: a }, { spec: b }, context))).not.toContain('hunter2');
          }
          const contents = { data: { a: 'Q2FuYXJ5LWh1bnRlcjItQQ==', ...before }, stringData: before };
          const secret = { apiVersion: 'v1', kind: 'Secret' };
          expect(JSON.stringify(diffData(contents, { data: after, stringData: after }, secret))).not.toMatch(
            /hunter2|Q2FuYXJ5/,
          );
        },
      ),
      runs,
    );
  });

  test('never throw, however deep the data is', () => {
    const nested = (depth: number, inner: Data): Data => {
      let item = inner;
      for (let level = 0; level < depth; level++) item = level % 2 === 0 ? [item] : { password: item };
      return item;
    };
    for (const depth of [50, 99, 101, 1000, 20_000]) {
      for (const context of sorts) {
        const { fields } = diffData({ a: nested(depth, 1) }, { a: nested(depth, 2) }, context);
        expect(fields).toHaveLength(1);
        expect(diffData({ a: nested(depth, 1) }, { a: nested(depth, 1) }, context).fields).toEqual([]);
      }
    }
  });

  test('never throw, however wide the data is', () => {
    const list = (item: Data): Data => ({ data: { list: Array.from({ length: 130_000 }, () => item) } });
    const text = (line: string): Data => ({ data: { text: `${line}\n`.repeat(130_000) } });
    for (const context of sorts.slice(1, 3)) {
      expect(diffData(list('a'), list('b'), context).fields.length).toBeGreaterThan(0);
      expect(diffData(text('a'), text('b'), context).fields).toHaveLength(1);
    }
  });

  test('never throw, whatever the data is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8 }),
        fc.jsonValue({ maxDepth: 8 }),
        fc.constantFrom(...sorts),
        (before, after, context) => {
          const found = diffData(before as Data, after as Data, context);
          expect(JSON.stringify(found)).toContain('fields');
        },
      ),
      runs,
    );
  });
});

/** Containers are known by their names: where a new one stands means nothing, and is not told. */
function withoutOrder(item: Data): Data {
  if (isList(item)) return item.map(withoutOrder);
  if (!isMap(item)) return item;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      name === 'containers' && isList(value)
        ? value
            .map(withoutOrder)
            .toSorted((a, b) => (JSON.stringify(sortedKeys(a)) < JSON.stringify(sortedKeys(b)) ? -1 : 1))
        : withoutOrder(value),
    ]),
  );
}

const sortedKeys = (item: Data): Data => {
  if (isList(item)) return item.map(sortedKeys);
  if (!isMap(item)) return item;
  return Object.fromEntries(
    Object.entries(item)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, sortedKeys(value)]),
  );
};
