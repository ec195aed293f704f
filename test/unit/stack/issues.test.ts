/** What the stack file and the systems do not need today, but a schema may. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { explain, parseContext } from '../../../src/stack/issues.ts';

function messages(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value, parseContext);
  return explain(error?.issues ?? [], schema, value).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

test.each<[string, z.ZodType, unknown, string[]]>([
  ['no problem', z.strictObject({ a: z.string() }), { a: 'x' }, []],
  [
    'text of a form',
    z.strictObject({ a: z.string().regex(/^x+$/) }),
    { a: 'y' },
    ['a: expected text of the form /^x+$/, found "y"'],
  ],
  [
    'a format without a pattern',
    z.strictObject({ a: z.url() }),
    { a: 'y' },
    ['a: expected text of the form url, found "y"'],
  ],
  [
    'lengths',
    z.strictObject({ a: z.string().min(1), b: z.string().max(1) }),
    { a: '', b: 'xx' },
    ['a: expected at least 1 character, found ""', 'b: expected at most 1 character, found "xx"'],
  ],
  [
    'open bounds',
    z.strictObject({ a: z.number().gt(0), b: z.number().lt(1) }),
    { a: 0, b: 1 },
    ['a: expected a number of more than 0, found 0', 'b: expected a number of less than 1, found 1'],
  ],
  [
    'a long list',
    z.strictObject({ a: z.array(z.string()).max(1) }),
    { a: ['x', 'y'] },
    ['a: expected a list with at most 1 item, found a list'],
  ],
  ['tuples', z.tuple([z.string(), z.number()]), ['x', 'y'], ['1: expected a number, found "y"']],
  [
    'a refinement without a message',
    z.strictObject({ a: z.string().refine(() => false) }),
    { a: 'x' },
    ['a: expected something else, found "x"'],
  ],
  [
    'wrappers',
    z.strictObject({ a: z.strictObject({ b: z.int() }).nullable().readonly().default({ b: 1 }) }),
    { a: { c: 1 } },
    ['a.b: missing; expected a number', 'a.c: unknown key "c"; expected "b"'],
  ],
  [
    'intersections',
    z.intersection(z.looseObject({ a: z.string() }), z.looseObject({ b: z.enum(['one', 'two']) })),
    { a: 1, b: 'tow' },
    [
      'a: expected text, found the number 1; put it in quotes',
      'b: expected "one" or "two", found "tow"; did you mean "two"?',
    ],
  ],
  [
    'keys from a list',
    z.record(z.enum(['cpu', 'memory']), z.string()),
    { cpu: '1', memroy: '2' },
    ['memory: missing; expected text', 'memroy: unknown key "memroy"'],
  ],
  [
    'short keys',
    z.record(z.string().min(2), z.string()),
    { a: 'x' },
    ['a: "a" cannot be a key here: expected at least 2 characters'],
  ],
  [
    'unions in unions',
    z.strictObject({
      a: z.union([z.number(), z.union([z.literal('auto'), z.strictObject({ size: z.int() })])]),
    }),
    { a: { size: 'x' } },
    ['a.size: expected a number, found "x"'],
  ],
  [
    'a union of lists and texts',
    z.union([z.array(z.string()), z.string()]),
    [1],
    ['0: expected text, found the number 1; put it in quotes'],
  ],
  [
    'a message of the schema that is a whole sentence',
    z.strictObject({ a: z.string().min(3, 'too short to be a name') }),
    { a: 'x' },
    ['a: too short to be a name'],
  ],
  [
    'a union that says itself what it takes, in another',
    z.strictObject({
      a: z.union([z.union([z.boolean(), z.number()], 'expected a size'), z.strictObject({})]),
    }),
    { a: 'x' },
    ['a: expected a size or a map, found text'],
  ],
  [
    'a secret deep in a refined union',
    z.strictObject({
      a: z.union([
        z.literal('none'),
        z.strictObject({ fromEnv: z.string().regex(/^[A-Z]+$/) }).refine(() => true),
      ]),
    }),
    { a: 'hunter2' },
    ['a: expected "none" or a map, found text'],
  ],
])('%s', (_, schema, value, expected) => expect(messages(schema, value)).toEqual(expected));
