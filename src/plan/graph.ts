/** The stack as a picture: what it has, and what needs what. */
import type { Backing, DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { isBackingRef } from '../stack/values.ts';
import type { BackingChange, Graph, ReleasePlan } from './plan.ts';

/** What goes is in it too, without edges: nothing that stays needs it. */
export function graphOf(
  stack: Pick<DesiredStack, 'backing' | 'releases'>,
  releases: readonly Pick<ReleasePlan, 'key' | 'name' | 'operation'>[],
  backing: readonly BackingChange[],
): Graph {
  const namespaces = new Set(stack.backing.flatMap((each) => (each.kind === 'namespace' ? [each.name] : [])));
  const needs = [
    ...stack.backing.flatMap((each) => backingNeeds(each, namespaces).map((to) => ({ from: each.id, to }))),
    ...stack.releases.flatMap((release) =>
      releaseNeeds(release, namespaces).map((to) => ({ from: release.key, to })),
    ),
  ];
  const nodes = [
    ...backing.map(({ id, kind, name, operation }) => ({ id, kind, name, operation })),
    ...releases.map(({ key, name, operation }) => ({ id: key, kind: 'Release', name, operation })),
  ];
  const known = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: needs.filter(({ from, to }) => known.has(from) && known.has(to)) };
}

const idOfNamespace = (name: string): string => `namespace/${name}`;

function backingNeeds(backing: Backing, namespaces: ReadonlySet<string>): string[] {
  if (!('namespace' in backing)) return [];
  const store =
    backing.kind === 'externalSecret' ? [`secretStore/${backing.namespace}/${backing.store}`] : [];
  return [...(namespaces.has(backing.namespace) ? [idOfNamespace(backing.namespace)] : []), ...store];
}

function releaseNeeds(
  { dependsOn, values, namespace }: DesiredRelease,
  namespaces: ReadonlySet<string>,
): string[] {
  const found = new Set(dependsOn);
  collect(values, found);
  // A namespace is needed by whatever the release needs in it, too: an edge more would say nothing.
  if (found.size === 0 && namespaces.has(namespace)) found.add(idOfNamespace(namespace));
  return [...found];
}

function collect(value: unknown, found: Set<string>): void {
  if (isBackingRef(value)) found.add(value.$backing);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) collect(item, found);
}
