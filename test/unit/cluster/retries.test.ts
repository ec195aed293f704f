import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseBefore } from '../../../src/cluster/retries.ts';

test.each([
  ['a busy server, first', 1, { status: 429, retryAfter: null }, false, 100],
  ['a busy server, third', 3, { status: 429, retryAfter: null }, false, 400],
  ['a busy server that names a time', 1, { status: 429, retryAfter: 2 }, false, 2000],
  ['a busy server that names a long time', 1, { status: 429, retryAfter: 60 }, false, null],
  ['a failing server', 2, { status: 502, retryAfter: null }, true, 200],
  ['a failing server that did more than answer', 1, { status: 502, retryAfter: null }, false, null],
  ['what is not there', 1, { status: 404, retryAfter: null }, true, null],
  ['a broken connection', 1, Object.assign(new Error(), { code: 'ECONNRESET' }), false, 100],
  ['a server that is not there', 1, Object.assign(new Error(), { code: 'ECONNREFUSED' }), true, null],
  ['no answer in time', 1, new Error('no answer'), true, null],
  ['the fifth attempt', 5, { status: 429, retryAfter: null }, true, null],
])('%s', (_, attempt, outcome, asks, pause) => {
  expect(pauseBefore(attempt, outcome, asks)).toBe(pause);
});

test('whatever a server says, it is over after a while', () => {
  fc.assert(
    fc.property(fc.integer(), fc.option(fc.double()), fc.boolean(), (status, retryAfter, asks) => {
      const pauses = [1, 2, 3, 4, 5].map((attempt) => pauseBefore(attempt, { status, retryAfter }, asks));
      expect(pauses.at(-1)).toBeNull();
      const waits = pauses.filter((pause) => pause !== null);
      expect(waits.filter((pause) => pause < 100 || pause > 15_000)).toEqual([]);
    }),
  );
});
