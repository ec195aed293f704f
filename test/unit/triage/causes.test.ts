import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hints } from '../../../src/triage/hints.ts';
import { causeIds } from '../../../src/triage/trouble.ts';

test('every cause has a row in the documentation, and no other', () => {
  const text = readFileSync('docs/troubleshooting.md', 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, cause]) => cause);
  expect(new Set(rows)).toEqual(new Set(causeIds));
  expect(rows).toHaveLength(causeIds.length);
});

test('every cause has a hint that says what to do, in one line', () => {
  for (const cause of causeIds) expect(hints[cause]).toMatch(/^[a-z][^\n]{20,}[^.]$/);
});
