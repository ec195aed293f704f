import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { diffData } from '../../../src/plan/diff/index.ts';
import { mended } from '../../../src/plan/mending.ts';

const data = (text: string): DataMap => parse(text) as DataMap;
const context = { kind: 'Deployment', apiVersion: 'apps/v1' };

describe('only the places that are named become as they should be', () => {
  test.each([
    ['changed', '{a: 1, b: 2}', '{a: 3, b: 4}', [['a']], '{a: 3, b: 2}'],
    ['removed by somebody', '{b: 2}', '{a: {x: 1}, b: 4}', [['a']], '{a: {x: 1}, b: 2}'],
    ['removed inside of what is gone', '{}', '{a: {x: 1, y: 2}}', [['a', 'x']], '{a: {x: 1, y: 2}}'],
    ['added by somebody', '{a: 1, b: 2}', '{b: 4}', [['a']], '{b: 2}'],
    ['a list without keys as a whole', '{l: [1, 5]}', '{l: [1, 2]}', [['l', 1]], '{l: [1, 2]}'],
    [
      'a document inside of a text',
      '{t: "a: 2"}',
      '{t: "a: 1"}',
      [['t', { document: 'yaml' }, 'a']],
      '{t: "a: 1"}',
    ],
    ['an empty key', '{"": 1, b: 2}', '{"": 3, b: 4}', [['']], '{"": 3, b: 2}'],
  ] as const)('%s', (_what, live, wanted, places, expected) => {
    expect(mended(data(live), data(wanted), places)).toEqual(data(expected));
  });

  test.each([
    [
      'changed',
      '[{name: A, value: x}, {name: B, value: b}]',
      '[{name: A, value: a}, {name: B, value: c}]',
      'A',
      '[{name: A, value: a}, {name: B, value: b}]',
    ],
    ['too many', '[{name: A}, {name: B}]', '[{name: B}]', 'A', '[{name: B}]'],
    ['missing', '[{name: B}]', '[{name: A, value: a}, {name: B}]', 'A', '[{name: B}, {name: A, value: a}]'],
  ])('an item of a list with keys that is %s', (_what, live, wanted, name, expected) => {
    const places = [['env', { item: { name } }]];
    expect(mended({ env: data(live) }, { env: data(wanted) }, places)).toEqual({ env: data(expected) });
  });
});

test('with all places that a comparison tells, nothing differs any more', () => {
  const value = fc.oneof(fc.integer(), fc.string(), fc.boolean());
  const map = (item: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), item, { maxKeys: 4 });
  const env = fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.string() }), {
    selector: ({ name }) => name,
  });
  const object = fc
    .record({ spec: map(fc.oneof(value, map(value), fc.array(value))), env })
    .map(({ spec, env: variables }) => ({
      spec: { ...spec, template: { spec: { containers: [{ name: 'main', env: variables }] } } },
    })) as fc.Arbitrary<unknown> as fc.Arbitrary<DataMap>;
  fc.assert(
    fc.property(object, object, (live, wanted) => {
      const { fields } = diffData(wanted, live, { ...context, folds: [] });
      const result = mended(
        live,
        wanted,
        fields.map(({ place }) => place),
      );
      const left = diffData(wanted, result, context).fields;
      expect(left).toEqual([]);
    }),
  );
});
