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
  /** Why there is none yet. */
  readonly open: string | null;
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
      open: /^open: (.+)$/.exec(shown)?.[1] ?? null,
    },
  ];
});

/** Those of the apply, the state, the cluster and child programs. */
const promised = [13, 14, 15, 16, 17, 18, ...Array.from({ length: 19 }, (_, index) => 24 + index)];

describe('the table of faults', () => {
  test('has a row for each promise, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(promised);
  });

  test.each(rows)('row $number names tests that are there, or says that it is open', ({ tests, open }) => {
    expect(tests.length > 0 || open !== null).toBe(true);
    const missing = tests.filter(({ file, title }) => !textOf(file).includes(title));
    expect(missing).toEqual([]);
  });

  test('leaves open only what comes with the Action', () => {
    expect(rows.filter(({ open }) => open !== null).map(({ number }) => number)).toEqual([13, 14, 17, 18]);
  });
});

/** Titles may break over lines and hold escaped quotes. */
function textOf(file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/\\'/g, "'") : '';
}
