/** Which tests of suites a pattern such as that of `--filter` chooses. */
import type { Finding, SuiteOutcome } from '../finding.ts';
import { matches } from '../suite/patterns.ts';

/** A chart, a suite, a test, `CHART/TEST` or `SUITE/TEST`, with `*` for any characters. */
const fitsTest = (
  pattern: string,
  { chart, suite, test }: { readonly chart: string; readonly suite: string; readonly test: string },
): boolean =>
  [chart, suite, test, `${chart}/${test}`, `${suite}/${test}`].some((text) => matches(pattern, text));

/** What is found in a file as a whole stays: which tests it hides is not known. */
export function chosen(
  pattern: string,
  {
    outcomes,
    findings,
  }: { readonly outcomes: readonly SuiteOutcome[]; readonly findings: readonly Finding[] },
): { outcomes: SuiteOutcome[]; findings: Finding[] } {
  const suites = outcomes
    .map((suite) => ({
      ...suite,
      tests: suite.tests.filter(({ name }) =>
        fitsTest(pattern, { chart: suite.chart, suite: suite.name, test: name }),
      ),
    }))
    .filter(({ tests }) => tests.length > 0);
  const places = new Set(
    suites.flatMap(({ source, tests }) => tests.map(({ name }) => placeKey(source.file, name))),
  );
  return {
    outcomes: suites,
    findings: findings.filter(
      ({ source, case: test }) => test === null || places.has(placeKey(source?.file ?? '', test)),
    ),
  };
}

const placeKey = (file: string, test: string): string => JSON.stringify([file, test]);
