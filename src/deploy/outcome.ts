/**
 * What came of an operation that changes the cluster, in plain data and without secrets. Every output about it is made of this: terminal, JSON, comment,
 * summary.
 */
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Rollout } from '../kubernetes/rollout.ts';
import type { FieldPlace } from '../kubernetes/field.ts';
import type { ReleaseOperation, ReleaseState } from '../plan/plan.ts';
import type { FailureCode } from '../stack/failure.ts';
import type { Trouble } from '../triage/trouble.ts';
import type { Counts, Step } from './steps.ts';

export interface Outcome {
  readonly operation: 'up' | 'rollback' | 'heal' | 'adopt' | 'destroy';
  readonly project: string;
  readonly stack: string;
  /** Of the stack directory, as in a `Plan`. */
  readonly directory: string;
  readonly result: 'succeeded' | 'failed' | 'cancelled';
  /** Why it did not succeed; null if it did. */
  readonly failure: {
    readonly code: FailureCode;
    readonly message: string;
    readonly hint: string | null;
  } | null;
  /** Of the plan that was applied; null where there is none. */
  readonly digest: string | null;
  readonly counts: Counts;
  readonly steps: readonly StepOutcome[];
  /** Every release of the stack, those that were not touched too. */
  readonly releases: readonly ReleaseOutcome[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** `interrupted`: begun, and nobody knows how far it got. `not-begun`: planned, and something else failed before. */
export type StepState = 'done' | 'failed' | 'interrupted' | 'not-begun';

export interface StepOutcome {
  readonly step: Step;
  readonly state: StepState;
  readonly seconds: number | null;
  /** What Pulumi's provider said of the failure. */
  readonly message: string | null;
}

export interface ReleaseOutcome {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly operation: ReleaseOperation;
  /** `left-out`: not among the `--target`s. */
  readonly state: StepState | 'unchanged' | 'left-out';
  readonly seconds: number | null;
  /** What Helm keeps of it afterwards; null if there is none or nobody could be asked. */
  readonly record: ReleaseState | null;
  /** What takes time to come about. */
  readonly workloads: readonly WorkloadState[];
  /** Where what runs is not what was planned; empty if it is, or it was not looked at. */
  readonly mismatches: readonly Mismatch[];
  /** Why it failed, most likely first. */
  readonly troubles: readonly Trouble[];
}

export interface WorkloadState {
  readonly object: ObjectId;
  readonly rollout: Rollout;
}

export interface Mismatch {
  readonly object: ObjectId;
  readonly state: 'missing' | 'changed' | 'left'; // `left`: it should have gone
  readonly places: readonly FieldPlace[];
}
