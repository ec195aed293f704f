/** What a contract file says, read, checked and expanded: plain data with positions. */
import type { z } from 'zod';
import type { DataMap, DataPath } from '../../kubernetes/data.ts';
import type { FieldPath } from '../../stack/desired.ts';
import type { external } from '../../stack/cluster-fields.ts';
import type { RulePart, RuleText } from '../cel/verdict.ts';
import type { SourcePosition } from '../finding.ts';

/** Something that is there already, made by somebody else. */
export type ExternalObject = z.output<typeof external>;

export interface Suite {
  /** As it was given. */
  readonly directory: string;
  /** Of the contract; relative to `directory`. */
  readonly file: string;
  readonly target: Target;
  /** Names of packs, besides those that are always on; all are known. */
  readonly packs: readonly string[];
  readonly without: readonly string[];
  /** CustomResourceDefinitions whose objects are validated. */
  readonly crds: readonly DataMap[];
  /** In the order of the file; combinations of a matrix in the order of their fragments, the last changing fastest. */
  readonly cases: readonly SuiteCase[];
  readonly rules: readonly SuiteRule[];
  readonly snapshots: readonly SnapshotChoice[];
  readonly waivers: readonly Waiver[];
  readonly coverage: CoverageThresholds;
  /** Where a field of the contract file stands, or the innermost thing that exists on the way to it. */
  positionOf(path: FieldPath): SourcePosition;
}

export type Target =
  | { readonly kind: 'release'; readonly release: string }
  /** Relative to `directory`, as a chart's `ref` is: `./charts/web`, `./web-1.0.0.tgz`. */
  | { readonly kind: 'chart'; readonly ref: string };

export interface SuiteCase {
  /** `ha`, `grid [tls=on, logs=rwx]` */
  readonly name: string;
  /** As it is called in the file: `grid`. */
  readonly key: string;
  /** Null: the chart's name, or that of the release in the stack file. */
  readonly releaseName: string | null;
  /** Null: `default`, or that of the release in the stack file. */
  readonly namespace: string | null;
  readonly isUpgrade: boolean;
  /** Laid over each other, as `--values`. Maps are shared between cases: never change them. */
  readonly values: readonly DataMap[];
  /** As `--set`, above all `values`. */
  readonly set: readonly string[];
  /** The case is rendered for each; null: for the one that the caller chooses. */
  readonly kubeVersions: readonly string[] | null;
  readonly apiVersions: readonly string[];
  /** Typed options of a system; null if the file gives none. */
  readonly options: DataMap | null;
  readonly external: readonly ExternalObject[];
  /** Null: it must render. */
  readonly fails: ExpectedFailure | null;
  readonly source: SourcePosition;
  /** `values` and `set` as one map. */
  given(): DataMap;
  /**
   * Where the Helm value is decided: in the uppermost of `values` and `set` that has it or replaces something above it, else where the
   * nearest of its parents is set. Null if nothing on the way to it is set by the contract.
   */
  valueSource(path: DataPath): SourcePosition | null;
}

export type ExpectedFailure =
  | { readonly kind: 'text'; readonly text: string }
  /** A regular expression of RE2. */
  | { readonly kind: 'pattern'; readonly pattern: string };

export interface SuiteRule extends RuleText {
  /** Patterns; null: all. At least one case matches each. */
  readonly cases: readonly string[] | null;
  readonly source: SourcePosition;
  /** Where the text of a part starts, with its quote or its `|`. */
  readonly parts: Readonly<Record<RulePart, SourcePosition>>;
}

/** Objects whose text is kept. */
export interface SnapshotChoice {
  /** CEL, of one object. */
  readonly on: string;
  readonly cases: readonly string[] | null;
  /** Of `on`. */
  readonly source: SourcePosition;
}

export interface Waiver {
  /** An id, or `pack/*`. */
  readonly rule: string;
  /** `Kind/name` with `*` for any characters; null: any object, and findings about none. */
  readonly object: string | null;
  readonly case: string | null; // a pattern
  readonly reason: string;
  readonly until: string; // `2027-01-31`, the last day in UTC on which it holds
  readonly source: SourcePosition;
}

/** In percent; null: not asked for. */
export interface CoverageThresholds {
  readonly templates: number | null;
  readonly branches: number | null;
  readonly values: number | null;
}
