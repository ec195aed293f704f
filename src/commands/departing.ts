/** What there is to know before a stack is destroyed: from its state, Helm's records and the cluster. No chart is needed for it. */
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { namespaceContents } from '../cluster/namespace-contents.ts';
import { readReleases, type ReleaseHistory } from '../cluster/release-records.ts';
import { readRevisions } from '../cluster/revisions.ts';
import {
  bucketIn,
  objectOf,
  releaseIn,
  type StateRelease,
  type StateResource,
} from '../deploy/state-resources.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import {
  departure,
  type DepartingRelease,
  type DepartureFacts,
  type Leftover,
  type SeenObject,
} from '../plan/departure.ts';
import { nothing, placed, type Placed, type Scope } from '../plan/placed.ts';
import { appliedObjects, chartCrds } from '../render/applied-objects.ts';

export interface Departing {
  readonly facts: Omit<DepartureFacts, 'deleteNamespaces'>;
  readonly discovery: Discovery;
  readonly histories: ReadonlyMap<string, ReleaseHistory>;
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

/** `resources`: all that the state has. Rejects with a `Failure` if the cluster does not answer. */
export async function departing(
  connection: Connection,
  resources: readonly StateResource[],
): Promise<Departing> {
  const wanted = resources.flatMap((resource) => releaseIn(resource) ?? []);
  const [discovery, records] = await Promise.all([discover(connection), readReleases(connection, wanted)]);
  const scope: Scope = (apiVersion, kind) => discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const releases = await Promise.all(
    wanted.map(async (release): Promise<DepartingRelease> => ({
      ...release,
      ...objectsOf(records.releases.get(release.key) ?? null, release.namespace, scope),
      crds: records.releases.has(release.key) ? await crdsOf(connection, release) : [],
    })),
  );
  const backing = resources.flatMap((resource) => (resource.isRetained ? [] : (objectOf(resource) ?? [])));
  const own = backing.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  const seen = await contentsOf(connection, discovery, own);
  const others = [...new Set(releases.flatMap(namespacesOf))].filter((name) => !own.includes(name));
  const elsewhere = await Promise.all(
    others.map(async (name) => await namespaceContents(connection, discovery, name, secretsAndClaims)),
  );
  const live = await readLive(connection, discovery, releases.flatMap(idsOf).map(asQuestion));
  return {
    facts: {
      releases,
      backing,
      buckets: resources.flatMap((resource) => bucketIn(resource) ?? []),
      namespaces: seen.namespaces,
      elsewhere: elsewhere.flatMap(({ objects }) => objects),
      live: new Map([...live.live].map(([key, found]) => [key, found.live])),
    },
    discovery,
    histories: records.releases,
    gaps: [
      ...new Set([
        ...discovery.gaps,
        ...records.gaps,
        ...seen.gaps,
        ...elsewhere.flatMap(({ gaps }) => gaps),
      ]),
    ],
  };
}

const secretsAndClaims: ReadonlySet<string> = new Set(['Secret', 'PersistentVolumeClaim']);

const asQuestion = (id: ObjectId): { id: ObjectId; applied: null } => ({ id, applied: null });

function objectsOf(
  history: ReleaseHistory | null,
  namespace: string,
  scope: Scope,
): Pick<DepartingRelease, 'last' | 'deployed'> {
  if (history === null) return { last: nothing, deployed: null };
  const placedOf = (record: ReleaseHistory['latest']): Placed =>
    placed(appliedObjects(record, new Map()), namespace, scope);
  const { latest, applied } = history;
  return {
    last: placedOf(latest),
    deployed: applied === null || applied.revision === latest.revision ? null : placedOf(applied),
  };
}

async function crdsOf(connection: Connection, release: StateRelease): Promise<ObjectId[]> {
  const chart = (await (await readRevisions(connection, release)).at(-1)?.chart()) ?? null;
  return chart === null ? [] : chartCrds(chart.files);
}

async function contentsOf(
  connection: Connection,
  discovery: Discovery,
  names: readonly string[],
): Promise<{ namespaces: Map<string, readonly SeenObject[] | null>; gaps: string[] }> {
  const all = await Promise.all(
    names.map(async (name) => ({ name, ...(await namespaceContents(connection, discovery, name)) })),
  );
  return {
    namespaces: new Map(all.map(({ name, objects, gaps }) => [name, gaps.length === 0 ? objects : null])),
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}

/** Where a release has objects, or pods that make some. */
const namespacesOf = ({ namespace, last }: DepartingRelease): string[] => [
  namespace,
  ...last.objects.flatMap(({ id }) => id.namespace ?? []),
];

const idsOf = ({ last, deployed, crds }: DepartingRelease): ObjectId[] => [
  ...new Map([...placedIds(last), ...placedIds(deployed), ...crds].map((id) => [objectKey(id), id])).values(),
];

const placedIds = (those: Placed | null): ObjectId[] =>
  those === null ? [] : [...those.objects, ...those.hooks].map(({ id }) => id);

/** What there is now that Helm has left of releases which are gone: hooks of the uninstall itself among them. */
export async function leftoversOf(
  connection: Connection,
  { facts, discovery }: Departing,
  gone: readonly DepartingRelease[],
): Promise<readonly Leftover[]> {
  const live = await readLive(connection, discovery, gone.flatMap(idsOf).map(asQuestion));
  const now = new Map([...live.live].map(([key, found]) => [key, found.live]));
  return departure({ ...facts, releases: gone, live: now, deleteNamespaces: false }).leftovers;
}
