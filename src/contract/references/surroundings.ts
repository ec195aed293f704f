/** What a release may rely on, looked up by kind, namespace and name. */
import { namespaceOf } from '../../kubernetes/scope.ts';
import { mapAt, textAt } from '../../kubernetes/data.ts';
import { perManifest } from '../../kubernetes/per-manifest.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Surroundings } from '../../systems/rule.ts';
import { alwaysThere } from './always-there.ts';
import { secretsMadeBy } from './made-secrets.ts';

/**
 * Of two with the same kind, namespace and name the first is found. What is provided without a namespace, though its kind has one, is found
 * in all of them; so is what every cluster has.
 */
export function surroundings(provided: readonly Provided[]): Surroundings {
  const byKind = new Map<string, Provided[]>();
  const byId = new Map<string, Provided>();
  for (const one of provided) {
    const id = idOf(one.kind, one.namespace, one.name);
    if (!byId.has(id)) byId.set(id, one);
    const alike = byKind.get(one.kind);
    if (alike === undefined) byKind.set(one.kind, [one]);
    else alike.push(one);
  }
  return {
    find: (kind, namespace, name) =>
      byId.get(idOf(kind, namespace, name)) ??
      byId.get(idOf(kind, null, name)) ??
      alwaysThere(kind, namespace, name),
    all: (kind, namespace) => {
      const alike = byKind.get(kind) ?? [];
      return namespace === undefined ? alike : alike.filter((one) => one.namespace === namespace);
    },
  };
}

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
