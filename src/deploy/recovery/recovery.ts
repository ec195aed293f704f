/** What came of a recovery, in plain data: every output about it is made of this. */
import type { Failure } from '../../stack/failure.ts';
import type { Action, Decision } from './decision.ts';
import type { Situation } from './situation.ts';

export interface Recovery {
  readonly situation: Situation;
  readonly decision: Decision;
  readonly isDryRun: boolean;
  /** Of the actions that were done, in the decision's order; fewer than decided only if `failure` says why. */
  readonly done: readonly Done[];
  /** What could not be asked, and why. */
  readonly gaps: readonly string[];
  /** Why the stack is not free for the next run; null if it is, or would be. */
  readonly failure: Failure | null;
}

export interface Done {
  readonly action: Action;
  /** What follows from it that a person should know; empty if nothing. */
  readonly notes: readonly string[];
}
