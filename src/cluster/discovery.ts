/** What the API server serves: its API versions as Helm tells charts of them, and where the objects of a kind are. */
import { groupOf } from '../kubernetes/object-id.ts';
import { aggregated } from './aggregated-discovery.ts';
import type { Connection } from './connection.ts';
import { listedOneByOne } from './listed-discovery.ts';

export interface Discovery {
  /** `.Capabilities.APIVersions` of Helm on this cluster, sorted: `apps/v1`, `apps/v1/Deployment`, `apps/v1/Scale`, `v1`, `v1/Pod`. */
  readonly apiVersions: readonly string[];
  /** Null if the server has no such kind, or it is unknown. */
  resourceOf(apiVersion: string, kind: string): Resource | null;
  /** The same kind in another version of its group, if the server has it in one: objects are in all versions of theirs. */
  otherVersionOf(apiVersion: string, kind: string): Resource | null;
  /** Every kind whose objects are in namespaces, once, in the version that the server prefers. */
  readonly namespacedKinds: readonly { readonly apiVersion: string; readonly kind: string }[];
  /** Whether nobody can tell what kinds that API version has. */
  isUnknown(apiVersion: string): boolean;
  /** One line each. */
  readonly gaps: readonly string[];
}

export interface Resource {
  readonly namespaced: boolean;
  /** As rights name it: `deployments.apps`. */
  readonly name: string;
  /** Of one object; below the server's address. */
  path(namespace: string | null, name: string): string;
}

/** The kinds of one API version: `apps/v1`. Subresources have kinds, too: Helm tells them. */
export interface GroupVersion {
  readonly groupVersion: string;
  /** Null if who serves it does not answer. */
  readonly kinds: readonly ServedKind[] | null;
  /** Whether Helm tells charts that it is there. */
  readonly isTold: boolean;
}

export interface ServedKind {
  readonly kind: string;
  /** `deployments`, `deployments/scale` */
  readonly resource: string;
  readonly namespaced: boolean;
}

/** By two requests; from servers before 1.27 by one for each API version. Never fails for what is refused: that is a gap. */
export async function discover(connection: Connection): Promise<Discovery> {
  const versions = (await aggregated(connection)) ?? (await listedOneByOne(connection));
  if (versions === null) return undiscovered;
  const kindsOf = new Map(versions.map(({ groupVersion, kinds }) => [groupVersion, kinds]));
  const resourceOf = (apiVersion: string, kind: string): Resource | null => {
    const found = kindsOf.get(apiVersion)?.find((each) => each.kind === kind && !each.resource.includes('/'));
    return found === undefined ? null : resource(apiVersion, found);
  };
  return {
    apiVersions: apiVersionsOf(versions),
    resourceOf,
    otherVersionOf: (apiVersion, kind) =>
      versions
        .filter(({ groupVersion }) => groupOf(groupVersion) === groupOf(apiVersion))
        .map(({ groupVersion }) => resourceOf(groupVersion, kind))
        .find((found) => found !== null) ?? null,
    namespacedKinds: namespacedKinds(versions),
    isUnknown: (apiVersion) => kindsOf.get(apiVersion) === null,
    gaps: versions.flatMap(({ groupVersion, kinds }) =>
      kinds === null
        ? `the API server names ${groupVersion}, but what serves it does not answer: objects of it are not known`
        : [],
    ),
  };
}

const undiscovered: Discovery = {
  apiVersions: [],
  resourceOf: () => null,
  otherVersionOf: () => null,
  namespacedKinds: [],
  isUnknown: () => true,
  gaps: ['the API server does not tell what it serves: no object in it is known'],
};

function namespacedKinds(versions: readonly GroupVersion[]): Discovery['namespacedKinds'] {
  const all = versions.flatMap(({ groupVersion, kinds }) =>
    (kinds ?? [])
      .filter((each) => each.namespaced && !each.resource.includes('/'))
      .map(({ kind }) => ({ apiVersion: groupVersion, kind })),
  );
  const first = new Map<string, (typeof all)[number]>();
  for (const each of all) {
    const key = `${groupOf(each.apiVersion)}/${each.kind}`;
    if (!first.has(key)) first.set(key, each);
  }
  return [...first.values()];
}

/** As Helm makes them (`GetVersionSet` of its pkg/action). */
function apiVersionsOf(versions: readonly GroupVersion[]): string[] {
  const told = versions.flatMap(({ groupVersion, kinds, isTold }) => [
    ...(isTold ? [groupVersion] : []),
    ...(kinds ?? []).map(({ kind }) => `${groupVersion}/${kind}`),
  ]);
  return [...new Set(told)].toSorted();
}

function resource(apiVersion: string, { resource: plural, namespaced }: ServedKind): Resource {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const group = groupOf(apiVersion);
  return {
    namespaced,
    name: group === '' ? plural : `${plural}.${group}`,
    path(namespace, name) {
      const scope = namespaced ? `/namespaces/${encodeURIComponent(namespace ?? 'default')}` : '';
      return `${base}${scope}/${plural}/${encodeURIComponent(name)}`;
    },
  };
}
