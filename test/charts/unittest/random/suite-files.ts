/**
 * Random suite files over the fixture charts of test/fixtures/unittest/random. Left out is what is random in helm-unittest itself, or ends it:
 * - set paths of one map that overlap (the order of a Go map); so are, in the chart, templates that fail at one depth (Helm renders those in any order)
 * - an index below -1 of documents or of a set path, an empty test (`- null`): a panic
 * - `skip.minimumVersion` between 0.1.0, which a build without a stamp says it is, and 1.1.2
 * - times, random numbers and certificates in templates; kubernetesProvider and post-renderers, which the conformance set has
 */
import * as fc from 'fast-check';
import { dubious, readable } from './assertions.ts';
import { seldom } from './seldom.ts';
import { set } from './set-paths.ts';
import { snapshotsOf } from './snapshots.ts';
import { templatesOf, valueFilesOf, type SuiteChart } from './templates.ts';
import { apiVersions, capabilities, chartOf, refusedTest, release, testOf, type More } from './tests.ts';
import { anything } from './values.ts';
import { block, type Mapping, type Value } from './written.ts';

export interface SuiteFile {
  readonly chart: SuiteChart;
  readonly suites: readonly Mapping[];
  /** Its snapshots of an earlier run; null: there are none. */
  readonly snapshots: Mapping | null;
}

/** `name` is that of the first suite; the next are `name.1`, … */
export const textOf = ({ suites }: SuiteFile, name: string): string =>
  suites
    .map((suite, index) => block({ suite: index === 0 ? name : `${name}.${index}`, ...suite }))
    .join('---\n');

const suiteOf = (chart: SuiteChart, test: fc.Arbitrary<Mapping>, more: More = {}): fc.Arbitrary<Mapping> => {
  const templates = templatesOf(chart, 4);
  return fc.record({
    values: seldom(6, valueFilesOf(chart)),
    set: seldom(6, set),
    templates: seldom(6, fc.array(templates, { maxLength: 3 })),
    excludeTemplates: seldom(8, fc.array(templates, { maxLength: 2 })),
    includeCrds: seldom(6, fc.boolean()),
    release: seldom(6, release),
    capabilities: seldom(6, capabilities),
    chart: seldom(8, chartOf),
    skip: seldom(
      50,
      fc.constantFrom<Value>(
        { reason: 'not now' },
        { minimumVersion: '0.0.1' },
        { minimumVersion: '9.9.9' },
        { minimumVersion: 'soon' },
      ),
    ),
    tests: fc.array(
      chart === 'app'
        ? fc.oneof({ weight: 5, arbitrary: test }, { weight: 1, arbitrary: refusedTest })
        : test,
      { minLength: 1, maxLength: 8, size: 'max' },
    ),
    ...more,
  });
};

const charts: readonly { weight: number; chart: SuiteChart }[] = [
  { weight: 8, chart: 'app' },
  { weight: 1, chart: 'app/charts/store' },
  { weight: 1, chart: 'strict' },
];

const fileOf = (suite: (chart: SuiteChart) => fc.Arbitrary<Mapping>): fc.Arbitrary<SuiteFile> =>
  fc.oneof(
    ...charts.map(({ weight, chart }) => ({
      weight,
      arbitrary: fc.record({
        chart: fc.constant(chart),
        suites: fc.oneof(
          { weight: 6, arbitrary: fc.tuple(suite(chart)) },
          { weight: 1, arbitrary: fc.array(suite(chart), { minLength: 2, maxLength: 3 }) },
        ),
        snapshots: seldom(4, snapshotsOf).map((snapshots) => snapshots ?? null),
      }),
    })),
  );

/** That helm-unittest can read. */
export const readableFile: fc.Arbitrary<SuiteFile> = fileOf((chart) =>
  suiteOf(chart, testOf(chart, readable(templatesOf(chart, 1), chart === 'app'))),
);

const anythingAt = (...keys: readonly string[]): More =>
  Object.fromEntries(keys.map((key) => [key, seldom(6, anything)]));

/**
 * That it may refuse: each is a file of a chart of its own, since of a chart with such a file nothing is run. Without versions of Kubernetes: they would leak
 * from chart to chart, where ours keeps charts apart.
 */
export const dubiousFile: fc.Arbitrary<SuiteFile> = fileOf((chart) => {
  const templates = templatesOf(chart, 1);
  const knowsFacts = chart === 'app';
  const noVersions = { capabilities: seldom(6, fc.record({ apiVersions })) };
  const good = readable(templates, knowsFacts);
  const mixed = fc.oneof(
    { weight: 3, arbitrary: good },
    { weight: 1, arbitrary: dubious(templates, knowsFacts) },
  );
  const strangeTest = testOf(chart, good, {
    ...noVersions,
    ...anythingAt('it', 'values', 'set', 'template', 'templates', 'documentSelector', 'release', 'skip'),
  });
  const noTests: Value[] = ['x', {}, [1], [{}], [{ it: 'one', asserts: [] }], [{ asserts: 1 }]];
  return fc.oneof(
    { weight: 3, arbitrary: suiteOf(chart, testOf(chart, mixed, noVersions), noVersions) },
    { weight: 1, arbitrary: suiteOf(chart, strangeTest, noVersions) },
    {
      weight: 1,
      arbitrary: suiteOf(chart, testOf(chart, good, noVersions), {
        ...noVersions,
        ...anythingAt('templates', 'values', 'set', 'release', 'chart', 'includeCrds', 'strange'),
        tests: fc.oneof(
          { weight: 4, arbitrary: fc.array(testOf(chart, good, noVersions), { minLength: 1, maxLength: 3 }) },
          { weight: 1, arbitrary: fc.constantFrom(...noTests) },
        ),
      }),
    },
  );
});
