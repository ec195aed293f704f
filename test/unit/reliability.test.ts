/** docs/reliability.md names a test for every fault that it promises to survive: here the table is held to its word. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8');

interface Row {
  readonly number: number;
  /** File and title of each test that injects the fault. */
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

const rows: Row[] = page.split('\n').flatMap((line) => {
  const [, number, , , shown = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  if (number === undefined || !/^\d+$/.test(number)) return [];
  return [
    {
      number: Number(number),
      tests: [...shown.matchAll(/`([^`]+\.ts)`: ([^<]+)/g)].map(([, file = '', title = '']) => ({
        file,
        title: title.trim(),
      })),
    },
  ];
});

const promised = Array.from({ length: 47 }, (_, index) => index + 1);

describe('the table of faults', () => {
  test('has a row for each promise, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(promised);
  });

  test.each(rows)('row $number names tests that are there', ({ tests }) => {
    expect(tests).not.toEqual([]);
    const missing = tests.filter(({ file, title }) => !textOf(file).includes(title));
    expect(missing).toEqual([]);
  });
});

/** Titles may break over lines and hold escaped quotes. */
function textOf(file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/\\'/g, "'") : '';
}
