/** A trouble before its log is read and its events are gathered. */
import { at, textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { CauseId } from './trouble.ts';

export interface Suspect {
  readonly cause: CauseId;
  readonly object: ObjectId;
  readonly of: ObjectId | null;
  readonly container: string | null;
  readonly message: string;
  readonly hint: string;
  /** The container whose log may tell more; null where there is none to tell. */
  readonly log: SuspectLog | null;
  /** How many more of the same workload have the same cause. */
  readonly others: number;
}

export interface SuspectLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of the container before the last restart. */
  readonly previous: boolean;
}

type Essential = Pick<Suspect, 'cause' | 'object' | 'message' | 'hint'>;

export const suspect = (essential: Essential, rest: Partial<Suspect> = {}): Suspect => ({
  of: null,
  container: null,
  log: null,
  others: 0,
  ...rest,
  ...essential,
});

/** Of an object as it is in the cluster. */
export const idOf = (live: DataMap): ObjectId => ({
  apiVersion: textAt(live, 'apiVersion') ?? '',
  kind: textAt(live, 'kind') ?? '',
  namespace: textAt(live, 'metadata', 'namespace') ?? null,
  name: textAt(live, 'metadata', 'name') ?? '',
});

/** It is on its way out: what is wrong with it does not matter any more. */
export const isGoing = (live: DataMap): boolean => at(live, 'metadata', 'deletionTimestamp') !== undefined;
