import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentOf } from '../../../src/stack/plain-data.ts';

class Named {
  readonly name = 'x';
}

describe('a stack that is given as data', () => {
  test('is read as it is, without what is undefined', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (data) => {
        const plain = JSON.parse(JSON.stringify(data)) as unknown;
        expect(documentOf({ ...data, left: undefined }).value).toEqual(plain);
      }),
    );
  });

  test.each([
    ['an Output of Pulumi', output(), 'found an Output of Pulumi'],
    ['a function', () => 1, 'found a function'],
    ['an instance of a class', new Named(), 'found an instance of a class'],
    ['a number that JSON lacks', Number.NaN, 'infinity and NaN'],
    ['a big number', 1n, 'found a bigint'],
    ['nothing in a list', undefined, 'found nothing'],
  ])('%s is refused at its path', (_what, value, message) => {
    const read = (): unknown => documentOf({ releases: { a: { values: [value] } } });
    expect(read).toThrow(message);
    expect(read).toThrow(/^releases\.a\.values\[0\]: /);
  });

  test('what refers to itself is refused, not followed', () => {
    const data: Record<string, unknown> = {};
    data['again'] = data;
    expect(() => documentOf(data)).toThrow('nested more than 64 deep');
  });

  test('every problem is told, in the order of the data', () => {
    const data = { z: () => 1, a: [1n], m: { x: Number.NaN } };
    expect(() => documentOf(data)).toThrow(/^z: .*\na\[0\]: .*\nm\.x: .*$/);
  });
});

/** What `pulumi.output()` makes is an instance of a class with this property. */
function output(): object {
  return Object.assign(new Named(), { __pulumiOutput: true });
}
