import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseBefore, type RequestKind } from '../../../src/cluster/retries.ts';

test.each([
  ['a busy server, first', 1, { status: 429, retryAfter: null }, 'tries', 100],
  ['a busy server, third', 3, { status: 429, retryAfter: null }, 'changes', 400],
  ['a busy server that names a time', 1, { status: 429, retryAfter: 2 }, 'tries', 2000],
  ['a busy server that names a long time', 1, { status: 429, retryAfter: 60 }, 'tries', null],
  ['a failing server', 2, { status: 502, retryAfter: null }, 'asks', 200],
  ['a failing server that did more than answer', 1, { status: 502, retryAfter: null }, 'tries', null],
  ['what is not there', 1, { status: 404, retryAfter: null }, 'asks', null],
  ['a broken connection', 1, Object.assign(new Error(), { code: 'ECONNRESET' }), 'tries', 100],
  [
    'a broken connection that may have done it',
    1,
    Object.assign(new Error(), { code: 'ECONNRESET' }),
    'changes',
    null,
  ],
  ['a server that is not there', 1, Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'asks', null],
  ['no answer in time', 1, new Error('no answer'), 'asks', null],
  ['the fifth attempt', 5, { status: 429, retryAfter: null }, 'asks', null],
] as const)('%s', (_, attempt, outcome, kind, pause) => {
  expect(pauseBefore(attempt, outcome, kind)).toBe(pause);
});

test('whatever a server says, it is over after a while', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.option(fc.double()),
      fc.constantFrom<RequestKind>('asks', 'tries', 'changes'),
      (status, retryAfter, kind) => {
        const pauses = [1, 2, 3, 4, 5].map((attempt) => pauseBefore(attempt, { status, retryAfter }, kind));
        expect(pauses.at(-1)).toBeNull();
        const waits = pauses.filter((pause) => pause !== null);
        expect(waits.filter((pause) => pause < 100 || pause > 15_000)).toEqual([]);
      },
    ),
  );
});
