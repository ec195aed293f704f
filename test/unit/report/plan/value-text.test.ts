import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Data } from '../../../../src/kubernetes/data.ts';
import { changeText, shortened, valueText, valueTexts } from '../../../../src/report/plan/value-text.ts';
import { added, field, removed, secret } from '../../../setup/plan-parts.ts';
import { data, field as randomField } from './random-plan.ts';

describe('a value', () => {
  test.each<[Data, string]>([
    [null, 'null'],
    [true, 'true'],
    [3, '3'],
    ['3', '"3"'],
    ['true', '"true"'],
    ['', '""'],
    [' a', '" a"'],
    ['two\nlines', String.raw`"two\nlines"`],
    ['RollingUpdate', 'RollingUpdate'],
    ['two words', 'two words'],
    ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
    ['ghcr.io/web:1.0@sha256:aa', 'ghcr.io/web:1.0@sha256:aa'],
    [[80, 'a, b', 'c'], '[80, "a, b", c]'],
    [{ name: 'main', ports: [{ port: 80 }], empty: {} }, '{name: main, ports: [{port: 80}], empty: {}}'],
    [[], '[]'],
  ])('%j', (given, expected) => {
    expect(valueText(given)).toBe(expected);
  });

  test('can be read back: nothing is mistaken for something else', () => {
    fc.assert(
      fc.property(data, (given) => {
        expect(parse(valueText(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a change', () => {
  test.each([
    [field(['a'], { before: 1, after: '1' }), '1 → "1"'],
    [field(['a'], { before: null, after: 1 }), 'null → 1'],
    [added(['a'], [1]), '[1]'],
    [removed(['a'], null), 'null'],
    [secret(['a']), '(secret) changes'],
    [secret(['a'], 'removed'), '(secret)'],
    [field(['a'], { before: null, after: null }), 'changes'],
  ])('%j', (given, expected) => {
    expect(changeText(given)).toBe(expected);
  });
});

describe('shortened', () => {
  test.each([
    ['short', 'one', 'two', ['one', 'two']],
    ['alone', null, 'x'.repeat(50), [null, `${'x'.repeat(39)}…`]],
    [
      'a different start',
      `a${'x'.repeat(50)}`,
      `b${'x'.repeat(50)}`,
      [`a${'x'.repeat(38)}…`, `b${'x'.repeat(38)}…`],
    ],
    [
      'the same start',
      `${'x'.repeat(50)}one`,
      `${'x'.repeat(50)}two`,
      [`…${'x'.repeat(36)}one`, `…${'x'.repeat(36)}two`],
    ],
    [
      'both ends the same',
      `${'x'.repeat(50)}one${'y'.repeat(50)}`,
      `${'x'.repeat(50)}two${'y'.repeat(50)}`,
      [`…${'x'.repeat(12)}one${'y'.repeat(23)}…`, `…${'x'.repeat(12)}two${'y'.repeat(23)}…`],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(Object.values(shortened({ before, after }, 40))).toEqual(expected);
  });

  test('never longer than asked for, and what differs still differs', () => {
    const long = fc.string({ unit: fc.constantFrom('a', 'b', '🚀'), maxLength: 200 });
    fc.assert(
      fc.property(long, long, long, fc.integer({ min: 30, max: 80 }), (start, one, other, most) => {
        const short = shortened({ before: start + one, after: start + other }, most);
        expect(short.before?.length).toBeLessThanOrEqual(most);
        expect(short.after?.length).toBeLessThanOrEqual(most);
        expect(short.before === short.after).toBe(one === other);
      }),
      { numRuns: 1000 },
    );
  });
});

test('of a secret nothing is told', () => {
  fc.assert(
    fc.property(randomField, (given) => {
      const texts = Object.values(
        valueTexts({ ...given, secret: true, before: 'hunter2', after: 'hunter3' }),
      );
      for (const text of texts) expect([null, '(secret)']).toContain(text);
    }),
  );
});
