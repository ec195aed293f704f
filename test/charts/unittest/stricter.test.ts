/** Each test of the conformance set as a suite of its own, in both modes: the default passes nothing that helm-unittest fails, and says by which rule it fails what that passes. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { suiteFindings } from '../../../src/contract/unittest/findings.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import type { SuiteFileRun } from '../../../src/render/suite-runs.ts';
import { runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/unittest');
const folder = mkdtempSync(join(tmpdir(), 'unittest-stricter-'));
let renderer: Renderer;

beforeAll(async () => {
  renderer = await openEngine();
});

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

/** By chart, the tests that simply fail: helm-unittest judges wrongly. Not here: charts whose tests depend on each other, by versions that leak or by snapshots. */
const charts: Readonly<Record<string, readonly string[]>> = {
  types: [
    'a document is printed as nil', // documents have no text
    'a pattern and a document',
    'not where it is', // of greaterOrEqual: helm-unittest forgets that it is to be false
    'not where it is equal',
    'notGreaterOrEqual where it is',
    'notGreaterOrEqual where it is equal',
    'the last has another type', // only the first may not
    'what has no kind passes', // containsDocument of a document without kind or apiVersion
  ],
  paths: [],
  selection: ['the first fails and the second is skipped'], // a skipped assertion makes up for one that failed
  values: [],
  faulty: ['signs as a pattern are taken literally'], // where they don't match as a pattern
  documents: [],
  parents: [],
  unparsable: [],
};

test.for(Object.entries(charts))('%s', { timeout: 120_000 }, async ([chart, failing]) => {
  const copy = join(folder, chart);
  cpSync(join(fixtures, chart), copy, { recursive: true });
  const suites = globSync('tests/*_test.yaml', { cwd: copy }).flatMap((file) =>
    singleTests(readFileSync(join(copy, file), 'utf8')),
  );
  for (const [index, suite] of suites.entries())
    writeFileSync(join(copy, `tests/${index}.single.yaml`), suite);

  const choice = { patterns: ['tests/*.single.yaml'], withSubcharts: false };
  const compat = await runSuites(renderer, copy, choice);
  const strict = await runSuites(renderer, copy, choice, { compat: false });

  const passed = new Map(compat.filter(isPassed).map((run) => [run.path, nameOf(run)]));
  expect(compat.length).toBe(suites.length);
  expect(passed.size).toBeGreaterThan(5);
  const passesAll = strict.filter((run) => isPassed(run) && !passed.has(run.path));
  expect(passesAll.map(nameOf)).toEqual([]);
  const failsAlone = strict.filter((run) => !isPassed(run) && !isMended(run));
  expect(failsAlone.flatMap(({ path }) => passed.get(path) ?? []).toSorted()).toEqual(failing);
});

const nameOf = ({ suites }: SuiteFileRun): string =>
  suites.flatMap(({ tests }) => tests.map(({ name }) => name)).join();

const isPassed = ({ suites }: SuiteFileRun): boolean =>
  suites.length > 0 && suites.every(({ tests }) => tests.every(({ passed }) => passed));

/** By a rule that helm-unittest does not have. */
const isMended = (run: SuiteFileRun): boolean =>
  suiteFindings(run, { shownFile: basename, tellsObsolete: true }).some(
    ({ rule, severity }) => severity === 'error' && !['suite/failed', 'suite/error'].includes(rule),
  );

/** Of each test a text of its own, with all that its suite says before it. Texts, because values would lose their types. */
function singleTests(text: string): string[] {
  return parseAllDocuments(text).flatMap(({ contents, range }) => {
    const tests = isMap(contents) ? contents.get('tests') : null;
    if (!isSeq(tests)) return [];
    const starts = tests.items.map((item) => lineStart(text, rangeOf(item)));
    const ends = [...starts.slice(1), range[1]];
    const head = text.slice(range[0], starts[0]).replace(/^---.*\n/, '');
    return starts.map((start, index) => head + text.slice(start, ends[index]).replace(/\n---[^]*$/, '\n'));
  });
}

const rangeOf = (node: unknown): number => (node as { range?: readonly number[] }).range?.[0] ?? 0;

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
