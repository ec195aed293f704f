/** What a release may rely on, looked up by kind, namespace and name. */
import { namespaceOf } from '../../kubernetes/scope.ts';
import { mapAt, textAt } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Surroundings } from '../../systems/rule.ts';
import { alwaysThere } from './always-there.ts';
import { secretsMadeBy } from './made-secrets.ts';

/** In the order in which they are known. Made once for all releases of a stack: each would need as long for it as the stack has objects. */
export interface Shelf {
  named(kind: string, namespace: string | null, name: string): readonly Provided[];
  /** Without a namespace: all. */
  all(kind: string, namespace: string | undefined): readonly Provided[];
}

/** What others provide. */
export interface Others {
  readonly shelf: Shelf;
  /** Of that release nothing counts: it is the one that they are around. */
  readonly without: string | null;
}

export function shelfOf(provided: readonly Provided[]): Shelf {
  const byId = Map.groupBy(provided, ({ kind, namespace, name }) => idOf(kind, namespace, name));
  const byKind = Map.groupBy(provided, ({ kind }) => kind);
  const byPlace = new Map(
    [...byKind].map(([kind, alike]) => [kind, Map.groupBy(alike, ({ namespace }) => namespace)]),
  );
  return {
    named: (kind, namespace, name) => byId.get(idOf(kind, namespace, name)) ?? [],
    all: (kind, namespace) =>
      (namespace === undefined ? byKind.get(kind) : byPlace.get(kind)?.get(namespace)) ?? [],
  };
}

/**
 * Of two with the same kind, namespace and name the first is found. What is provided without a namespace, though its kind has one, is found
 * in all of them; so is what every cluster has.
 */
export function surroundings(own: readonly Provided[], others: readonly Others[] = []): Surroundings {
  const shelves: readonly Others[] = [{ shelf: shelfOf(own), without: null }, ...others];
  const first = (kind: string, namespace: string | null, name: string): Provided | undefined => {
    for (const { shelf, without } of shelves) {
      const found = shelf.named(kind, namespace, name).find((one) => counts(one, without));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    find: (kind, namespace, name) =>
      first(kind, namespace, name) ?? first(kind, null, name) ?? alwaysThere(kind, namespace, name),
    all: (kind, namespace) =>
      shelves.flatMap(({ shelf, without }) =>
        shelf.all(kind, namespace).filter((one) => counts(one, without)),
      ),
  };
}

const counts = ({ release }: Provided, without: string | null): boolean =>
  without === null || release !== without;

/** No part of it may hold a line break, in a cluster. */
const idOf = (kind: string, namespace: string | null, name: string): string =>
  `${kind}\n${namespace ?? ''}\n${name}`;

export interface Provider {
  /** As a message names it: `release leoflow`. */
  readonly by: string;
  /** Key under `releases:`. */
  readonly release: string | null;
  /** Of objects that name none. */
  readonly namespace: string;
}

/** The objects themselves, and the Secrets that operators make of them. */
export const providedBy = (objects: readonly RenderedObject[], provider: Provider): Provided[] =>
  objects.flatMap((object) => [itself(object, provider), ...made(object, provider)]);

const itself = (object: RenderedObject, { by, release, namespace }: Provider): Provided => ({
  kind: object.kind,
  name: object.name,
  namespace: namespaceOf(object, namespace),
  keys: keysOf(object),
  by,
  release,
  object,
});

const keysOf = perManifest(({ kind, manifest }): ReadonlySet<string> | null => {
  if (kind === 'ConfigMap')
    return new Set([...Object.keys(mapAt(manifest, 'data')), ...Object.keys(mapAt(manifest, 'binaryData'))]);
  if (kind !== 'Secret') return null;
  const given = [...Object.keys(mapAt(manifest, 'data')), ...Object.keys(mapAt(manifest, 'stringData'))];
  // Kubernetes fills it in.
  const isToken = textAt(manifest, 'type') === 'kubernetes.io/service-account-token';
  return new Set([...given, ...(isToken ? ['ca.crt', 'namespace', 'token'] : [])]);
});

const made = (object: RenderedObject, { by, release, namespace }: Provider): Provided[] =>
  secretsMadeBy(object).map(({ name, keys }) => ({
    kind: 'Secret',
    name,
    namespace: object.namespace ?? namespace,
    keys,
    by: `${by} (${object.kind} ${object.name})`,
    release,
    object: null,
  }));
