/** What runs of a stack, in plain data: every output of `status` is made of this. */
import type { Autoscaler } from '../../kubernetes/autoscaler.ts';
import type { Lease } from '../../kubernetes/lease.ts';
import type { ObjectId } from '../../kubernetes/object-id.ts';
import type { Rollout } from '../../kubernetes/rollout.ts';
import type { ReleaseStatus as HelmStatus } from '../../plan/plan.ts';

export interface StackStatus {
  readonly project: string;
  readonly stack: string;
  /** Of the stack directory, as in a `Plan`. */
  readonly directory: string;
  readonly releases: readonly ReleaseStatus[];
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

/** `absent`: Helm has none. `unknown`: nobody could tell. */
export type ReleaseHealth = 'ready' | 'progressing' | 'failed' | 'absent' | 'unknown';

export interface ReleaseStatus {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly system: string | null;
  readonly health: ReleaseHealth;
  /** Null if Helm has none. */
  readonly helm: HelmRelease | null;
  /** What runs pods, in the order in which it was applied; claims and load balancers only while they are not ready. */
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly ObservedAutoscaler[];
  /** By which sf2loki elects the replica that delivers; null if it does not. */
  readonly lease: ObservedLease | null;
}

export interface HelmRelease {
  readonly status: HelmStatus;
  readonly revision: number;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string | null };
  /** The last change, as the record tells it. ISO 8601; empty if it does not say. */
  readonly updated: string;
  readonly description: string;
}

export interface Workload {
  readonly object: ObjectId;
  /** Null if there is no such object, although it was applied, or its kind has no pods of its own (CronJob). */
  readonly rollout: Rollout | null;
  readonly exists: boolean;
}

export interface ObservedAutoscaler extends Autoscaler {
  readonly object: ObjectId;
}

export interface ObservedLease {
  readonly object: ObjectId;
  /** Null if nobody has made it yet. */
  readonly lease: Lease | null;
}

/** What was asked, and whether it was told. */
export interface Knowledge {
  /** Whether what Helm keeps could be read, so that there is none if none was found. */
  readonly records: boolean;
  /** Whether all that the release runs could be read. */
  readonly workloads: boolean;
}

export function healthOf(
  helm: Pick<HelmRelease, 'status'> | null,
  workloads: readonly Workload[],
  known: Knowledge,
): ReleaseHealth {
  if (helm === null) return known.records ? 'absent' : 'unknown';
  if (helm.status === 'uninstalled') return 'absent';
  if (helm.status === 'unknown') return 'unknown';
  const isMissing = workloads.some(({ exists, rollout }) => !exists && rollout === null);
  const states = workloads.flatMap(({ rollout }) => rollout?.state ?? []);
  if (helm.status === 'failed' || isMissing || states.includes('failed')) return 'failed';
  if (helm.status !== 'deployed' || states.includes('progressing')) return 'progressing';
  return known.workloads ? 'ready' : 'unknown';
}
