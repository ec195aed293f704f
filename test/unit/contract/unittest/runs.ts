/** What a renderer says of suites, to be judged. */
import type {
  AssertFailure,
  AssertRun,
  SuiteFileRun,
  SuiteRun,
  SuiteTestRun,
} from '../../../../src/render/suite-runs.ts';

export const failure = (part: Partial<AssertFailure> = {}): AssertFailure => ({
  template: 'web/templates/deployment.yaml',
  document: 0,
  value: -1,
  path: 'spec.replicas',
  message: 'the value must be equal to what is expected',
  expected: '3',
  actual: '2',
  ...part,
});

export const assertRun = (part: Partial<AssertRun> = {}): AssertRun => ({
  type: 'equal',
  not: false,
  line: 6,
  column: 9,
  passed: true,
  skipped: '',
  failures: [],
  problems: [],
  ...part,
});

export const failed = (part: Partial<AssertRun> = {}): AssertRun =>
  assertRun({ passed: false, failures: [failure()], ...part });

/** Passes if its assertions do. */
export function testRun(part: Partial<SuiteTestRun> = {}): SuiteTestRun {
  const asserts = part.asserts ?? [assertRun()];
  return {
    name: 'has three replicas',
    line: 4,
    column: 5,
    passed: asserts.every(({ passed, problems }) => passed && problems.length === 0),
    skipped: '',
    error: '',
    milliseconds: 1.5,
    asserts,
    ...part,
  };
}

export function suiteRun(part: Partial<SuiteRun> = {}): SuiteRun {
  const tests = part.tests ?? [testRun()];
  return {
    name: 'deployment',
    line: 1,
    skipped: '',
    passed: tests.every(({ passed }) => passed),
    tests,
    ...part,
  };
}

export const fileRun = (part: Partial<SuiteFileRun> = {}): SuiteFileRun => ({
  path: '/charts/web/tests/deployment_test.yaml',
  route: 'web',
  dropped: false,
  inputs: [],
  problems: [],
  suites: [suiteRun()],
  snapshots: [],
  ...part,
});

/** A file with one test of these assertions. */
export const fileWith = (test: Partial<SuiteTestRun>): SuiteFileRun =>
  fileRun({ suites: [suiteRun({ tests: [testRun(test)] })] });
