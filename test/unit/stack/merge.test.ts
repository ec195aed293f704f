import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value, Values } from '../../../src/stack/desired.ts';
import { mergeNodes, mergeValues } from '../../../src/stack/merge.ts';
import { dataOf, type MapNode } from '../../../src/stack/node.ts';
import { nameOf } from '../../../src/stack/values.ts';
import { parseYaml } from '../../../src/stack/yaml.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd');
const { map } = fc.letrec<{ value: Value; map: Values }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(key, tie('value')),
}));

function mapNode(data: unknown): MapNode {
  const { root } = parseYaml(JSON.stringify(data), { file: 'x.yaml' });
  if (root.kind !== 'map') throw new TypeError('not a map');
  return root;
}
const merged = (base: unknown, override: unknown): unknown =>
  dataOf(mergeNodes(mapNode(base), mapNode(override)));

/** What the law says of one key; `undefined` if it is not there. */
function outcome(under: Value | undefined, over: Value | undefined): unknown {
  if (over === undefined) return under;
  if (over === null) return undefined;
  return isMap(over) ? merged(isMap(under) ? under : {}, over) : over;
}
const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

describe('an override over the stack file', () => {
  test('an empty one changes nothing', () => {
    fc.assert(
      fc.property(map, (base) => {
        expect(merged(base, {})).toEqual(base);
      }),
    );
  });

  test('twice is the same as once', () => {
    fc.assert(
      fc.property(map, map, (base, override) => {
        const once = merged(base, override);
        expect(merged(once, override)).toEqual(once);
      }),
    );
  });

  test('null removes, lists and scalars replace, maps merge', () => {
    fc.assert(
      fc.property(map, map, key, (base, override, name) => {
        const result = merged(base, override) as Values;
        const lawful = outcome(base[name], override[name]);
        expect(result[name]).toEqual(lawful);
        expect(name in result).toBe(lawful !== undefined);
      }),
    );
  });

  test('neither side is changed', () => {
    const [base, override] = [mapNode({ a: { b: 1 } }), mapNode({ a: { b: null } })];
    mergeNodes(base, override);
    expect([dataOf(base), dataOf(override)]).toEqual([{ a: { b: 1 } }, { a: { b: null } }]);
  });

  test('a null stays in the Helm values of a release, and only there', () => {
    const base = { releases: { x: { values: { a: { b: 1 } }, config: { a: { b: 1 } } } } };
    const override = { releases: { x: { values: { a: { b: null }, c: null }, config: { a: { b: null } } } } };
    expect(merged(base, override)).toEqual({
      releases: { x: { values: { a: { b: null }, c: null }, config: { a: {} } } },
    });
  });
});

describe('Helm values over Helm values', () => {
  test('empty ones change nothing, on either side', () => {
    fc.assert(
      fc.property(map, (values) => {
        expect(mergeValues(values, {})).toEqual(values);
        expect(mergeValues({}, values)).toEqual(values);
      }),
    );
  });

  test('twice is the same as once', () => {
    fc.assert(
      fc.property(map, map, (base, over) => {
        const once = mergeValues(base, over);
        expect(mergeValues(once, over)).toEqual(once);
      }),
    );
  });

  test('what is laid over is there afterwards, nulls included', () => {
    fc.assert(
      fc.property(map, map, (base, over) => {
        expect(mergeValues(base, over)).toMatchObject(over);
      }),
    );
  });

  test('references to backing resources replace and are replaced as a whole', () => {
    const reference = nameOf({ id: 'secret/shop/db' });
    expect(mergeValues({ a: reference }, { a: { name: 'x' } })).toEqual({ a: { name: 'x' } });
    expect(mergeValues({ a: { name: 'x', key: 'y' } }, { a: reference })).toEqual({ a: reference });
  });
});
