/** Every suite of test/fixtures/unittest: our verdicts with `compat` are those of the real helm-unittest 1.1.2, test by test, and so are the snapshots. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Renderer } from '../../../src/render/renderer.ts';
import type { SuiteFileRun } from '../../../src/render/suite-runs.ts';
import { ensurePrograms } from '../../../toolchain/ensure.ts';
import { askOracle } from '../../setup/unittest-oracle.ts';
import type { JudgedSuite, UnittestVerdict } from '../../setup/unittest-report.ts';
import { allPassed, judgedChart, runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';
import { runs } from './conformance-runs.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/unittest');
const bin = join(fixtures, 'bin');
const folder = mkdtempSync(join(tmpdir(), 'unittest-conformance-'));

let renderer: Renderer;
/** What helm-unittest said, of all runs. */
const verdicts: UnittestVerdict[] = [];

/** Minutes, where helm-unittest is not built yet. */
beforeAll(async () => {
  process.env['PATH'] = [bin, process.env['PATH']].join(':');
  await ensurePrograms({ names: ['helm-unittest'] });
  renderer = await openEngine();
}, 600_000);

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

const filesIn = (copy: string, files: readonly string[] = []): string[] =>
  files.map((file) => join(copy, file));

/** As lines, so that a difference names its test. */
const linesOf = (suites: readonly JudgedSuite[]): string[] =>
  suites.flatMap(({ file, name, verdict, tests }) => [
    `${file}: ${name}: ${verdict}`,
    ...tests.map((each) => `${file}: ${name}: ${each.name}: ${each.verdict}`),
  ]);

test.for(runs)('$it ($chart)', { timeout: 120_000 }, async ({ it, chart, ...run }) => {
  const [theirs, ours] = ['theirs', 'ours'].map((whose) =>
    join(folder, `${it} of ${chart}`, whose, chart),
  ) as [string, string];
  for (const copy of [theirs, ours]) cpSync(join(fixtures, chart), copy, { recursive: true });
  const options = [
    ...filesIn(theirs, run.valueFiles).flatMap((file) => ['-v', file]),
    ...filesIn(theirs, run.absolute).flatMap((file) => ['-f', file]),
  ];
  const expected = await askOracle([theirs], { args: [...(run.args ?? []), ...options], bin });
  const patterns = run.absolute === undefined ? {} : { patterns: filesIn(ours, run.absolute) };
  const choice = { ...run.choice, ...patterns, valueFiles: filesIn(ours, run.valueFiles) };
  const files = await runSuites(renderer, ours, choice, run.manner);
  const actual = judgedChart(ours, files);
  verdicts.push(
    ...(expected.charts[0]?.suites ?? []).flatMap(({ tests }) => tests.map(({ verdict }) => verdict)),
  );

  expect(linesOf(actual.suites)).toEqual(linesOf(expected.charts[0]?.suites ?? []));
  expect(actual.unread).toEqual(expected.charts[0]?.unread);
  expect(actual.error === '').toBe(expected.charts[0]?.error === '');
  expect(allPassed(files)).toBe(expected.exitCode === 0);
  expect(snapshotsAfter(ours, files)).toEqual(snapshotsIn(theirs));
});

test('the set is as large as it should be, and has all verdicts', () => {
  const count = (wanted: UnittestVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  expect(count('passed')).toBeGreaterThan(2000);
  expect(count('failed')).toBeGreaterThan(1000);
  expect(count('error')).toBeGreaterThan(200);
  expect(count('skipped')).toBeGreaterThan(70);
});

/** Suites are judged alike; what is judged is rendered with the Helm that deploys, and not with that of helm-unittest. */
test('what another Helm renders otherwise', { timeout: 120_000 }, async () => {
  const chart = join(folder, 'differing/newer');
  cpSync(join(fixtures, 'newer'), chart, { recursive: true });
  const patterns = ['differing/versions_test.yaml'];
  const { charts } = await askOracle([chart], { args: patterns.flatMap((pattern) => ['-f', pattern]) });
  const theirs = linesOf(charts[0]?.suites ?? []);
  const ours = linesOf(judgedChart(chart, await runSuites(renderer, chart, { patterns })).suites);
  expect(ours.length).toBe(theirs.length);
  expect(
    theirs.filter((line) => !ours.includes(line)).map((line) => line.split(': ').slice(2).join(': ')),
  ).toEqual([
    'a pre-release in a range of which one end has one: passed',
    'no version: passed',
    'no version in capitals: failed',
    'no constraint in quotes: passed',
  ]);
});

/** By their paths below the chart. */
function snapshotsIn(chart: string): Record<string, string> {
  const paths = globSync('**/__snapshot__/*.snap', { cwd: chart }).toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(chart, path), 'utf8')]));
}

/** As they would be if what is to be written were written. */
function snapshotsAfter(chart: string, files: readonly SuiteFileRun[]): Record<string, string> {
  const written = new Map(Object.entries(snapshotsIn(chart)));
  for (const { path, text, write } of files.flatMap((file) => file.snapshots)) {
    if (!write) continue;
    if (text === null) written.delete(path.slice(chart.length + 1));
    else written.set(path.slice(chart.length + 1), text);
  }
  return Object.fromEntries([...written].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
