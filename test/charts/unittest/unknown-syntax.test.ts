/** A key that nobody knows, anywhere in a suite, is an error at its place, and no test of the file runs. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteFindings } from '../../../src/contract/unittest/findings.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import { insertedKeys, misspeltKeys, type EditedSuite } from '../../setup/unittest-edits.ts';
import { runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/unittest');
const folder = mkdtempSync(join(tmpdir(), 'unittest-unknown-'));
let renderer: Renderer;

beforeAll(async () => {
  for (const { chart } of sources) cpSync(join(fixtures, chart), join(folder, chart), { recursive: true });
  renderer = await openEngine();
});

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

const sources = [
  'types',
  'selection',
  'values',
  'context',
  'faulty',
  'snapshots',
  'rewritten',
  'skips',
].flatMap((chart) =>
  globSync('tests/*_test.yaml', { cwd: join(fixtures, chart) })
    .toSorted()
    .map((file) => ({ chart, text: readFileSync(join(fixtures, chart, file), 'utf8') })),
);

/** What is found in it that is an error about an unknown key at the place, and how many suites ran all the same. */
async function readAnew(
  chart: string,
  { text, line, column }: EditedSuite,
): Promise<[errors: number, ran: number]> {
  const file = 'tests/edited.yaml';
  writeFileSync(join(folder, chart, file), text);
  const runs = await runSuites(renderer, join(folder, chart), { patterns: [file] }, { compat: false });
  const findings = runs.flatMap((run) => suiteFindings(run, { shownFile: basename, tellsObsolete: true }));
  const errors = findings.filter(
    ({ rule, severity, source }) =>
      rule === 'suite/unknown-key' &&
      severity === 'error' &&
      source?.line === line &&
      source.column === column,
  );
  return [errors.length, runs.flatMap(({ suites }) => suites).length];
}

test.for([
  { it: 'a key that is put in', edits: insertedKeys },
  { it: 'a key that is misspelt', edits: misspeltKeys },
])('$it', { timeout: 300_000 }, async ({ edits }) => {
  const edited = fc.constantFrom(...sources).chain(({ chart, text }) =>
    edits(text).map((suite) => ({
      chart,
      suite,
      [fc.toStringMethod]: () => `${chart}: ${suite.text.split('\n')[suite.line - 1]?.trim()}`,
    })),
  );
  await fc.assert(
    fc.asyncProperty(edited, async ({ chart, suite }) => {
      expect(await readAnew(chart, suite)).toEqual([1, 0]);
    }),
    { numRuns: 400 },
  );
});
