/** docs/messages.md quotes what is really printed. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/stack/failure.ts';

const page = readFileSync('docs/messages.md', 'utf8');
const source = globSync('src/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
  .replaceAll(String.raw`\'`, "'");

const heads = [...page.matchAll(/^### `(.*)`$/gm)].map(([, head = '']) => head);

test.each(heads)('%s', (head) => {
  const parts = head
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part.length > 1);
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.filter((part) => !source.includes(part))).toEqual([]);
});

test('there is a row and a section for each code', () => {
  const rows = [...page.matchAll(/^\| `([a-z]+)` \| (\d) \|/gm)].map(([, code = '', exit]) => [
    code,
    Number(exit),
  ]);
  expect(Object.fromEntries(rows)).toEqual(exitCodes);
  const sections = [...page.matchAll(/^## ([a-z]+) \((\d)\)$/gm)].map(([, code]) => code);
  expect(sections).toEqual(Object.keys(exitCodes).filter((code) => code !== 'changes'));
});
