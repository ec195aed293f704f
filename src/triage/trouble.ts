/**
 * Why something in the cluster is not as it should be: the object that is to blame, and what it, its events and its log say. Without secrets: texts of
 * the cluster pass the redactor before they leave.
 */
import type { ObjectId } from '../kubernetes/object-id.ts';

/** The closed set that outputs name and tests ask for. */
export const causeIds = [
  'image-pull', // no such image, no access, a malformed name
  'missing-secret', // a Secret that a pod refers to
  'missing-config-map',
  'missing-key', // the object is there, the key is not
  'crash-loop', // the container ends again and again
  'container-exit', // it ended with an error, once
  'out-of-memory',
  'failed-probe',
  'unschedulable', // no node fits
  'quota', // a ResourceQuota or LimitRange refuses
  'volume-claim', // pending, without a class, lost
  'volume-mount',
  'webhook', // an admission webhook refuses, or does not answer
  'forbidden', // the deploying identity lacks a right
  'invalid', // the API server refuses the object: a field, an immutable one included
  'immutable-field',
  'missing-kind', // no CRD for it
  'missing-namespace',
  'name-taken', // the object exists and belongs to somebody else
  'pod-security', // the namespace's pod security level refuses
  'service-account', // missing
  'hook-failed', // a Job or Pod of a hook ended in failure, for no reason named above
  'not-ready', // it runs, and is not ready, and nothing says why
  'timeout', // time ran out while it was still on its way
  'unreachable', // the API server did not answer
  'unknown', // nothing was found in the cluster; the message is Helm's
] as const;
export type CauseId = (typeof causeIds)[number];

export interface Trouble {
  readonly cause: CauseId;
  /**
   * To blame: a Pod, a PersistentVolumeClaim, a Job; the workload itself if none of its pods came to be. `Release` of `helm.sh/v3`, which is no object of
   * the cluster, stands for the release as a whole where none of its objects is known to be to blame.
   */
  readonly object: ObjectId;
  /** The object of the release that it belongs to; null if `object` is one itself. */
  readonly of: ObjectId | null;
  readonly container: string | null;
  /** One sentence with names and numbers: `container web: image registry.example.com/web:1.2 cannot be pulled: not found`. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** Newest last; at most five. */
  readonly events: readonly ObjectEvent[];
  /** The end of the failing container's log; null if there is none. */
  readonly log: LogTail | null;
}

export interface ObjectEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly time: string; // ISO 8601, of the last one
}

export interface LogTail {
  readonly pod: string;
  readonly container: string;
  /** Of the container before the last restart. */
  readonly previous: boolean;
  readonly lines: readonly string[];
}
