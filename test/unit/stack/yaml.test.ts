import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { StackFileError } from '../../../src/stack/problem.ts';
import { parseYaml } from '../../../src/stack/yaml.ts';

const valueOf = (text: string): unknown => parseYaml(text, { file: 'x.yaml' }).value;

describe('values', () => {
  test.each([
    ['', null],
    ['# only a comment\n', null],
    ['---\na: 1\n...\n', { a: 1 }],
    ['\ufeffa: 1', { a: 1 }],
    ['a: 1\r\nb: two\r\n', { a: 1, b: 'two' }],
    ['{a, b: , c: ~, d: null}', { a: null, b: null, c: null, d: null }],
    ['[0x1f, 0o17, -0.5, 1e3, 07, 089]', [31, 15, -0.5, 1000, 7, 89]],
    ['[true, False, "yes", \'no\', yEs, !!str on]', [true, false, 'yes', 'no', 'yEs', 'on']],
    [
      '[1.2.3, 12:30, 2001-01-01, "0644", _1, "1_000"]',
      ['1.2.3', '12:30', '2001-01-01', '0644', '_1', '1_000'],
    ],
    ['a: |\n  "open\n  two\nb: >-\n  one\n  line', { a: '"open\ntwo\n', b: 'one line' }],
    ["a: it's\nb: 'it''s'\nc: say \"hi\"", { a: "it's", b: "it's", c: 'say "hi"' }],
    ['on: push\ny: axis\n', { on: 'push', y: 'axis' }],
    ['constructor: 1\ntoString: 2\n', { constructor: 1, toString: 2 }],
  ])('%j', (text, value) => expect(valueOf(text)).toEqual(value));

  test('an alias means what its anchor meant where the alias stands', () => {
    expect(valueOf('a: &x 1\nb: &list [*x]\nc: &x 2\nd: *list\ne: *x\n')).toEqual({
      a: 1,
      b: [1],
      c: 2,
      d: [1],
      e: 2,
    });
  });

  test('exactly 64 levels are read', () => {
    expect(() => valueOf('['.repeat(64) + ']'.repeat(64))).not.toThrow();
    expect(() => valueOf('['.repeat(65) + ']'.repeat(65))).toThrow('nested more than 64 deep');
  });
});

/** Taken down from `helm template` 3.18: what these are for Helm without quotes is something else than in YAML 1.2. */
test.each([
  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'n',
  'N',
  'no',
  'No',
  'NO',
  'on',
  'On',
  'ON',
  'off',
  'Off',
  'OFF',
  '0644',
  '-0644',
  '1_000',
  '1__0',
  '1_',
  '0b11',
  '-0b1',
  '1_0.5',
  '0x_1',
  '0X1F',
  '0O17',
  '1_e3',
  '685_230.15',
])('%s needs quotes', (word) => {
  expect(() => valueOf(`a: ${word}`)).toThrow(
    /^x.yaml:1:4 a: without quotes this is (a boolean|another number) for Helm/,
  );
  expect(valueOf(`a: "${word}"`)).toEqual({ a: word });
});

describe('positions', () => {
  test.each([
    [['a'], 'key', '2:1'],
    [['a'], 'value', '2:7'],
    [['a', 1], 'value', '2:11'],
    [['b', 'c d'], 'key', '4:3'],
    [['b', 'c d'], 'value', '4:10'],
    [['b'], 'value', '4:3'],
    [['b', 'missing', 'deeper'], 'value', '4:3'],
    [['e'], 'value', '5:9'],
    [['e', 0], 'value', '2:8'],
    [[], 'value', '2:1'],
    [['nowhere'], 'key', '2:1'],
  ] as const)('%j, %s', (path, part, place) => {
    const source = '# title\na: &x [1, "ü"]\nb:\n  "c d": 1\ne:      *x\n';
    const document = parseYaml(source, { file: 'x.yaml' });
    const { line, column } = document.problemAt(path, 'here', part);
    expect(`${line}:${column}`).toBe(place);
  });
});

/** JSON data with keys and texts that need every kind of quoting. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('yes', '0644', '- a', ' b: c', '#', '\n\n x', '~', '<<'),
);
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '<<' && key !== '__proto__'),
      tie('data'),
      { maxKeys: 4 },
    ),
  ),
}));

test('whatever is written as JSON is read back', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(valueOf(JSON.stringify(value))).toEqual(value);
    }),
  );
});

test('whatever is written as YAML with quotes is read back', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(
        valueOf(stringify(value, { defaultStringType: 'QUOTE_DOUBLE', aliasDuplicateObjects: false })),
      ).toEqual(value);
    }),
  );
});

test('every scalar of a document is found where it stands', () => {
  fc.assert(
    fc.property(data, fc.integer({ min: 0, max: 6 }), (value, indent) => {
      const source = JSON.stringify(value, null, indent);
      const document = parseYaml(source, { file: 'x.yaml' });
      const lines = source.split('\n');
      for (const [path, scalar] of scalarsIn(value)) {
        const { line, column } = document.problemAt(path, '');
        expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(scalar))).toBe(true);
        const key = path.at(-1);
        if (typeof key !== 'string') continue;
        const keyAt = document.problemAt(path, '', 'key');
        expect(lines[keyAt.line - 1]?.slice(keyAt.column - 1).startsWith(JSON.stringify(key))).toBe(true);
      }
    }),
  );
});

function* scalarsIn(
  value: unknown,
  path: (string | number)[] = [],
): Generator<[(string | number)[], unknown]> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* scalarsIn(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* scalarsIn(item, [...path, key]);
  } else yield [path, value];
}

const yamlish = fc
  .array(
    fc.constantFrom(
      'a',
      'b: ',
      '- ',
      '? ',
      ': ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '\n',
      '  ',
      '\t',
      '"',
      "'",
      '|',
      '>-',
      '&x ',
      '*x',
      '!t ',
      '!!str ',
      '#c',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '<<: ',
      '1',
      '0644',
      '~',
      '\r',
      '\u0001',
      '\u{1f600}',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('any text and any bytes are read, or refused with their place', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), yamlish, fc.uint8Array({ maxLength: 60 })),
      (source) => {
        const problems = problemsOf(source);
        for (const { file, line, column } of problems) {
          expect(file).toBe('x.yaml');
          expect(Math.min(line, column)).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

/** Anything else that is thrown fails the test. */
function problemsOf(source: string | Uint8Array): StackFileError['problems'] {
  try {
    parseYaml(source, { file: 'x.yaml' });
    return [];
  } catch (error) {
    if (error instanceof StackFileError) return error.problems;
    throw error;
  }
}
