/** What was found of a stack before something is done to it, in plain data: all that the decision about a recovery is made of. */
import type { ReleaseStatus } from '../../plan/plan.ts';
import type { LockHolder } from '../locks.ts';
import type { PendingOperation } from '../pending-operations.ts';
import type { RunNote } from '../run-note.ts';

export interface Situation {
  readonly project: string;
  readonly stack: string;
  readonly store: Store;
  readonly locks: readonly FoundLock[];
  readonly operations: readonly FoundOperation[];
  readonly releases: readonly FoundRelease[];
}

/** `elsewhere`: it keeps its locks to itself. `silent`: it was asked and gave none, or no whole answer. */
export type Store = 'answered' | 'elsewhere' | 'silent';

export interface FoundLock {
  readonly holder: LockHolder;
  /** What the run that took it has left of itself; null if there is nothing. */
  readonly note: RunNote | null;
  readonly run: RunState;
}

/** Whether a run is over, and how that is known. */
export type RunState =
  | { readonly state: 'live'; readonly why: string }
  /** Over for those who started it, but what it has started may take a while. */
  | { readonly state: 'ending'; readonly why: string; readonly until: string } // ISO 8601
  | { readonly state: 'over'; readonly why: string; readonly orphans: readonly number[] }
  | { readonly state: 'unknown'; readonly why: string };

export interface FoundOperation extends PendingOperation {
  /** Of what it stands for. `unknown`: nobody could be asked. */
  readonly cluster: 'present' | 'absent' | 'unknown';
  /** Who applied it, by its managed fields; null if it has none of Pulumi's. */
  readonly fieldManager: string | null;
  /** What a person says of it; null if nothing. */
  readonly said: 'created' | 'not-created' | null;
}

/** One that Helm is working on, or was. */
export interface FoundRelease {
  readonly key: string; // of the stack file
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: PendingStatus;
  readonly since: string; // ISO 8601; empty if its record does not say
  /** When whoever works on it must have given up. */
  readonly until: string; // ISO 8601
  /** Whether that time has come. */
  readonly expired: boolean;
  /** Whether a run of ours that is over was at work then. */
  readonly runOver: boolean;
}

export type PendingStatus = Extract<
  ReleaseStatus,
  'pending-install' | 'pending-upgrade' | 'pending-rollback' | 'uninstalling'
>;
