/** What must hold for a render, beyond what Helm and the API server check: the rules of the contract gate that are written in TypeScript. */
import type { Data, DataMap, DataPath } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';

/**
 * `error`: it would not work, or not as meant. `warning`: it works, and will hurt. `notice`: good to know.
 */
export type Severity = 'error' | 'warning' | 'notice';

/** A rule over one release, hooks included. */
export interface Rule {
  /** As in findings, waivers and `explain`: an invariant's id such as `SF-9`, or `pack/name`. */
  readonly id: string;
  /** What must hold, in one sentence without a full stop: `The liveness probe asks /healthz`. */
  readonly title: string;
  /** What breaks otherwise, and how to mend it: a short paragraph for `explain`. */
  readonly why: string;
  /** Of its findings, unless one says otherwise. */
  readonly severity: Severity;
  /** Pure and total: data of any shape gives verdicts, never an exception. */
  readonly check: (subject: Subject) => Iterable<Verdict>;
}

export type Verdict = Violation | NotChecked;

export interface Violation {
  /** The object at fault; absent if it is one that is not there. */
  readonly object?: RenderedObject | undefined;
  /** What is at fault in the object. */
  readonly path?: DataPath | undefined;
  /** The Helm value that decides it, if there is one: findings point to where it is set. */
  readonly value?: DataPath | undefined;
  /** What is wrong here and what breaks, with names and numbers. Never a secret. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  readonly severity?: Severity;
}

/** The rule needs a fact that neither the render nor the stack has. It is listed as such, and never counts as kept. */
export interface NotChecked {
  readonly notChecked: string; // what is missing: `the keys of Secret x/y, which somebody else makes`
}

export const isViolation = (verdict: Verdict): verdict is Violation => !('notChecked' in verdict);

/** One release, rendered for one case. */
export interface Subject {
  readonly release: ReleaseFacts;
  readonly chart: {
    readonly name: string;
    readonly version: string;
    readonly appVersion: string | null;
    /** All template files, as in `RenderedObject.template`. */
    readonly templates?: readonly string[];
  };
  /** What the templates read: defaults of the chart with the given values over them. */
  readonly values: DataMap;
  /** What was given over the defaults. */
  readonly given: DataMap;
  /** In Helm's order; hooks last. CRDs of a `crds/` folder come first. */
  readonly objects: readonly RenderedObject[];
  readonly around: Surroundings;
}

export interface ReleaseFacts {
  readonly name: string;
  readonly namespace: string;
  readonly isUpgrade: boolean;
  /** Without a leading `v`: `1.33.0`. */
  readonly kubeVersion: string;
  /** Given beyond those that every cluster of that version has, e.g. `monitoring.coreos.com/v1`. */
  readonly apiVersions: readonly string[];
  /**
   * Typed options from the stack file, defaults filled in (secrets by source). `null` for a case of a chart that no stack file declares: rules
   * that need them are then not checked.
   */
  readonly options: Data;
}

/** Whatever the release may rely on: this release itself, others of the stack, backing resources, ExternalSecret targets, `external:`. */
export interface Surroundings {
  /** `namespace` is null for kinds without one. */
  find(kind: string, namespace: string | null, name: string): Provided | undefined;
  /** In the order in which they are known. Without a namespace: all. */
  all(kind: string, namespace?: string): readonly Provided[];
}

export interface Provided {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** Of a Secret or ConfigMap; null if nobody here knows them. */
  readonly keys: ReadonlySet<string> | null;
  /** Who provides it, as a message names it: `release leoflow`, `backing.secrets.db`, `external[0]`. */
  readonly by: string;
  /** Release key, if a release renders it. */
  readonly release: string | null;
  /** If its content is known: rendered, or made of a backing resource (secrets with placeholders). */
  readonly object: RenderedObject | null;
}
