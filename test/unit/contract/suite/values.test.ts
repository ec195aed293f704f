import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenBy } from '../../../../src/contract/suite/layers.ts';
import { assignments } from '../../../../src/contract/suite/set-entry.ts';
import type { Suite } from '../../../../src/contract/suite/suite.ts';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import { at, isMap } from '../../../../src/kubernetes/data.ts';
import { caseOf, suite } from './contract-directory.ts';

describe('where a value is set', () => {
  const all = (): Suite =>
    suite(
      `chart: chart
valueFiles: [common.yaml]
values:
  image:
    tag: contract
  list: [a, {b: c}]
cases:
  plain: {}
  parent:
    values: {image: {tag: parent}, extra: {a: {b: 1}}}
    set: ["port=80,labels.team=shop"]
  child:
    inherits: parent
    valueFiles: [child.yaml]
    values: {extra: {a: null}}
    matrix:
      tls:
        with: {tls: {enabled: true}}
`,
      {
        'common.yaml': 'image:\n  repository: common\n  tag: common\nlist: [x, o, z]\n',
        'child.yaml': '# of the child\nimage:\n  repository: child\n',
      },
    );
  const child = 'child [tls=with]';

  test.each([
    ['in the file below all', 'plain', ['image', 'repository'], 'common.yaml:2:15'],
    ['in the contract, above the file', 'plain', ['image', 'tag'], 'contract.yaml:5:10'],
    ['in a parent', child, ['image', 'tag'], 'contract.yaml:10:27'],
    ['in a file of the case, above the parent', child, ['image', 'repository'], 'child.yaml:3:15'],
    ['in a choice of the matrix', child, ['tls', 'enabled'], 'contract.yaml:18:31'],
    ['in set', child, ['port'], 'contract.yaml:11:11'],
    ['in the second part of an entry of set', child, ['labels', 'team'], 'contract.yaml:11:11'],
    ['below a value that set gives', child, ['port', 'name'], 'contract.yaml:11:11'],
    ['in a list', 'plain', ['list', 1, 'b'], 'contract.yaml:6:17'],
    ['behind the end of the list that replaces another', 'plain', ['list', 2], 'contract.yaml:6:9'],
    ['removed above', child, ['extra', 'a', 'b'], 'contract.yaml:15:25'],
    ['nowhere: the nearest parent', child, ['image', 'digest'], 'child.yaml:3:3'],
    ['nowhere: the nearest parent, further up', 'plain', ['image', 'a', 'b'], 'contract.yaml:5:5'],
  ])('%s', (_, name, path, place) => {
    const source = caseOf(all(), name).valueSource(path);
    expect(`${source?.file}:${source?.line}:${source?.column}`).toBe(place);
  });

  test('nothing of it is set', () => {
    expect(caseOf(all(), 'plain').valueSource(['tls', 'enabled'])).toBeNull();
    expect(caseOf(all(), 'plain').valueSource([])).toBeNull();
  });
});

describe('set', () => {
  test.each<[string, readonly (readonly [readonly (string | number)[], Data])[]]>([
    ['a=b', [[['a'], 'b']]],
    [
      'a.b=1,c=true',
      [
        [['a', 'b'], 1],
        [['c'], true],
      ],
    ],
    ['a=', [[['a'], '']]],
    ['a=null', [[['a'], null]]],
    ['a=1.5', [[['a'], '1.5']]],
    ['a=007', [[['a'], '007']]],
    ['a=-3', [[['a'], -3]]],
    ['a={x,1}', [[['a'], ['x', 1]]]],
    [
      'a={},b=c',
      [
        [['a'], []],
        [['b'], 'c'],
      ],
    ],
    ['a[0].b=c', [[['a', 0, 'b'], 'c']]],
    ['a[1][2]=c', [[['a', 1, 2], 'c']]],
    [String.raw`a\.b=x\,y`, [[['a.b'], 'x,y']]],
    ['a=b=c', [[['a'], 'b=c']]],
  ])('%s', (text, expected) => {
    expect(assignments(text)).toEqual(expected.map(([path, value]) => ({ path, value })));
  });

  test.each(['a', 'a,b=c', '=b', '', ',', '[0]=a', 'a={x', 'a={x}y'])('refused: "%s"', (text) => {
    expect(assignments(text)).toBeNull();
  });
});

/** The path of each value that is no map. */
function leaves(data: DataMap, path: readonly string[] = []): string[][] {
  return Object.entries(data).flatMap(([name, value]) => {
    const here = [...path, name];
    return isMap(value) && Object.keys(value).length > 0 ? leaves(value, here) : [here];
  });
}

const key = fc.constantFrom('a', 'b', 'c');
const { values } = fc.letrec<{ value: Data; values: DataMap }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<Data[]>(1, 'x', null, true, ['l']), tie('values')),
  values: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

describe('precedence', () => {
  test('of every value that a layer gives, the uppermost that speaks of it or of something above it decides', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), (layers) => {
        const given = givenBy(
          layers.map((data) => ({
            set: [],
            layers: [
              {
                data,
                root: { kind: 'map', at: { line: 1, column: 1 }, entries: new Map() },
                file: '',
                base: [],
              },
            ],
          })),
        );
        expect(disagreements(given, layers)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('through a contract file: contract, parents, case, choice; files below values; set above all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(values, { nil: undefined }), { minLength: 7, maxLength: 7 }),
        (layers) => {
          const json = (index: number): string => JSON.stringify(layers[index] ?? {});
          const all = suite(
            `chart: chart
valueFiles: [contract-file.yaml]
values: ${json(1)}
cases:
  parent: {valueFiles: [parent-file.yaml], values: ${json(3)}}
  child: {inherits: parent, valueFiles: [case-file.yaml], values: ${json(5)}, set: [d=set], matrix: {m: {n: ${json(6)}}}}
`,
            { 'contract-file.yaml': json(0), 'parent-file.yaml': json(2), 'case-file.yaml': json(4) },
          );
          const given = caseOf(all, 'child [m=n]').given();
          const { d, ...rest } = given;
          expect(d).toBe('set');
          const present = layers.map((layer) => layer ?? {});
          expect(disagreements(rest, present)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Paths that a layer or the outcome has, and at which the outcome is not what the naive model says. */
const disagreements = (given: DataMap, layers: readonly DataMap[]): string[][] =>
  [given, ...layers]
    .flatMap((map) => leaves(map))
    .filter((path) => !isDeepStrictEqual(at(given, ...path), naive(layers, path)));

/** Asks the layers one by one, from the top, for one path. Maps of several layers are put together. */
function naive(layers: readonly DataMap[], path: readonly string[]): Data | undefined {
  const maps: DataMap[] = [];
  for (const layer of layers.toReversed()) {
    let here: Data | undefined = layer;
    for (const step of path) {
      if (!isMap(here)) break;
      here = at(here, step);
    }
    const isBlocked = path.some((_, index) => {
      const above = at(layer, ...path.slice(0, index));
      return above !== undefined && !isMap(above);
    });
    if (isBlocked) return maps.length > 0 ? together(maps) : undefined;
    if (here === undefined) continue;
    if (!isMap(here)) return maps.length > 0 ? together(maps) : here;
    maps.push(here);
  }
  return maps.length > 0 ? together(maps) : undefined;
}

function together(maps: readonly DataMap[]): DataMap {
  const keys = new Set(maps.flatMap((map) => Object.keys(map)));
  const lowestFirst = maps.toReversed();
  return Object.fromEntries([...keys].map((name) => [name, naive(lowestFirst, [name]) ?? null]));
}
