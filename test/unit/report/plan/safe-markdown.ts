/** What must hold for every page, whatever stands in it. */
import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { PageLimit } from '../../../../src/report/check/fitting.ts';
import { leastLimit } from '../../../../src/report/plan/markdown.ts';
import { hostile } from '../../../setup/hostile-text.ts';
import { readMarkdown } from './markdown-reader.ts';

export const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc
    .array(
      fc.constantFrom(
        '`',
        '```',
        '~~~',
        '<',
        '!--',
        '@',
        'all',
        '|',
        '\n',
        '\\',
        '*',
        '::',
        '#1',
        '</details>',
        '界',
        '\uD83D',
      ),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    .map((parts) => parts.join('')),
);
export const limits = fc.record({
  characters: fc.integer({ min: leastLimit.characters, max: 65_000 }),
  bytes: fc.integer({ min: leastLimit.bytes, max: 262_144 }),
});

export const ourTags = ['<details>', '</details>', '<summary>', '</summary>', '<b>', '</b>', '<br>'];

export function expectSafe(text: string, limit: PageLimit): void {
  expect(text.length).toBeLessThanOrEqual(limit.characters);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit.bytes);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain('<!--');
  expect(text).not.toMatch(/^\s*::|##\[/m); // a log is read for commands

  const { prose, openFence, openFolds } = readMarkdown(text);
  expect([openFence, openFolds]).toEqual([false, 0]);
  const own = prose.map((line) =>
    line.replaceAll(/\[(?:summary of the run|Run that made this)\]\([^)]*\)/g, ''),
  );
  const found = (pattern: RegExp): string[] => own.flatMap((line) => line.match(pattern) ?? []);
  expect(found(/<[^>]*>?/g).filter((tag) => !ourTags.includes(tag))).toEqual([]);
  expect(found(/@[\p{L}\p{N}]|:\/\/|www\.|(?<!#)#\d|GH\\?-\d/giu)).toEqual([]);
  expect(own.filter((line) => !line.startsWith('<') && /(?<!\\)[[\]]/.test(line))).toEqual([]);
  expect(found(/^(?: {4}|\t).*|^(?:>|\+ |\* |={2,}|---).*/g)).toEqual([]);
}
