/** How the charts of test/fixtures/unittest are run, by helm-unittest and by us. */
import type { SuiteChoice, SuiteManner } from '../../setup/unittest-verdicts.ts';

export interface Run {
  readonly it: string;
  readonly chart: string;
  readonly choice?: Omit<SuiteChoice, 'valueFiles'>;
  /** Relative to the chart. */
  readonly valueFiles?: readonly string[];
  readonly manner?: SuiteManner;
  /** The same for helm-unittest. */
  readonly args?: readonly string[];
  /** Files that are asked for by their absolute paths; relative to the chart. */
  readonly absolute?: readonly string[];
}

export const runs: readonly Run[] = [
  { it: 'assertions', chart: 'types' },
  { it: 'paths', chart: 'paths' },
  { it: 'templates, indexes and selectors', chart: 'selection' },
  { it: 'documents', chart: 'documents' },
  { it: 'values', chart: 'values' },
  { it: 'values of the command line', chart: 'values', valueFiles: ['tests/values/line.yaml'] },
  {
    it: 'several values of the command line',
    chart: 'values',
    valueFiles: ['tests/values/line.yaml', 'tests/values/one.yaml'],
  },
  { it: 'values of null of the command line', chart: 'values', valueFiles: ['tests/values/null.yaml'] },
  { it: 'the Helm of helm-unittest', chart: 'newer' },
  { it: 'release, capabilities, chart and lookup', chart: 'context' },
  { it: 'subcharts', chart: 'family' },
  { it: 'subcharts switched by values', chart: 'family', valueFiles: ['switched.yaml'] },
  {
    it: 'without the suites of subcharts',
    chart: 'family',
    choice: { withSubcharts: false },
    args: ['--with-subchart=false'],
  },
  { it: 'failures', chart: 'faulty' },
  {
    it: 'failures without the schema',
    chart: 'faulty',
    manner: { skipSchemaValidation: true },
    args: ['--skip-schema-validation'],
  },
  { it: 'templates that cannot be parsed', chart: 'unparsable' },
  { it: 'dependencies', chart: 'parents' },
  { it: 'snapshots', chart: 'snapshots' },
  { it: 'snapshots that are updated', chart: 'snapshots', manner: { updateSnapshots: true }, args: ['-u'] },
  { it: 'post-renderers', chart: 'rewritten' },
  {
    it: 'suites rendered from a chart',
    chart: 'rendered',
    choice: { testsPath: 'tests-chart' },
    args: ['--chart-tests-path', 'tests-chart'],
  },
  {
    it: 'a chart of suites that is not there',
    chart: 'skips',
    choice: { testsPath: 'tests-chart' },
    args: ['--chart-tests-path', 'tests-chart'],
  },
  { it: 'skips', chart: 'skips' },
  ...['skips', 'context', 'selection', 'faulty', 'family'].map((chart) => ({
    it: 'strictly read',
    chart,
    manner: { strict: true },
    args: ['--strict'],
  })),
  {
    it: 'patterns that match a file twice',
    chart: 'context',
    choice: { patterns: ['tests/re*_test.yaml', 'tests/chart_test.yaml', 'tests/*_test.yaml'] },
    args: ['-f', 'tests/re*_test.yaml', '-f', 'tests/chart_test.yaml', '-f', 'tests/*_test.yaml'],
  },
  {
    it: 'snapshots of a file that is run twice',
    chart: 'snapshots',
    choice: { patterns: ['tests/*_test.yaml', 'tests/[emi]*_test.yaml'] },
    args: ['-f', 'tests/*_test.yaml', '-f', 'tests/[emi]*_test.yaml'],
  },
  {
    it: 'a pattern twice in a row',
    chart: 'skips',
    choice: { patterns: ['tests/*_test.yaml', 'tests/*_test.yaml'] },
    args: ['-f', 'tests/*_test.yaml', '-f', 'tests/*_test.yaml'],
  },
  { it: 'an absolute path, once for every chart', chart: 'family', absolute: ['tests/parent_test.yaml'] },
  {
    it: 'a pattern for all folders',
    chart: 'family',
    choice: { patterns: ['**/*_test.yaml'] },
    args: ['-f', '**/*_test.yaml'],
  },
  {
    it: 'a pattern that matches nothing',
    chart: 'skips',
    choice: { patterns: ['tests/absent_test.yaml'] },
    args: ['-f', 'tests/absent_test.yaml'],
  },
];
