/** Rendered objects in their places: what Helm keeps of a release, its hooks, and its CRDs apart. */
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { isClusterScoped } from '../kubernetes/scope.ts';
import type { PlacedObject } from './facts.ts';

export interface Placed {
  readonly objects: readonly PlacedObject[];
  readonly hooks: readonly PlacedHook[];
  /** Of `crds/` folders. */
  readonly crds: readonly PlacedObject[];
}

export interface PlacedHook extends PlacedObject {
  readonly rendered: RenderedObject;
}

/** Whether objects of a kind have a namespace; null if that is not known. */
export type Scope = (apiVersion: string, kind: string) => boolean | null;

export const nothing: Placed = { objects: [], hooks: [], crds: [] };

export function placed(rendered: readonly RenderedObject[], namespace: string, scope: Scope): Placed {
  const inPlace = (object: RenderedObject): PlacedHook => ({
    id: idOf(object, namespace, scope),
    manifest: object.manifest,
    template: object.template === '' ? null : object.template,
    hash: object.hash,
    rendered: object,
  });
  return {
    objects: rendered.filter(({ hook, isCrd }) => hook === null && !isCrd).map(inPlace),
    hooks: rendered.filter(({ hook }) => hook !== null).map(inPlace),
    crds: rendered.filter(({ isCrd }) => isCrd).map(inPlace),
  };
}

function idOf(object: RenderedObject, namespace: string, scope: Scope): ObjectId {
  const { apiVersion, kind, name } = object;
  const hasNamespace = scope(apiVersion, kind) ?? !isClusterScoped(kind);
  return { apiVersion, kind, namespace: hasNamespace ? (object.namespace ?? namespace) : null, name };
}
