/** Where what runs is not what the stack has applied last, in plain data and without secrets: what `drift` tells in every format. */
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { FieldPlace } from '../kubernetes/field.ts';
import type { DriftField, ReleaseState } from './plan.ts';
import type { Outdated } from './rotation.ts';

export interface DriftReport {
  readonly project: string;
  readonly stack: string;
  /** Of the stack directory, as in a `Plan`. */
  readonly directory: string;
  readonly cluster: string;
  /** Whether there is any: what `--detect` tells by its exit code. */
  readonly isDrifted: boolean;
  /** Every release of the stack and of its state. */
  readonly releases: readonly ReleaseDrift[];
  /** Of what Pulumi keeps itself: namespaces, Secrets, CA bundles, ExternalSecrets, accounts, rights. */
  readonly backing: readonly ObjectDrift[];
  /** Objects that were compared. */
  readonly compared: number;
  /** Of all objects: what differs and is nobody's doing. */
  readonly folded: readonly FoldedField[];
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

export interface ReleaseDrift {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  /** The revision that the stack made last; null if the state has none. */
  readonly applied: number | null;
  /** What Helm keeps of it; null if it has none. */
  readonly record: (ReleaseState & { readonly description: string }) | null;
  readonly byHand: ReleaseChange | null;
  /** Empty for one that was uninstalled: then all of them are gone. */
  readonly objects: readonly ObjectDrift[];
  readonly outdated: readonly Outdated[];
  readonly isDrifted: boolean;
}

/**
 * `uninstalled`: the state has it, Helm does not. `revised`: Helm has a newer revision than the stack made. `unfinished`: the last one failed, or is pending.
 * `installed`: Helm has it, and the state does not.
 */
export type ReleaseChange = 'uninstalled' | 'revised' | 'unfinished' | 'installed';

export interface ObjectDrift {
  readonly object: ObjectId;
  /** `taken`: it belongs to another release now. */
  readonly state: 'changed' | 'missing' | 'taken';
  /** `hook`: a hook of the release made it, and an upgrade may not make it again. */
  readonly madeBy: 'release' | 'hook' | 'stack';
  /** How it was told: by a dry run of the server, or by comparing the fields that the manifest sets. */
  readonly by: 'dry-run' | 'fields';
  /** Of a `taken` one. */
  readonly owner: { readonly release: string; readonly namespace: string } | null;
  /** `before`: as applied; `after`: as it is now. */
  readonly fields: readonly DriftField[];
}

/** One field that is not told as drift. */
export interface FoldedField {
  readonly noise: DriftNoise;
  readonly object: ObjectId;
  readonly place: FieldPlace;
  readonly manager: string | null;
}

export type DriftNoise =
  | 'autoscaler' // replicas that an autoscaler sets
  | 'restart' // the annotation by which pods were made anew
  | 'certificate-authority' // caBundle that a controller fills in
  | 'leader-election' // who leads
  | 'controller' // what a controller of Kubernetes itself fills in
  | 'metadata'; // labels, annotations and finalizers of others

export const isDrifted = ({ releases, backing }: Pick<DriftReport, 'releases' | 'backing'>): boolean =>
  backing.length > 0 || releases.some((release) => release.isDrifted);

export const isReleaseDrifted = ({ byHand, objects, outdated }: Omit<ReleaseDrift, 'isDrifted'>): boolean =>
  byHand !== null || objects.length > 0 || outdated.length > 0;
