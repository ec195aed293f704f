/** What was seen in the cluster of a release that failed: whole objects, secrets included. Nothing here is printed. */
import type { DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { ObservedEvent } from '../kubernetes/observed-event.ts';

export interface Scene {
  readonly release: { readonly name: string; readonly namespace: string };
  /** What Helm said, by way of Pulumi; null if it said nothing. */
  readonly message: string | null;
  /** When the release was begun, by the clock of this machine: ISO 8601. */
  readonly since: string;
  /** What was to be applied. */
  readonly objects: readonly ObjectId[];
  readonly hooks: readonly SceneHook[];
  /** Of both, by `objectKey`: as it is; null if there is none. What nobody could be asked for is not in it. */
  readonly live: ReadonlyMap<string, DataMap | null>;
  /** Of those that make pods and are not whole, by `objectKey`. */
  readonly made: ReadonlyMap<string, MadeObjects>;
  /** That unready pods mount, and their own. */
  readonly claims: readonly DataMap[];
  /** Oldest first. */
  readonly events: readonly ObservedEvent[];
  /** Secrets, ConfigMaps and storage classes that what is not ready refers to, by `sourceKey`. */
  readonly sources: ReadonlyMap<string, Source>;
  /** ExternalSecrets of the namespaces in which a Secret is missing. */
  readonly makers: readonly DataMap[];
  /** Planned objects that the API server refuses when it is asked again, and its words. */
  readonly refused: readonly { readonly object: ObjectId; readonly message: string }[];
  /** What could not be looked at, and why: one line each. */
  readonly gaps: readonly string[];
}

export interface SceneHook {
  readonly object: ObjectId;
  readonly events: readonly string[]; // `pre-install`
  readonly deletePolicies: readonly string[];
}

export interface MadeObjects {
  readonly replicaSets: readonly DataMap[];
  readonly pods: readonly DataMap[];
}

export interface Source {
  readonly exists: boolean;
  /** Of its data; null if it is not there or has none. */
  readonly keys: ReadonlySet<string> | null;
}

export const sourceKey = (kind: string, namespace: string | null, name: string): string =>
  JSON.stringify([kind, namespace, name]);

export const emptyScene: Omit<Scene, 'release'> = {
  message: null,
  since: '',
  objects: [],
  hooks: [],
  live: new Map(),
  made: new Map(),
  claims: [],
  events: [],
  sources: new Map(),
  makers: [],
  refused: [],
  gaps: [],
};
