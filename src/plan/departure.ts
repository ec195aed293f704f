/** What goes when a stack is destroyed, what Helm leaves behind, and what stays, with the reason. Pure. */
import { isMap, textAt, textsAt, type DataMap } from '../kubernetes/data.ts';
import { groupOf, objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import type { PlacedObject } from './facts.ts';
import type { Placed } from './placed.ts';

export interface DepartureFacts {
  readonly releases: readonly DepartingRelease[];
  /** Objects that are resources of their own, namespaces among them. */
  readonly backing: readonly ObjectId[];
  readonly buckets: readonly string[];
  /** What is in the stack's own namespaces; null if it is not known of some kind. */
  readonly namespaces: ReadonlyMap<string, readonly SeenObject[] | null>;
  /** Secrets and volume claims in other namespaces of the releases. */
  readonly elsewhere: readonly SeenObject[];
  /** By `objectKey`: objects, hooks and CRDs of the releases; null if there is none. */
  readonly live: ReadonlyMap<string, DataMap | null>;
  /** Whether the stack's namespaces go with all that is in them. */
  readonly deleteNamespaces: boolean;
}

export interface SeenObject {
  readonly id: ObjectId;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly isOwned: boolean;
}

export interface DepartingRelease {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  /** Of its last revision, which is what Helm removes. */
  readonly last: Placed;
  /** Of the last one that was deployed, if it is another. */
  readonly deployed: Placed | null;
  /** Of `crds/` folders. */
  readonly crds: readonly ObjectId[];
}

export interface Departure {
  readonly releases: readonly { readonly key: string; readonly objects: readonly ObjectId[] }[];
  readonly backing: readonly ObjectId[];
  /** Helm leaves them; they are removed when the release is gone. */
  readonly leftovers: readonly Leftover[];
  readonly stays: readonly Staying[];
  /** What would stay, and goes with its namespace. */
  readonly lost: readonly Staying[];
  /** Of the stack, that stay. */
  readonly keptNamespaces: readonly string[];
}

export interface Leftover {
  readonly release: string;
  readonly object: ObjectId;
  readonly why: 'hook' | 'failed-revision';
  /** By which it is known to be the release's; see `isOurs`. */
  readonly manifest: DataMap;
}

/**
 * `claim`: of a volume. `key`: a Secret that a hook made, and that may be the key to data that stays. `kept`: has `helm.sh/resource-policy: keep`. `hook`: a hook made
 * it, and others may depend on it. `run-time`: what runs made it. `namespace`: something stays in it, or it is not known. `foreign`: of somebody else.
 */
export type StayReason =
  'bucket' | 'claim' | 'key' | 'kept' | 'crd' | 'hook' | 'run-time' | 'foreign' | 'namespace';

export interface Staying {
  /** A bucket is `Bucket NAME` without a namespace. */
  readonly object: ObjectId;
  readonly reason: StayReason;
  /** Key; null if it belongs to none. */
  readonly release: string | null;
}

export function departure(facts: DepartureFacts): Departure {
  const stays = new Map<string, Staying>();
  const going = new Set<string>();
  const note = (object: ObjectId, reason: StayReason, release: string | null): void => {
    if (!stays.has(objectKey(object)) && !going.has(objectKey(object)))
      stays.set(objectKey(object), { object, reason, release });
  };
  const isThere = ({ id }: Pick<PlacedObject, 'id'>): boolean =>
    (facts.live.get(objectKey(id)) ?? null) !== null;

  for (const bucket of facts.buckets)
    note({ apiVersion: '', kind: 'Bucket', namespace: null, name: bucket }, 'bucket', null);
  for (const id of facts.backing) going.add(objectKey(id));
  const releases = facts.releases.map(({ key, last, crds }) => {
    const kept = last.objects.filter(isKept);
    for (const { id } of kept) if (isThere({ id })) note(id, 'kept', key);
    for (const id of crds) if (isThere({ id })) note(id, 'crd', key);
    const objects = last.objects.filter((object) => !isKept(object)).map(({ id }) => id);
    for (const id of objects) going.add(objectKey(id));
    return { key, objects };
  });

  for (const each of allSeen(facts)) {
    if (isClaim(each.id) && !each.isOwned) note(each.id, 'claim', releaseOf(each, facts.releases));
  }
  const hasData = new Set(
    [...stays.values()].flatMap(({ object }) => (isClaim(object) ? (object.namespace ?? []) : [])),
  );
  const left = facts.releases.flatMap((release) => leftBehind(release, facts.live));
  const leftovers = left.filter(({ release, object, why, manifest }) => {
    const reason = whyLeft(object, why, manifest, hasData);
    if (reason === null) going.add(objectKey(object));
    else note(object, reason, release);
    return reason === null;
  });

  for (const [, contents] of facts.namespaces) {
    for (const each of contents ?? []) {
      if (each.isOwned || isUsual(each.id, facts.releases)) continue;
      const release = releaseOf(each, facts.releases);
      note(each.id, release === null ? 'foreign' : 'run-time', release);
    }
  }
  for (const each of facts.elsewhere) {
    const release = releaseOf(each, facts.releases);
    if (each.id.kind === 'Secret' && !each.isOwned && release !== null && !isUsual(each.id, facts.releases))
      note(each.id, 'run-time', release);
  }
  return { releases, leftovers, ...withNamespaces(facts, [...stays.values()]) };
}

/** A namespace goes with all that is in it, so it stays with what is to stay. */
function withNamespaces(
  { backing, namespaces, deleteNamespaces }: DepartureFacts,
  stays: readonly Staying[],
): Pick<Departure, 'backing' | 'stays' | 'lost' | 'keptNamespaces'> {
  const isIn = (namespace: string) => (staying: Staying) => staying.object.namespace === namespace;
  const kept = deleteNamespaces
    ? []
    : [...namespaces].flatMap(([name, contents]) =>
        contents === null || stays.some(isIn(name)) ? [name] : [],
      );
  const isKeptNamespace = ({ kind, name }: ObjectId): boolean => kind === 'Namespace' && kept.includes(name);
  const lost = deleteNamespaces ? stays.filter(({ object }) => namespaces.has(object.namespace ?? '')) : [];
  return {
    backing: backing.filter((id) => !isKeptNamespace(id)),
    stays: [
      ...stays.filter((staying) => !lost.includes(staying)),
      ...backing
        .filter(isKeptNamespace)
        .map((object): Staying => ({ object, reason: 'namespace', release: null })),
    ],
    lost,
    keptNamespaces: kept,
  };
}

/** Hooks that are there, and what only an earlier revision brought: Helm's uninstall looks at neither. */
function leftBehind(
  { key, name, namespace, last, deployed }: DepartingRelease,
  live: DepartureFacts['live'],
): Leftover[] {
  const hooks = [...last.hooks, ...(deployed?.hooks ?? [])].map((hook) => ({
    ...hook,
    why: 'hook' as const,
  }));
  const known = new Set(last.objects.map(({ id }) => objectKey(id)));
  const older = (deployed?.objects ?? [])
    .filter(({ id }) => !known.has(objectKey(id)))
    .map((object) => ({ ...object, why: 'failed-revision' as const }));
  const all = new Map([...older, ...hooks].map((each) => [objectKey(each.id), each]));
  return [...all.values()].flatMap(({ id, manifest, why }) => {
    const found = live.get(objectKey(id)) ?? null;
    const leftover: Leftover = { release: key, object: id, why, manifest };
    return found !== null && isOurs(leftover, found, { name, namespace }) ? [leftover] : [];
  });
}

/**
 * Whether an object is the release's, and not one of the same name that somebody else made: Helm marks what it applies with the release, but not what hooks make;
 * that has the annotations and labels of its manifest.
 */
export function isOurs(
  { why, manifest }: Pick<Leftover, 'why' | 'manifest'>,
  live: DataMap,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): boolean {
  const notes = textsAt(live, 'metadata', 'annotations');
  if (why === 'failed-revision')
    return (
      notes['meta.helm.sh/release-name'] === name && notes['meta.helm.sh/release-namespace'] === namespace
    );
  const labels = textsAt(live, 'metadata', 'labels');
  const hook = textAt(manifest, 'metadata', 'annotations', 'helm.sh/hook');
  return (
    hook !== undefined &&
    notes['helm.sh/hook'] === hook &&
    Object.entries(textsAt(manifest, 'metadata', 'labels')).every(([key, value]) => labels[key] === value)
  );
}

/** Why it is not removed; null if it is. */
function whyLeft(
  object: ObjectId,
  why: Leftover['why'],
  manifest: DataMap,
  hasData: ReadonlySet<string>,
): StayReason | null {
  if (isKept({ manifest })) return 'kept';
  if (isClaim(object)) return 'claim';
  if (why === 'hook' && weighty.has(`${groupOf(object.apiVersion)}/${object.kind}`)) return 'hook';
  return object.kind === 'Secret' && why === 'hook' && hasData.has(object.namespace ?? '') ? 'key' : null;
}

/** With them goes more than they are. */
const weighty: ReadonlySet<string> = new Set(['apiextensions.k8s.io/CustomResourceDefinition', '/Namespace']);

const isKept = ({ manifest }: Pick<PlacedObject, 'manifest'>): boolean =>
  isMap(manifest) && textAt(manifest, 'metadata', 'annotations', 'helm.sh/resource-policy') === 'keep';

const isClaim = ({ apiVersion, kind }: ObjectId): boolean =>
  kind === 'PersistentVolumeClaim' && groupOf(apiVersion) === '';

const allSeen = ({ namespaces, elsewhere, releases }: DepartureFacts): SeenObject[] => [
  ...[...namespaces.values()].flatMap((contents) => contents ?? []),
  ...elsewhere.filter((each) => isClaim(each.id) && releaseOf(each, releases) !== null),
];

/** By the claim templates of its StatefulSets, or by the labels that charts give to all that is of a release. */
function releaseOf(
  { id, labels, annotations }: SeenObject,
  releases: readonly DepartingRelease[],
): string | null {
  const found = releases.find(({ name, namespace, last }) => {
    const isHere = namespace === id.namespace;
    const byLabel =
      labels['app.kubernetes.io/instance'] === name || annotations['meta.helm.sh/release-name'] === name;
    return (isHere && byLabel) || (isClaim(id) && last.objects.some((set) => isClaimOf(set, id)));
  });
  return found?.key ?? null;
}

/** A StatefulSet names claims `TEMPLATE-SET-NUMBER`. */
function isClaimOf({ id: set, manifest }: PlacedObject, claim: ObjectId): boolean {
  if (set.kind !== 'StatefulSet' || set.namespace !== claim.namespace) return false;
  const spec = isMap(manifest['spec']) ? manifest['spec'] : {};
  const templates = Array.isArray(spec['volumeClaimTemplates']) ? spec['volumeClaimTemplates'] : [];
  return templates.some((template) => {
    const start = `${textAt(template, 'metadata', 'name') ?? ''}-${set.name}-`;
    return claim.name.startsWith(start) && /^\d+$/.test(claim.name.slice(start.length));
  });
}

const usualMaps: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt']);

/** What every namespace has, what goes by itself, and Helm's records, which Helm removes. */
function isUsual({ apiVersion, kind, name }: ObjectId, releases: readonly DepartingRelease[]): boolean {
  const group = groupOf(apiVersion);
  if (kind === 'ConfigMap' && usualMaps.has(name)) return true;
  if (kind === 'ServiceAccount') return name === 'default';
  if (kind === 'Lease') return group === 'coordination.k8s.io';
  return (
    (kind === 'Secret' || kind === 'ConfigMap') &&
    releases.some((release) => name.startsWith(`sh.helm.release.v1.${release.name}.v`))
  );
}
