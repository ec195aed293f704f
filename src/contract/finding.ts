/** What the gate says. All reports are made of these. */
import type { DataPath } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Severity } from '../systems/rule.ts';

export interface Finding {
  /** Of the rule: `SF-9`, `reference/secret-key`, `schema/unknown-field`, or a contract rule's own id. */
  readonly rule: string;
  readonly severity: Severity;
  /** Key under `releases:`, or the chart's name for a contract over a chart. Null if it concerns a file, e.g. one that is not well-formed. */
  readonly release: string | null;
  readonly stack: string | null;
  readonly case: string | null;
  readonly object: ObjectId | null;
  /** In the object. */
  readonly path: DataPath;
  readonly template: string | null;
  readonly message: string;
  readonly hint: string | null;
  /** In a contract, values or stack file, or a chart's file; where the user can mend it. */
  readonly source: SourcePosition | null;
  /** It is known and accepted, with a reason: it no longer counts. */
  readonly waiver: { readonly reason: string; readonly until: string } | null;
}

export interface SourcePosition {
  readonly file: string; // relative to the folder that is checked
  readonly line: number; // from 1
  readonly column: number; // from 1
}

/** A rule that could not be judged for a case, and the fact that it lacked. */
export interface Unjudged {
  readonly rule: string;
  readonly release: string | null;
  readonly stack: string | null;
  readonly case: string | null;
  readonly reason: string;
}

/** One case that was rendered. */
export interface CaseOutcome {
  readonly name: string;
  readonly release: string;
  readonly stack: string | null;
  readonly kubeVersion: string;
  /** As `expected` says; otherwise there is a finding of the rule `case/…`. */
  readonly outcome: 'rendered' | 'failed';
  readonly expected: 'render' | 'failure';
  readonly objects: number;
  readonly rules: number; // that were judged
  readonly findings: number; // errors and warnings, waived ones included
  readonly milliseconds: number;
  readonly source: SourcePosition | null;
}

/** One helm-unittest suite that was run. */
export interface SuiteOutcome {
  /** As the file has it. */
  readonly name: string;
  /** The chart's name; of a subchart, its place below: `parent/charts/child`. */
  readonly chart: string;
  readonly source: SourcePosition;
  /** That its charts were rendered for; null with `--compat`, which has a version of its own. */
  readonly kubeVersion: string | null;
  /** It passed in an earlier run, and nothing has changed since. */
  readonly cached: boolean;
  /** Why the whole suite was left out; null if it was run. */
  readonly skipped: string | null;
  readonly tests: readonly TestOutcome[];
}

export interface TestOutcome {
  readonly name: string;
  /** `failed`: there is a finding of the rule `suite/…`. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped. */
  readonly reason: string | null;
  readonly milliseconds: number;
  readonly source: SourcePosition;
}

export interface CheckResult {
  readonly cases: readonly CaseOutcome[];
  /** In order of chart and file. */
  readonly suites: readonly SuiteOutcome[];
  /** In order of file, line, release, case, rule; waived ones included. The same finding of several cases is there once, with `alsoIn`. */
  readonly findings: readonly (Finding & { readonly alsoIn: readonly string[] })[];
  readonly unjudged: readonly Unjudged[];
  readonly coverage: Coverage | null;
  readonly renderer: string; // `k8s-deploy-renderer (Helm 3.18.6)`, `helm template (3.18.6)`
  readonly milliseconds: number;
}

/** What no case reached. Percentages are of items, over all charts. */
export interface Coverage {
  readonly charts: readonly ChartCoverage[];
}
export interface ChartCoverage {
  readonly chart: string;
  readonly templates: CoverageOf;
  readonly branches: CoverageOf;
  readonly values: CoverageOf;
}
export interface CoverageOf {
  readonly reached: number;
  readonly total: number;
  /** `templates/hpa.yaml`, `templates/hpa.yaml:12 {{ if .Values.behavior }}`, `autoscaling.behavior`. */
  readonly missed: readonly string[];
}
