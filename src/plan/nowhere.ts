/** What the cluster has no place for: objects of kinds that it does not know, and of namespaces that are not there. Helm fails on both. */
import type { CheckResult } from '../contract/finding.ts';
import type { RuleFacts } from '../contract/pack.ts';
import { at, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { groupOf, objectKey, objectText, type ObjectId } from '../kubernetes/object-id.ts';
import type { PlacedObject } from './facts.ts';
import type { Placed } from './placed.ts';
import type { ReleaseOperation } from './plan.ts';
import { listText } from './risks/wording.ts';

type Finding = CheckResult['findings'][number];

const noSuchKind: RuleFacts = {
  id: 'plan/no-such-kind',
  title: 'The cluster knows the kind of every object',
  why: 'Helm asks the API server for the kind of every object of the old and the new revision before it applies the first, and fails with “no matches for kind”. The CRD is not installed, is a template of the same chart, which comes too late, or the API version was removed from Kubernetes. Install what brings the kind first, or write the object for an API version that the cluster has.',
  severity: 'error',
};

const noSuchNamespace: RuleFacts = {
  id: 'plan/no-such-namespace',
  title: 'Every namespace is there, or is made',
  why: 'The stack file says of the namespace that it exists, or an object of a chart names it, and the cluster has none of that name: the API server refuses what is to be made in it. Make it, or let the stack make it.',
  severity: 'error',
};

export const nowhereRules: readonly RuleFacts[] = [noSuchKind, noSuchNamespace];

export interface PlacedRelease {
  readonly key: string;
  readonly namespace: string;
  readonly operation: ReleaseOperation | null;
  readonly skipCrds: boolean;
  readonly before: Placed;
  readonly after: Placed;
}

export interface Grounds {
  /** Whether the API server says that it has no such kind. */
  readonly lacksKind: (apiVersion: string, kind: string) => boolean;
  /** Those that Pulumi keeps. */
  readonly ownNamespaces: ReadonlySet<string>;
  /** By `objectKey`; null: there is none. */
  readonly live: ReadonlyMap<string, { readonly live: DataMap | null }>;
}

const working = new Set<ReleaseOperation | null>(['create', 'update', 'replace']);

export const namespaceId = (name: string): ObjectId => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  namespace: null,
  name,
});

/** Those that the release needs, itself and its objects. */
export const namespacesOf = ({ namespace, after }: PlacedRelease): string[] => [
  ...new Set([namespace, ...[...after.objects, ...after.hooks].flatMap(({ id }) => id.namespace ?? [])]),
];

/** Of a live plan. */
export const nowhereFindings = (
  releases: readonly PlacedRelease[],
  stack: string,
  grounds: Grounds,
): Finding[] =>
  releases
    .filter(({ operation }) => working.has(operation))
    .flatMap((release) => [
      ...kindsOf(release, releases, grounds).map((message) => finding(noSuchKind, release, stack, message)),
      ...missingNamespaces(release, releases, grounds).map((message) =>
        finding(noSuchNamespace, release, stack, message),
      ),
    ]);

function kindsOf(
  release: PlacedRelease,
  releases: readonly PlacedRelease[],
  { lacksKind }: Grounds,
): string[] {
  const brought = new Set(
    releases.flatMap((each) => [
      ...(each.operation === 'update' || each.skipCrds ? [] : each.after.crds.flatMap(kindsIn)),
      ...(each === release ? [] : each.after.objects.flatMap(kindsIn)),
    ]),
  );
  const { before, after } = release;
  const lacking = [...after.objects, ...after.hooks, ...before.objects].filter(
    ({ id: { apiVersion, kind } }) => !brought.has(kindText(apiVersion, kind)) && lacksKind(apiVersion, kind),
  );
  const byKind = Map.groupBy(lacking, ({ id }) => kindText(id.apiVersion, id.kind));
  return [...byKind].map(([kind, objects]) => {
    const those = [...new Set(objects.map(({ id }) => objectText(id)))];
    return `the cluster has no kind ${kind}, of which release ${release.key} has ${listText(those)}: Helm fails before it applies anything`;
  });
}

const kindText = (apiVersion: string, kind: string): string => `${kind} of ${apiVersion}`;

/** That a CRD makes known. */
function kindsIn({ id, manifest }: PlacedObject): string[] {
  if (id.kind !== 'CustomResourceDefinition' || groupOf(id.apiVersion) !== 'apiextensions.k8s.io') return [];
  const kind = textAt(manifest, 'spec', 'names', 'kind') ?? '';
  const group = textAt(manifest, 'spec', 'group') ?? '';
  return listAt(manifest, 'spec', 'versions')
    .filter((version) => at(version, 'served') !== false)
    .map((version) => kindText(`${group}/${textAt(version, 'name') ?? ''}`, kind));
}

function missingNamespaces(
  release: PlacedRelease,
  releases: readonly PlacedRelease[],
  { ownNamespaces, live }: Grounds,
): string[] {
  // Of its own chart too, but for the one in which Helm keeps its record.
  const made = new Set(
    releases.flatMap(({ after }) =>
      after.objects.flatMap(({ id }) => (id.kind === 'Namespace' ? id.name : [])),
    ),
  );
  return namespacesOf(release)
    .filter((name) => !ownNamespaces.has(name) && !made.has(name))
    .filter((name) => live.get(objectKey(namespaceId(name)))?.live === null)
    .map(
      (name) =>
        `namespace ${name}, in which release ${release.key} has ${name === release.namespace ? 'its place' : 'objects'}, is not there, and nothing of this stack makes it`,
    );
}

const finding = (
  { id, severity }: RuleFacts,
  { key }: PlacedRelease,
  stack: string,
  message: string,
): Finding => ({
  rule: id,
  severity,
  release: key,
  stack,
  case: null,
  object: null,
  path: [],
  template: null,
  message,
  hint:
    id === noSuchKind.id
      ? 'Install what brings the kind first, or write the object for an API version that the cluster has.'
      : 'Make the namespace, or remove `create: false` from it in the stack file.',
  source: null,
  waiver: null,
  alsoIn: [],
});
