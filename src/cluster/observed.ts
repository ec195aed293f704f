/** What there is of a release now: its objects, what those that are not whole have made, and what is said of them. */
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import type { ObservedEvent } from '../kubernetes/observed-event.ts';
import { condition, rolloutOf } from '../kubernetes/rollout.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { readEvents } from './events.ts';
import { podsOf, type PodsOfWorkload } from './pods.ts';

export interface Observed {
  /** By `objectKey`: null if there is none. What nobody could be asked for is not in it. */
  readonly live: ReadonlyMap<string, DataMap | null>;
  /** Of those that are not whole, by `objectKey`. */
  readonly made: ReadonlyMap<string, PodsOfWorkload>;
  /** That their pods mount, and that are among the objects. */
  readonly claims: readonly DataMap[];
  /** Of the namespaces of all of them; oldest first. */
  readonly events: readonly ObservedEvent[];
  readonly gaps: readonly string[];
}

/** Reads them, as many at once as the connection takes. What is missing or refused is no failure. */
export async function observe(
  connection: Connection,
  discovery: Discovery,
  objects: readonly ObjectId[],
): Promise<Observed> {
  const gaps = new Set<string>();
  const namespaces = [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))];
  const [live, events] = await Promise.all([
    readAll(connection, discovery, objects, gaps),
    Promise.all(namespaces.map(async (namespace) => await readEvents(connection, namespace))),
  ]);
  const unready = [...live].flatMap(([key, object]) =>
    object === null || (rolloutOf(object)?.state ?? 'ready') === 'ready' ? [] : [[key, object] as const],
  );
  const made = new Map(
    await Promise.all(unready.map(async ([key, object]) => [key, await podsOf(connection, object)] as const)),
  );
  const pods = [...made.values()].flatMap((each) => each.pods).filter(isUnready);
  const claims = await readClaims(connection, pods, live);
  for (const each of [...events, ...made.values()]) for (const gap of each.gaps) gaps.add(gap);
  return { live, made, claims, events: events.flatMap((each) => each.events), gaps: [...gaps].toSorted() };
}

const isUnready = (pod: DataMap): boolean => textAt(condition(pod, 'Ready'), 'status') !== 'True';

async function readAll(
  connection: Connection,
  discovery: Discovery,
  objects: readonly ObjectId[],
  gaps: Set<string>,
): Promise<Map<string, DataMap | null>> {
  const live = new Map<string, DataMap | null>();
  await Promise.all(
    objects.map(async (id) => {
      const resource =
        discovery.resourceOf(id.apiVersion, id.kind) ?? discovery.otherVersionOf(id.apiVersion, id.kind);
      if (resource === null) return;
      const { status, body } = await connection.get(resource.path(id.namespace, id.name));
      if (status === 404) live.set(objectKey(id), null);
      else if (status === 200 && isMap(body)) live.set(objectKey(id), body);
      else gaps.add(unread(resource.name, id.namespace, status));
    }),
  );
  return live;
}

function unread(resource: string, namespace: string | null, status: number): string {
  const where = namespace === null ? '' : ` in namespace ${namespace}`;
  return status === 403
    ? `no permission to get ${resource}${where}`
    : `${resource}${where} cannot be read (${status})`;
}

/** Many pods may mount the same. */
async function readClaims(
  connection: Connection,
  pods: readonly DataMap[],
  live: ReadonlyMap<string, DataMap | null>,
): Promise<DataMap[]> {
  const paths = new Set(pods.flatMap(claimPaths));
  const read = await Promise.all(
    [...paths].map(async (path) => {
      const { status, body } = await connection.get(path);
      return status === 200 && isMap(body) ? [body] : [];
    }),
  );
  const planned = [...live.values()].filter(
    (object): object is DataMap => object !== null && textAt(object, 'kind') === 'PersistentVolumeClaim',
  );
  return [...read.flat(), ...planned];
}

function claimPaths(pod: DataMap): string[] {
  const namespace = textAt(pod, 'metadata', 'namespace') ?? 'default';
  return listAt(pod, 'spec', 'volumes').flatMap((volume) => {
    const name = claimOf(pod, volume);
    return name === null
      ? []
      : [
          `/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims/${encodeURIComponent(name)}`,
        ];
  });
}

/** That of an ephemeral volume bears the names of the pod and the volume. */
function claimOf(pod: DataMap, volume: Data): string | null {
  if (at(volume, 'ephemeral') !== undefined)
    return `${textAt(pod, 'metadata', 'name') ?? ''}-${textAt(volume, 'name') ?? ''}`;
  return textAt(volume, 'persistentVolumeClaim', 'claimName') ?? null;
}
