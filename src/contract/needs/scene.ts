/** The stack as the judges of needs see it: every object that it brings, in its place, and who brings it. */
import type { DataMap } from '../../kubernetes/data.ts';
import type { ObjectId } from '../../kubernetes/object-id.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { SystemNeeds } from '../../systems/needs.ts';
import type { Asker } from './need.ts';

/**
 * `object`: Helm keeps it. `hook`: Helm runs it. `crd`: of a `crds/` folder, which Helm only ever creates. `backing`: Pulumi keeps it.
 */
export type Part = 'object' | 'hook' | 'crd' | 'backing';

export interface SceneObject {
  readonly id: ObjectId;
  readonly manifest: DataMap;
  readonly rendered: RenderedObject;
  readonly part: Part;
  /** Key; null for a backing resource. */
  readonly release: string | null;
}

export interface SceneRelease {
  readonly key: string;
  readonly namespace: string;
  readonly chart: { readonly name: string; readonly version: string; readonly kubeVersion: string | null };
  readonly needs: SystemNeeds;
}

export interface Scene {
  readonly releases: readonly SceneRelease[];
  /** Hooks of `helm test` are not among them: nobody here runs them. */
  readonly objects: readonly SceneObject[];
  /** Version of the Helm that applies releases: `3.18.6`. */
  readonly helm: string;
  /** Where Helm keeps its records. */
  readonly records: 'secrets' | 'configmaps' | null;
}

export const askerOf = ({ id, release }: SceneObject): Asker => ({ release, object: id });

/** One asker for each that differs. */
export const askersOf = (objects: readonly SceneObject[]): Asker[] => [
  ...new Map(
    objects.map((object) => [JSON.stringify([object.release, object.id]), askerOf(object)]),
  ).values(),
];

export const ofKind = ({ objects }: Scene, kind: string): SceneObject[] =>
  objects.filter(({ id }) => id.kind === kind);
