/** What our renderer says about suites, in the shape of what helm-unittest says about them. */
import { relative } from 'node:path';
import type { Renderer } from '../../src/render/renderer.ts';
import type { SuiteFileRun, SuiteRun, SuitesRequest, SuiteTestRun } from '../../src/render/suite-runs.ts';
import { sortedByFile, type JudgedChart, type UnittestVerdict } from './unittest-report.ts';

export interface SuiteChoice {
  readonly patterns?: readonly string[];
  readonly testsPath?: string;
  readonly withSubcharts?: boolean;
  /** Absolute. */
  readonly valueFiles?: readonly string[];
}

export type SuiteManner = Partial<Omit<SuitesRequest, 'chart' | 'files' | 'valueFiles'>>;

const defaults = {
  compat: true,
  strict: false,
  kubeVersion: '1.33',
  skipSchemaValidation: false,
  postRenderers: true,
  updateSnapshots: false,
  frozenSnapshots: false,
  coverage: false,
  timeoutSeconds: 60,
} satisfies SuiteManner;

/** Finds and runs the suites of a chart; `compat` unless `manner` says otherwise. Throws if the chart cannot be loaded. */
export async function runSuites(
  renderer: Renderer,
  chart: string,
  choice: SuiteChoice = {},
  manner: SuiteManner = {},
): Promise<readonly SuiteFileRun[]> {
  const { valueFiles = [] } = choice;
  const { files } = await renderer.suiteFiles({
    chart,
    patterns: choice.patterns ?? ['tests/*_test.yaml'],
    testsPath: choice.testsPath ?? '',
    withSubcharts: choice.withSubcharts ?? true,
    valueFiles,
    compat: manner.compat ?? true,
  });
  const outcome = await renderer.suites({ ...defaults, ...manner, chart, files, valueFiles });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.runs.files;
}

/** Whether helm-unittest would end with 0. */
export const allPassed = (files: readonly SuiteFileRun[]): boolean =>
  files.every(({ problems, suites }) => problems.length === 0 && suites.every(({ passed }) => passed));

/** As helm-unittest tells it: of a chart with a suite that cannot be read no other runs; of a subchart, none of those below it. */
export function judgedChart(chart: string, files: readonly SuiteFileRun[]): JudgedChart {
  const broken = files.filter(({ problems }) => problems.length > 0);
  const refused = broken.find(({ dropped, route }) => dropped && !route.includes('/'));
  const judged = files.flatMap(({ path, suites }) =>
    suites.map((suite) => ({
      file: relative(chart, path),
      name: suite.name,
      verdict: verdictOfSuite(suite),
      tests: suite.tests.map((test) => ({ name: test.name, verdict: verdictOfTest(test) })),
    })),
  );
  return {
    error: refused?.problems[0]?.message ?? '',
    unread: refused === undefined ? broken.map(({ path }) => relative(chart, path)).toSorted() : [],
    suites: sortedByFile(judged),
  };
}

function verdictOfSuite({ skipped, passed }: SuiteRun): UnittestVerdict {
  if (skipped !== '') return 'skipped';
  return passed ? 'passed' : 'failed';
}

function verdictOfTest({ skipped, passed, error }: SuiteTestRun): UnittestVerdict {
  if (skipped !== '') return 'skipped';
  if (passed) return 'passed';
  return error === '' ? 'failed' : 'error';
}
