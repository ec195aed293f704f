/**
 * Everything that one `up` would do, in plain data. Every output is made of it: terminal, JSON, comment, summary, HTML. It holds no secret: where
 * a value is one, only that it changes.
 */
import type { Data } from '../kubernetes/data.ts';
import type { FieldPlace } from '../kubernetes/field.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { CheckResult } from '../contract/finding.ts';
import type { Counts, Step } from '../deploy/steps.ts';
import type { Severity } from '../systems/rule.ts';

export interface Plan {
  /**
   * `offline`: two versions of the stack file, both rendered with placeholders; no cluster and no secrets. `live`: what the cluster was given last,
   * against what it would be given.
   */
  readonly tier: 'offline' | 'live';
  readonly project: string;
  readonly stack: string;
  /** The stack directory, relative to the root of the repository, else to the working directory; `.` for that itself. */
  readonly directory: string;
  /** What the offline tier compares with; null in the live tier. */
  readonly base: Base | null;
  readonly cluster: { readonly identifier: string; readonly kubeVersion: string };
  /** Pulumi's, unchanged ones left out, in the engine's order. Empty offline. */
  readonly steps: readonly Step[];
  readonly counts: Counts;
  readonly releases: readonly ReleasePlan[];
  readonly backing: readonly BackingChange[];
  /** Of the contract gate and of the plan itself (`plan/…`), errors first; waived ones included. */
  readonly findings: CheckResult['findings'];
  /** Rules of the gate that lacked a fact. */
  readonly unjudged: CheckResult['unjudged'];
  /** Gravest first. */
  readonly risks: readonly Risk[];
  readonly verdict: Verdict;
  /** `sha256:…` over what would be done; see `digest.ts`. */
  readonly digest: string;
  readonly graph: Graph;
  /** What the plan does not know, and why: an API that may not be asked, a chart that asks the cluster by `lookup`. */
  readonly gaps: readonly string[];
  readonly timings: Timings;
}

export interface Base {
  /** As it was given: `origin/main`. */
  readonly ref: string;
  readonly commit: string;
  /** Commits of the base that are not in what is previewed. */
  readonly behind: number;
}

export type Timings = Readonly<Record<string, number>>; // milliseconds by phase; phases may overlap

/** `same`: nothing is done to the release itself; others may change around it. */
export type ReleaseOperation = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'import' | 'same';

export interface ReleasePlan {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly system: string | null;
  readonly operation: ReleaseOperation;
  /** Null if it is deleted. */
  readonly chart: ChartOf | null;
  /** As it was applied last; null if it never was. Its digest is not known to Helm. */
  readonly chartBefore: Omit<ChartOf, 'reference' | 'digest' | 'signedBy'> | null;
  /** What Helm keeps of it in the cluster; null offline, and if there is none. */
  readonly record: ReleaseState | null;
  /** All objects but hooks and CRDs of a `crds/` folder; unchanged ones last. */
  readonly objects: readonly ObjectChange[];
  /** Those that will run, in Helm's order. */
  readonly hooks: readonly HookRun[];
  /** Those of its `crds/` folders. */
  readonly crds: readonly CrdState[];
  /** Live tier only. */
  readonly drift: readonly Drift[];
}

export interface ChartOf {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | null;
  readonly reference: string; // as in the stack file, without credentials
  readonly digest: string; // sha256:… of the archive as it was published
  /** Whose signature was verified; absent where the stack file asks for none. */
  readonly signedBy?: string;
}

/** Helm's own words. */
export type ReleaseStatus =
  | 'deployed'
  | 'failed'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback'
  | 'uninstalling'
  | 'uninstalled'
  | 'superseded'
  | 'unknown';

export interface ReleaseState {
  readonly revision: number;
  readonly status: ReleaseStatus;
  readonly updated: string; // ISO 8601
  /** Revision that Helm compares with: the last deployed one. */
  readonly appliedRevision: number | null;
}

export interface ObjectChange {
  readonly object: ObjectId;
  /**
   * `kept`: it leaves the release and stays in the cluster (`helm.sh/resource-policy: keep`). `renamed`: one object goes and one that is the same but for its
   * name comes.
   */
  readonly change: 'created' | 'changed' | 'deleted' | 'unchanged' | 'kept' | 'renamed';
  /** Of a renamed one. */
  readonly before: ObjectId | null;
  readonly template: string | null;
  /** Of a changed or renamed one, in the order of the object. Noise is in `folded`. */
  readonly fields: readonly FieldChange[];
  /** Of a created, deleted or kept one: all of it, `(secret)` in the place of secrets. */
  readonly content: Data;
  readonly folded: readonly Folded[];
}

export interface FieldChange {
  readonly place: FieldPlace;
  readonly change: 'added' | 'removed' | 'changed';
  /** The value is one, so neither is told. */
  readonly secret: boolean;
  /** `(secret)` in the place of secrets further inside. Null where there is none, and of a secret. */
  readonly before: Data;
  readonly after: Data;
  /** Of a text of several lines: the lines around each change. */
  readonly lines: readonly TextLine[] | null;
}

export type TextLine =
  | { readonly mark: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly mark: 'skipped'; readonly count: number };

