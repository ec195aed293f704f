import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches, matchesCase } from '../../../../src/contract/suite/patterns.ts';

test.each([
  ['ha', 'ha', true],
  ['ha', 'ha2', false],
  ['ha*', 'ha', true],
  ['*', '', true],
  ['*a', 'aa', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['*x*x*', 'x', false],
  ['**', 'anything', true],
  ['a.c', 'abc', false],
  ['Deployment/*', 'Deployment/web', true],
])('%s matches %s: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test('as the regular expression would', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '['), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (pattern, name) => {
      const regex = pattern.split('*').map((part) => part.replaceAll('[', String.raw`\[`));
      expect(matches(pattern, name)).toBe(new RegExp(`^${regex.join('.*')}$`, 's').test(name));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['grid', true],
  ['grid [tls=on, logs=rwx]', true],
  ['*logs=rwx*', true],
  ['gri*', true],
  ['grid [tls=on]', false],
  ['rid', false],
])('a combination of a matrix by %s: %s', (pattern, expected) => {
  expect(matchesCase(pattern, 'grid [tls=on, logs=rwx]')).toBe(expected);
});
