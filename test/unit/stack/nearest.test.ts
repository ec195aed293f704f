import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceBetween, nearest } from '../../../src/stack/nearest.ts';

const words = ['x', 'replicas', 'namespace', 'ref', 'version', 'ha', 'valueFiles', 'wait', 'waitForJobs'];

test.each([
  ['replicaz', 'replicas'],
  ['relpicas', 'replicas'],
  ['Replicas', 'replicas'],
  ['namespce', 'namespace'],
  ['reff', 'ref'],
  ['valuefiles', 'valueFiles'],
  ['waitForJob', 'waitForJobs'],
  ['hq', 'ha'],
  ['replica', 'replicas'],
  ['count', null],
  ['', null],
  ['h', 'ha'],
  ['q', null],
  ['x'.repeat(10_000), null],
])('%s', (word, name) => expect(nearest(word, words)).toBe(name));

const word = fc.string({ maxLength: 12 });

test('the distance is symmetric, zero only for equals, and at most the length of the longer word', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = distanceBetween(a, b);
      expect(distanceBetween(b, a)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});

test('a suggestion works in both directions', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(nearest(a, [b]) === null).toBe(nearest(b, [a]) === null);
    }),
  );
});

test('one slip costs one: a letter added, left out, mistaken, or two swapped', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 2, maxLength: 12 }), fc.nat(), (text, seed) => {
      const at = seed % (text.length - 1);
      const [head, tail] = [text.slice(0, at), text.slice(at)];
      const swapped = head + tail.charAt(1) + tail.charAt(0) + tail.slice(2);
      for (const slip of [`${head}\u0000${tail}`, head + tail.slice(1), `${head}\u0000${tail.slice(1)}`]) {
        expect(distanceBetween(text, slip)).toBe(1);
      }
      expect(distanceBetween(text, swapped)).toBe(swapped === text ? 0 : 1);
    }),
  );
});