/** Changes of one kind that are not told one by one. */
export interface Folded {
  readonly noise: Noise;
  readonly count: number;
  /** The first few. */
  readonly places: readonly FieldPlace[];
}

/**
 * `checksum`: annotations such as checksum/config, which roll pods when what they sum changes. `chart-label`: helm.sh/chart, app.kubernetes.io/version.
 * `generated-name`: a name that Pulumi completes. `spelling`: the same quantity or duration written otherwise. `server`: set by the server (managed fields, status, defaults).
 * `order`: items of a list without an order.
 */
export type Noise = 'checksum' | 'chart-label' | 'generated-name' | 'spelling' | 'server' | 'order';

export interface HookRun {
  readonly object: ObjectId;
  /** The event by which it runs: `pre-upgrade`. */
  readonly event: string;
  readonly weight: number;
  readonly deletePolicies: readonly string[];
  /** Against the hook of that name as it was applied last. */
  readonly change: 'created' | 'changed' | 'unchanged';
  readonly fields: readonly FieldChange[];
}

export interface CrdState {
  readonly name: string; // widgets.example.com
  /**
   * `created`: with the first install. `same`. `outdated`: the cluster has another, and Helm won't upgrade it. `missing`: not in the cluster, and Helm won't
   * create it on an upgrade. `unknown`: nobody could be asked.
   */
  readonly state: 'created' | 'same' | 'outdated' | 'missing' | 'unknown';
  readonly fields: readonly FieldChange[];
}

/** A live object that is not as it was applied. */
export interface Drift {
  readonly object: ObjectId;
  readonly state: 'changed' | 'missing';
  /** How it was told: by a dry run of the server, or by comparing the fields that the manifest sets. */
  readonly by: 'dry-run' | 'fields';
  /** What this `up` does about it: `reset` and `recreated` by an upgrade; `kept` if there is none, or Helm leaves the field alone. */
  readonly fate: 'reset' | 'recreated' | 'kept';
  /** `before`: as applied; `after`: as it is now. */
  readonly fields: readonly DriftField[];
}

export interface DriftField extends FieldChange {
  /** Field manager, such as kubectl-edit, and when it last wrote (ISO 8601); null if the server does not tell. */
  readonly manager: string | null;
  readonly time: string | null;
}

/** A resource that Pulumi keeps itself: namespaces, Secrets, CA bundles, ExternalSecrets, buckets, accounts, rights. */
export interface BackingChange {
  /** As in the desired stack: `secret/shop/login`; Pulumi's name for one that the stack no longer has. */
  readonly id: string;
  readonly kind: string; // Secret, Bucket
  readonly name: string; // `shop/login`; of an auto-named one without what Pulumi adds
  readonly operation: ReleaseOperation;
  /** Of a replacement: whether the old one goes only after the new one is there. */
  readonly order: 'create-first' | 'delete-first' | null;
  readonly fields: readonly FieldChange[];
}

/** What is found in what will happen, as against in what is declared. The closed set that `--deny` takes. */
export const riskIds = [
  'delete', // an object or a resource goes
  'replace', // one goes and a new one comes
  'delete-namespace', // with everything in it
  'immutable-field', // the API server will refuse the change
  'volume-claim', // a claim goes, shrinks, or changes its class
  'service-type',
  'scale-to-zero',
  'disruption-budget', // no pod may be evicted: nodes cannot be drained
  'rbac-widened',
  'exposure', // reachable by more than before
  'image-downgrade',
  'mutable-tag', // the same tag may be another image tomorrow
  'hook-rerun', // a hook runs on this upgrade
  'release-state', // failed or pending
  'adopt', // Helm has a release of this name that Pulumi does not know
  'foreign-object', // the object exists and belongs to somebody else
  'drift-reset', // what somebody changed by hand is set back
  'crd-outdated', // Helm does not upgrade CRDs
  'stale-base', // the base branch has gone on
] as const;
export type RiskId = (typeof riskIds)[number];

export interface Risk {
  readonly id: RiskId;
  /** `error`: `up` would fail or destroy what it should not; the plan is refused. */
  readonly severity: Severity;
  /** Key; null for backing resources and the stack as a whole. */
  readonly release: string | null;
  readonly object: ObjectId | null;
  readonly place: FieldPlace;
  /** What will happen and what that means, with names and numbers. */
  readonly message: string;
  readonly hint: string | null;
}

export interface Verdict {
  /** `refused`: `up` would not be let through. */
  readonly outcome: 'no-changes' | 'changes' | 'refused';
  /** Why it is refused, one sentence each: `2 findings are errors`, `3 objects would be deleted, and --max-deletes is 1`. */
  readonly reasons: readonly string[];
}

export interface Limits {
  /** Null: any number. Objects, releases and resources together. */
  readonly maxDeletes: number | null;
  readonly maxReplaces: number | null;
  readonly deny: readonly RiskId[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** `from` needs `to`. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface GraphNode {
  readonly id: string; // of a backing resource, or the key of a release
  readonly kind: string; // Release, Secret
  readonly name: string;
  readonly operation: ReleaseOperation;
}
