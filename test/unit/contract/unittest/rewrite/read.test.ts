/** What suites are read as: scalars, keys of `set`, paths, comments. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { goScalar } from '../../../../../src/contract/unittest/rewrite/go-scalar.ts';
import { stepsOf, type Step } from '../../../../../src/contract/unittest/rewrite/path.ts';
import { valuesAt } from '../../../../../src/contract/unittest/rewrite/set-path.ts';
import { suiteTexts, valuesIn } from '../../../../../src/contract/unittest/rewrite/suite-text.ts';
import type { DataMap } from '../../../../../src/kubernetes/data.ts';

// As yaml.v3 decodes them into `any`.
test.each([
  ['0644', 420],
  ['0o644', 420],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['-7', -7],
  ['-0', 0],
  ['08', 8],
  ['1.50', 1.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['+3', 3],
  ['1.2.3', '1.2.3'],
  ['1Gi', '1Gi'],
  ['yes', 'yes'],
  ['on', 'on'],
  ['True', true],
  ['FALSE', false],
  ['~', null],
  ['', null],
  ['Null', null],
  ['_1', '_1'],
])('the plain scalar %s is %j', (source, value) => {
  expect(goScalar(source)).toBe(value);
});

test('a number is read as JavaScript writes it', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      (number) => {
        expect(goScalar(String(number))).toBe(Object.is(number, -0) ? 0 : number);
      },
    ),
  );
});

describe('keys of set', () => {
  test.each<[string, DataMap | null]>([
    ['a', { a: 1 }],
    ['a.b', { a: { b: 1 } }],
    ['a[1]', { a: [null, 1] }],
    ['a[0].b', { a: [{ b: 1 }] }],
    ['a[0][1]', { a: [[null, 1]] }],
    ['labels.[app.kubernetes.io/name]', { labels: { 'app.kubernetes.io/name': 1 } }],
    ['[a.b].c', { 'a.b': { c: 1 } }],
    ['', null],
    ['a.', null],
    ['a,b', null],
    ['a=b', null],
    ['a[x]', null],
    ['[0]', { '0': 1 }],
  ])('%s', (path, values) => {
    expect(valuesAt(path, 1)).toEqual(values);
  });

  test('lead to the value, and to nothing else', () => {
    const key = fc.stringMatching(/^[a-z][a-z-]{0,5}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (keys, value) => {
        const values = valuesAt(keys.join('.'), value as never);
        const found = keys.reduce<unknown>((map, one) => (map as DataMap)[one], values);
        expect(found).toEqual(value);
        expect(JSON.stringify(values)).toBe(
          keys.reduceRight((inner, one) => `{${JSON.stringify(one)}:${inner}}`, JSON.stringify(value)),
        );
      }),
    );
  });
});

describe('paths', () => {
  const key = (name: string): Step => ({ kind: 'key', key: name });
  test.each<[string, Step[] | null]>([
    ['', []],
    ['$', []],
    ['spec.replicas', [key('spec'), key('replicas')]],
    ['$.spec', [key('spec')]],
    ['data["a.b"]', [key('data'), key('a.b')]],
    ["['a.b'].c", [key('a.b'), key('c')]],
    ['a[2].b', [key('a'), { kind: 'index', index: 2 }, key('b')]],
    ['a[*].b', [key('a'), { kind: 'each', where: [] }, key('b')]],
    ['a.*', [key('a'), { kind: 'each', where: [] }]],
    [
      "a[?(@.name == 'x' && @.b.c)].d",
      [
        key('a'),
        {
          kind: 'each',
          where: [
            { keys: ['name'], value: 'x' },
            { keys: ['b', 'c'], value: undefined },
          ],
        },
        key('d'),
      ],
    ],
    ['a[?(@["x.y"] == 3)]', [key('a'), { kind: 'each', where: [{ keys: ['x.y'], value: 3 }] }]],
    ['a..b', null],
    ['a[-1]', null],
    ['a[0:2]', null],
    ["a['b','c']", null],
    ['a~', null],
    ['a[?(@.b =~ /x/)]', null],
    ['a[?(@.b != 1)]', null],
    ['a[?(@.b == 1 || @.c)]', null],
    ['a[', null],
  ])('%s', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });

  test('of words are read as they are written', () => {
    const word = fc.stringMatching(/^[A-Za-z_/-][\w/-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        expect(stepsOf(words.join('.'))).toEqual(words.map(key));
      }),
    );
  });
});

describe('a file of suites', () => {
  const text = `# About the file.
suite: one
tests:
  # The first.
  - it: a
    set: {x: 0644, y: yes, z: "1"}
    asserts:
      # Why.
      - equal: {path: a, value: 1.0}
      - isKind: {of: Pod}

  # The second,
  # in two lines.
  - it: b
    asserts: []
---
suite: two
set: &all {a: {b: 1}}
tests:
  - it: c
    set:
      <<: *all
      d: 2
    asserts: [{exists: {path: q}}]
---
- no map
`;

  test('has suites with lines, comments and data as Go reads them', () => {
    const [one, two, three] = suiteTexts(text);
    expect(one).toMatchObject({ name: 'one', line: 2 });
    expect(one?.tests).toMatchObject([
      {
        name: 'a',
        line: 5,
        column: 5,
        comment: 'The first.',
        data: { set: { x: 420, y: 'yes', z: '1' } },
        asserts: [
          { line: 9, column: 9, comment: 'Why.', data: { equal: { path: 'a', value: 1 } } },
          { line: 10, column: 9, comment: null, data: { isKind: { of: 'Pod' } } },
        ],
      },
      { name: 'b', line: 14, comment: 'The second,\nin two lines.', asserts: [] },
    ]);
    expect(two).toMatchObject({ name: 'two', tests: [{ data: { set: { a: { b: 1 }, d: 2 } }, line: 20 }] });
    expect(three).toBeNull();
  });

  test('has the data that any YAML parser finds, where numbers and words are plain', () => {
    const scalar = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.stringMatching(/^[a-z ]{1,10}$/),
    );
    const map = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(scalar, fc.array(scalar)));
    fc.assert(
      fc.property(map, (data) => {
        const written = JSON.stringify(data);
        expect(valuesIn(written)).toEqual(parse(written));
      }),
    );
  });

  test.each(['a: [', '- 1', 'text'])('%s is no map of values', (written) => {
    expect(valuesIn(written)).toBeNull();
  });
});
