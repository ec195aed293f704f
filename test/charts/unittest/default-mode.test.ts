/** What helm-unittest lets pass and the default mode does not: for each suite of mended.yaml, that rule, at that line and column, and nothing else. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { suiteFindings } from '../../../src/contract/unittest/findings.ts';
import { suiteRules } from '../../../src/contract/unittest/rules.ts';
import type { Renderer } from '../../../src/render/renderer.ts';
import { ensurePrograms } from '../../../toolchain/ensure.ts';
import { placeOf } from '../../setup/checked.ts';
import { askOracle, type Judgement } from '../../setup/unittest-oracle.ts';
import type { JudgedChart } from '../../setup/unittest-report.ts';
import { judgedChart, runSuites } from '../../setup/unittest-verdicts.ts';
import { openEngine } from '../renderers.ts';

interface Mended {
  /** » stands where the finding is. */
  readonly suite: string;
  readonly snapshot?: string;
  readonly theirs?: 'failed' | 'refused';
}

const fixtures = join(import.meta.dirname, '../../fixtures/unittest');
const rules = parse(readFileSync(join(fixtures, 'mended.yaml'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Mended>>>
>;
const folder = mkdtempSync(join(tmpdir(), 'unittest-mended-'));
const mended = Object.entries(rules)
  .flatMap(([rule, suites]) => Object.entries(suites).map(([it, given]) => ({ rule, it, ...given })))
  .map((each, index) => ({ ...each, index, chart: join(folder, String(index), 'mended') }));
const file = 'tests/only_test.yaml';
let renderer: Renderer;
let theirs: Judgement;

/** Minutes, where helm-unittest is not built yet. */
beforeAll(async () => {
  for (const { chart, suite, snapshot } of mended) {
    cpSync(join(fixtures, 'mended'), chart, { recursive: true });
    mkdirSync(join(chart, 'tests/__snapshot__'), { recursive: true });
    writeFileSync(join(chart, file), suite.replace('»', ''));
    if (snapshot !== undefined)
      writeFileSync(join(chart, 'tests/__snapshot__/only_test.yaml.snap'), snapshot);
  }
  await ensurePrograms({ names: ['helm-unittest'] });
  renderer = await openEngine();
  const copies = mended.map(({ chart }) => chart.replace(folder, `${folder}-theirs`));
  cpSync(folder, `${folder}-theirs`, { recursive: true });
  theirs = await askOracle(copies);
}, 600_000);

afterAll(async () => {
  await renderer.close();
  for (const each of [folder, `${folder}-theirs`]) rmSync(each, { recursive: true });
});

function saysOf({ error, suites }: JudgedChart): 'passed' | 'failed' | 'refused' {
  if (error !== '') return 'refused';
  return suites.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'failed';
}

test.for(mended)('suite/$rule: $it', async ({ rule, chart, index, suite, theirs: said = 'passed' }) => {
  const compat = judgedChart(chart, await runSuites(renderer, chart));
  const oracle = theirs.charts[index];
  expect({ ours: saysOf(compat), theirs: oracle === undefined ? null : saysOf(oracle) }).toEqual({
    ours: said,
    theirs: said,
  });

  const runs = await runSuites(
    renderer,
    chart,
    {},
    { compat: false, postRenderers: false, frozenSnapshots: true },
  );
  const findings = runs.flatMap((run) => suiteFindings(run, { shownFile: basename, tellsObsolete: true }));
  const { severity } = suiteRules.find(({ id }) => id === `suite/${rule}`) ?? { severity: null };
  expect(findings.map((each) => ({ rule: each.rule, severity: each.severity, source: each.source }))).toEqual(
    [{ rule: `suite/${rule}`, severity, source: { file: basename(file), ...placeOf(suite, '»') } }],
  );
});

test('suite/obsolete-snapshot, in the file of the snapshot', async () => {
  const { chart } = mended[0] ?? { chart: '' };
  const snapshots = join(chart, 'tests/__snapshot__/kept_test.yaml.snap');
  writeFileSync(
    join(chart, 'tests/kept_test.yaml'),
    'tests: [{ it: a, template: one.yaml, asserts: [{ matchSnapshot: { path: kind } }] }]',
  );
  writeFileSync(snapshots, 'a:\n  1: |\n    One\n  2: |\n    Two\nb:\n  1: |\n    Three\n');
  const choice = { patterns: ['tests/kept_test.yaml'] };
  const [compat] = await runSuites(renderer, chart, choice);
  expect(compat?.snapshots).toMatchObject([{ path: snapshots, write: true, text: 'a:\n  1: |\n    One\n' }]);

  const runs = await runSuites(renderer, chart, choice, { compat: false });
  const findings = runs.flatMap((run) => suiteFindings(run, { shownFile: basename, tellsObsolete: true }));
  const source = { file: basename(snapshots), line: 1, column: 1 };
  expect(findings).toMatchObject([{ rule: 'suite/obsolete-snapshot', severity: 'warning', source }]);
  expect(runs[0]?.snapshots.map(({ write }) => write)).toEqual([false]);
});

test('every rule that a file can break has a suite', () => {
  const others = ['suite/obsolete-snapshot', 'suite/unmatched', 'suite/repeated']; // above; of the command: test/charts/check/suites.test.ts
  expect(
    Object.keys(rules)
      .map((rule) => `suite/${rule}`)
      .toSorted(),
  ).toEqual(suiteRules.flatMap(({ id }) => (others.includes(id) ? [] : id)).toSorted());
});
