/** What is asked of a renderer about the helm-unittest suites of a chart, and what it answers. Suites are read, rendered and judged by it: `renderer/suites`. */
import type { DataMap } from '../kubernetes/data.ts';
import type { RenderFailure } from './renderer.ts';

/** A file with suites, or a chart whose templates are suites. */
export interface SuiteFile {
  /** Absolute. */
  readonly path: string;
  /** Of the chart that it is about: `parent/charts/child`. */
  readonly route: string;
  /** `path` is a folder of templates, which are rendered to suites. */
  readonly rendered: boolean;
}

export interface SuiteFilesRequest {
  /** Absolute path of the chart's folder. */
  readonly chart: string;
  /** Relative to the folder of the chart, and of each subchart. */
  readonly patterns: readonly string[];
  /** A folder below the chart whose templates are suites; '': none. */
  readonly testsPath: string;
  readonly withSubcharts: boolean;
  /** Absolute; they decide which subcharts are enabled. */
  readonly valueFiles: readonly string[];
  /** A file is listed as often as helm-unittest would run it. */
  readonly compat: boolean;
}

export interface SuiteFiles {
  readonly files: readonly SuiteFile[];
  /** Patterns that no file matches. */
  readonly unmatched: readonly string[];
  /** Absolute paths of those that several patterns match. */
  readonly repeated: readonly string[];
}

export interface SuitesRequest {
  readonly chart: string;
  readonly files: readonly SuiteFile[];
  /** Absolute; below those of the suites. */
  readonly valueFiles: readonly string[];
  /** The verdicts of helm-unittest 1.1.2, its defects included. */
  readonly compat: boolean;
  /** helm-unittest's own `--strict`: only with `compat`. */
  readonly strict: boolean;
  /** For tests that name none; `compat` has helm-unittest's own. */
  readonly kubeVersion: string;
  readonly skipSchemaValidation: boolean;
  /** Whether suites may run the programs that they name. */
  readonly postRenderers: boolean;
  readonly updateSnapshots: boolean;
  /** A missing snapshot fails instead of being written. */
  readonly frozenSnapshots: boolean;
  readonly coverage: boolean;
  /** For one test. */
  readonly timeoutSeconds: number;
}

export type SuitesOutcome =
  { readonly ok: true; readonly runs: SuiteRuns } | { readonly ok: false; readonly failure: RenderFailure };

export interface SuiteRuns {
  readonly files: readonly SuiteFileRun[];
  /** Indices into `ChartFacts.branches`; null if coverage was not asked for. */
  readonly reached: readonly number[] | null;
}

export interface SuiteFileRun {
  /** Absolute; of a chart of suites, that of the template. */
  readonly path: string;
  readonly route: string;
  /** Of `compat`: helm-unittest runs nothing of it, since it cannot read this file, or another one of the chart. */
  readonly dropped: boolean;
  /** Absolute paths of the values files that were read. */
  readonly inputs: readonly string[];
  /** Of the file as it is written. In the default mode no test of a file with an error among them runs. */
  readonly problems: readonly SuiteProblem[];
  readonly suites: readonly SuiteRun[];
  readonly snapshots: readonly SnapshotRun[];
}

export interface SuiteProblem {
  /** `unknown-key`: without the `suite/` that ids of rules start with. */
  readonly rule: string;
  readonly line: number; // from 1
  readonly column: number; // from 1
  readonly message: string;
  readonly hint: string;
}

export interface SuiteRun {
  readonly name: string;
  readonly line: number;
  /** Why it was not run; '' if it was. */
  readonly skipped: string;
  readonly passed: boolean;
  readonly tests: readonly SuiteTestRun[];
}

export interface SuiteTestRun {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly passed: boolean;
  readonly skipped: string;
  /** Why it could not be run; '' if it was. */
  readonly error: string;
  readonly milliseconds: number;
  readonly asserts: readonly AssertRun[];
  /** The values that the test gives, and the Secrets that came of them: what no message may show. Absent if the test passed. */
  readonly given?: DataMap;
  readonly secrets?: readonly DataMap[];
}

export interface AssertRun {
  /** `equal`, or another of the 36. */
  readonly type: string;
  readonly not: boolean;
  readonly line: number;
  readonly column: number;
  readonly passed: boolean;
  readonly skipped: string;
  readonly failures: readonly AssertFailure[];
  /** Default mode: it holds, but says nothing. */
  readonly problems: readonly SuiteProblem[];
}

export interface AssertFailure {
  readonly template: string; // '': of none
  readonly document: number; // -1: of none
  readonly value: number; // of several that the path matches; -1: the only one
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
}

/** A file of snapshots after a run. */
export interface SnapshotRun {
  readonly path: string;
  /** Null: the file is to be removed, if it is to be written. */
  readonly text: string | null;
  readonly write: boolean;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  /** Kept, and asked for by no test. */
  readonly vanished: number;
}
