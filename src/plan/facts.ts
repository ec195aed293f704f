/** What the plan is made of besides its outputs: whole manifests, secrets included. Nothing here is printed. */
import type { DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Step } from '../deploy/steps.ts';
import type { BackingChange, Base, ReleasePlan } from './plan.ts';

/** An object in its place: as one release had it applied, or will. */
export interface PlacedObject {
  readonly id: ObjectId;
  readonly manifest: DataMap;
  readonly template: string | null;
  /** Of its text: two with the same are the same. */
  readonly hash: string;
}

/** What risks are judged by: both manifests of every object, and who has it in the cluster. */
export interface RiskFacts {
  readonly base: Base | null;
  readonly steps: readonly Step[];
  readonly releases: readonly ReleaseFacts[];
  readonly backing: readonly BackingChange[];
}

export interface ReleaseFacts {
  readonly plan: ReleasePlan;
  /** As it was applied last; empty if it never was. Hooks and CRDs of `crds/` are not among them. */
  readonly before: readonly PlacedObject[];
  readonly after: readonly PlacedObject[];
  /** By `objectKey`, of those that could be asked for; null if there is none. Empty offline. */
  readonly live: ReadonlyMap<string, DataMap | null>;
}
