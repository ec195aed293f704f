/** What the renderer says of suites, as JSON; it leaves out what is empty. `renderer/suiteruns.go` has the other side. */
import type {
  AssertFailure,
  AssertRun,
  SnapshotRun,
  SuiteFile,
  SuiteFileRun,
  SuiteFiles,
  SuiteProblem,
  SuiteRun,
  SuiteRuns,
  SuiteTestRun,
} from '../suite-runs.ts';

/** Lists may be null, as Go has it. */
type List<T> = readonly T[] | null;

export interface WireSuiteFiles {
  readonly files?: List<Pick<SuiteFile, 'path' | 'route'> & Partial<SuiteFile>>;
  readonly unmatched?: List<string>;
  readonly repeated?: List<string>;
}

export interface WireSuites {
  readonly files?: List<WireFileRun>;
  readonly reached?: List<number>;
  /** A test goes on using a core, though it was given up. */
  readonly stuck?: boolean;
}

interface WireFileRun extends Pick<SuiteFileRun, 'path' | 'route'> {
  readonly dropped?: boolean;
  readonly inputs?: List<string>;
  readonly problems?: List<WireProblem>;
  readonly suites?: List<WireSuiteRun>;
  readonly snapshots?: List<Partial<SnapshotRun> & Pick<SnapshotRun, 'path'>>;
}

type WireProblem = Pick<SuiteProblem, 'rule' | 'message'> & Partial<SuiteProblem>;

type WireSuiteRun = Partial<Omit<SuiteRun, 'tests'>> & { readonly tests?: List<WireTestRun> };

type WireTestRun = Partial<Omit<SuiteTestRun, 'asserts'>> & { readonly asserts?: List<WireAssertRun> };

type WireAssertRun = Partial<Omit<AssertRun, 'failures' | 'problems'>> & {
  readonly failures?: List<Partial<AssertFailure>>;
  readonly problems?: List<WireProblem>;
};

export const suiteFilesOf = ({ files, unmatched, repeated }: WireSuiteFiles): SuiteFiles => ({
  files: (files ?? []).map((file) => ({ rendered: false, ...file })),
  unmatched: unmatched ?? [],
  repeated: repeated ?? [],
});

export const suitesOf = ({ files, reached }: WireSuites, coverage: boolean): SuiteRuns => ({
  files: (files ?? []).map(fileOf),
  reached: coverage ? (reached ?? []) : null,
});

const fileOf = (file: WireFileRun): SuiteFileRun => {
  const { path, route, dropped, inputs, problems, suites, snapshots } = file;
  return {
    path,
    route,
    dropped: dropped ?? false,
    inputs: inputs ?? [],
    problems: (problems ?? []).map(problemOf),
    suites: (suites ?? []).map(suiteOf),
    snapshots: (snapshots ?? []).map((each) => ({ ...noSnapshot, ...each })),
  };
};

const noSnapshot = { text: null, write: false, created: 0, updated: 0, failed: 0, vanished: 0 };

const problemOf = (problem: WireProblem): SuiteProblem => ({ line: 1, column: 1, hint: '', ...problem });

const suiteOf = ({ tests, ...suite }: WireSuiteRun): SuiteRun => ({
  name: '',
  line: 1,
  skipped: '',
  passed: false,
  ...suite,
  tests: (tests ?? []).map(testOf),
});

const testOf = ({ asserts, ...test }: WireTestRun): SuiteTestRun => ({
  name: '',
  line: 1,
  column: 1,
  passed: false,
  skipped: '',
  error: '',
  milliseconds: 0,
  ...test,
  asserts: (asserts ?? []).map(assertOf),
});

const assertOf = ({ failures, problems, ...assert }: WireAssertRun): AssertRun => ({
  type: '',
  not: false,
  line: 1,
  column: 1,
  passed: false,
  skipped: '',
  ...assert,
  failures: (failures ?? []).map((failure) => ({ ...noFailure, ...failure })),
  problems: (problems ?? []).map(problemOf),
});

const noFailure: AssertFailure = {
  template: '',
  document: -1,
  value: -1,
  path: '',
  message: '',
  expected: '',
  actual: '',
};
