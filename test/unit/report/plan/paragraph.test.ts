import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../../src/report/plan/terminal/columns.ts';
import { cutLine, fittingLine, paragraph } from '../../../../src/report/plan/terminal/paragraph.ts';
import { recorder } from '../recorder.ts';
import { text } from './random-plan.ts';

const plain = recorder();
const coloured = recorder({ isTTY: true });
const below = { indent: 2, hanging: 4 };
const columns = (line: string): number =>
  Array.from(line, (character): number => columnsOf(character)).reduce((sum, one) => sum + one, 0);

describe('a paragraph', () => {
  test.each([
    ['short', 'one line', ['  one line']],
    ['nothing', '', ['']],
    [
      'words',
      `${'word '.repeat(20)}end`,
      [`  ${'word '.repeat(15).trimEnd()}`, `    ${'word '.repeat(5)}end`],
    ],
    [
      'at a pause if the line is nearly full',
      `${'w'.repeat(66)}, a bcdefghijk`,
      [`  ${'w'.repeat(66)},`, '    a bcdefghijk'],
    ],
    [
      'a word that fits into the next line is not broken',
      `${'w'.repeat(40)} ${'v'.repeat(40)}`,
      [`  ${'w'.repeat(40)}`, `    ${'v'.repeat(40)}`],
    ],
    [
      'a longer one is, after a sign',
      `see ${'a'.repeat(50)}/${'b'.repeat(60)}`,
      [`  see ${'a'.repeat(50)}/`, `    ${'b'.repeat(60)}`],
    ],
    ['or anywhere', 'x'.repeat(100), [`  ${'x'.repeat(77)}`, `    ${'x'.repeat(23)}`]],
    ['wide characters', '界'.repeat(50), [`  ${'界'.repeat(38)}`, `    ${'界'.repeat(12)}`]],
    ['what a runner takes for a command', '::error::x ##[group]', ['  : :error::x ## [group]']],
  ])('%s', (_, given, expected) => {
    expect(paragraph([given], below, plain)).toEqual(expected);
  });

  test('pieces keep up to two spaces between them, and make no command together', () => {
    expect(paragraph([['red', '~ '], 'name', '    value', ' ##', '[group]'], below, plain)).toEqual([
      '  ~ name  value ## [group]',
    ]);
  });

  test('verbatim text keeps its spaces; a tab is four', () => {
    expect(paragraph([['red', '- '], '  a\tb   c'], { ...below, verbatim: true }, plain)).toEqual([
      '  -   a    b   c',
    ]);
  });

  test('each line has its colours', () => {
    const [first, second] = paragraph([['red', 'x'.repeat(80)], ' y'], below, coloured);
    expect(first).toBe(`  \u001B[31m${'x'.repeat(77)}\u001B[39m`);
    expect(second).toBe('    \u001B[31mxxx\u001B[39m y');
  });

  test('loses nothing but spaces, and keeps to its columns', () => {
    const letters = (shown: string): string => shown.replaceAll(/\s/g, '');
    const words = fc.array(fc.stringMatching(/^[a-z/.,;-]{1,100}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (given, indent, hanging) => {
        const lines = paragraph([given.join(' ')], { indent, hanging }, plain);
        expect(letters(lines.join(''))).toBe(letters(given.join('')));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
      }),
    );
  });

  test('breaks no word that fits into a line', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,70}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (given) => {
        const lines = paragraph([given.join(' ')], below, plain);
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(given);
      }),
    );
  });
});

test('a cut line says that it is cut', () => {
  expect(cutLine(['x'.repeat(77)], { indent: 2 }, plain)).toBe(`  ${'x'.repeat(77)}`);
  expect(cutLine(['x'.repeat(78)], { indent: 2 }, plain)).toBe(`  ${'x'.repeat(76)}…`);
  fc.assert(
    fc.property(text, fc.nat({ max: 60 }), fc.boolean(), (given, indent, verbatim) => {
      const line = cutLine([given], { indent, verbatim }, plain);
      expect(columns(line)).toBeLessThanOrEqual(80);
      expect(line).not.toContain('\n');
    }),
  );
});

test('a line that does not fit is none', () => {
  expect(fittingLine(['x'.repeat(77)], 2, plain)).toBe(`  ${'x'.repeat(77)}`);
  expect(fittingLine(['x'.repeat(78)], 2, plain)).toBeNull();
});

test.each([
  ['a', 1],
  ['é', 1],
  ['→', 1],
  ['\u0301', 0],
  ['界', 2],
  ['한', 2],
  ['カ', 2],
  ['！', 2],
  ['🚀', 2],
] as const)('%s takes %i columns', (character, expected) => {
  expect(columnsOf(character)).toBe(expected);
});
