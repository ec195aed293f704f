/** The suites of a file as reports list them. */
import type { SuiteFileRun, SuiteRun, SuiteTestRun } from '../../render/suite-runs.ts';
import type { SuiteOutcome, TestOutcome } from '../finding.ts';

export interface OutcomeContext {
  readonly file: string; // as findings name it
  readonly kubeVersion: string | null;
  readonly cached: boolean;
}

/** Suites without a name go by their file, as in helm-unittest. */
export const suiteOutcomes = (
  { route, suites }: Pick<SuiteFileRun, 'route' | 'suites'>,
  { file, ...context }: OutcomeContext,
): SuiteOutcome[] =>
  suites.map((suite) => ({
    ...context,
    name: suite.name === '' ? file : suite.name,
    chart: route,
    source: { file, line: suite.line, column: 1 },
    skipped: suite.skipped === '' ? null : suite.skipped,
    tests: suite.tests.map((test) => testOutcome(test, suite, file)),
  }));

function testOutcome(test: SuiteTestRun, suite: SuiteRun, file: string): TestOutcome {
  const { name, line, column, milliseconds } = test;
  const reason = test.skipped === '' ? suite.skipped : test.skipped;
  const outcome = reason !== '' ? 'skipped' : test.passed ? 'passed' : 'failed';
  return {
    name,
    outcome,
    reason: reason === '' ? null : reason,
    milliseconds,
    source: { file, line, column },
  };
}
