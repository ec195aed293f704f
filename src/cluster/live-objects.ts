/** Objects as they are in the cluster, and as the API server would have them if they were applied again as they were. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, mapAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { isAsApplied } from './as-applied.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

export interface AskedObject {
  readonly id: ObjectId;
  /** As it was applied last; null if it never was, or drift is not asked for. */
  readonly applied: DataMap | null;
}

export interface LiveObject {
  /** Null if there is none. */
  readonly live: DataMap | null;
  /**
   * What a server-side apply of `applied` would make of `live`, both of the same moment. Null if it was not asked for, there is no object,
   * or the server refuses; then the fields have to be compared. Managed fields and generation are those of `live`: its own would tell of
   * the dry run. The same object as `live` if nothing would change.
   */
  readonly dryRun: DataMap | null;
  /** Whose it is, as Helm notes it. */
  readonly owner: { readonly release: string; readonly namespace: string } | null;
}

export interface LiveObjects {
  /** By `objectKey`. Those that nobody could be asked for are not in it. */
  readonly live: ReadonlyMap<string, LiveObject>;
  readonly gaps: readonly string[];
}

const absent: LiveObject = { live: null, dryRun: null, owner: null };

/** How often an object that somebody else changes in between is read anew, to have both of one moment. */
const attempts = 3;

/** Reads them all, as many at once as the connection takes. What is missing or refused is no failure. */
export async function readLive(
  connection: Connection,
  discovery: Discovery,
  objects: readonly AskedObject[],
): Promise<LiveObjects> {
  const gaps = new Set<string>();
  const live = new Map<string, LiveObject>();
  await Promise.all(
    objects.map(async (object) => {
      const found = await readOne(connection, discovery, object, (gap) => gaps.add(gap));
      if (found !== null) live.set(objectKey(object.id), found);
    }),
  );
  return { live, gaps: [...gaps].toSorted() };
}

type Note = (gap: string) => unknown;

/** Null if nobody can tell. */
async function readOne(
  connection: Connection,
  discovery: Discovery,
  { id, applied }: AskedObject,
  note: Note,
): Promise<LiveObject | null> {
  const own = discovery.resourceOf(id.apiVersion, id.kind);
  const resource = own ?? discovery.otherVersionOf(id.apiVersion, id.kind);
  if (resource === null) return discovery.isUnknown(id.apiVersion) ? null : absent;
  const path = resource.path(id.namespace, id.name);
  const scope = `${resource.name}${resource.namespaced ? ` in namespace ${id.namespace ?? 'default'}` : ''}`;
  for (let attempt = 1; ; attempt += 1) {
    const { status, body: live } = await connection.get(path);
    if (status === 404) return absent;
    if (status !== 200 || !isMap(live)) {
      note(unreadable(scope, status));
      return null;
    }
    const found = { live, dryRun: null, owner: ownerOf(live) };
    if (applied === null) return found;
    if (own === null) {
      note(`the API server has ${id.kind} no more in ${id.apiVersion}: ${byFields}`);
      return found;
    }
    if (isAsApplied(applied, live)) return { ...found, dryRun: live };
    const answer = await connection.dryRunApply(path, applied);
    const moved = answer.status === 404 || (answer.status === 200 && version(answer.body) !== version(live));
    if (moved && attempt < attempts) continue;
    if (answer.status === 200 && isMap(answer.body)) {
      return { ...found, dryRun: asAnsweredFor(live, answer.body) };
    }
    note(undryable(scope, answer.status));
    return found;
  }
}

const version = (object: Data): string | undefined => textAt(object, 'metadata', 'resourceVersion');

function ownerOf(live: DataMap): LiveObject['owner'] {
  const release = textAt(live, 'metadata', 'annotations', 'meta.helm.sh/release-name');
  const namespace = textAt(live, 'metadata', 'annotations', 'meta.helm.sh/release-namespace');
  return release === undefined || namespace === undefined ? null : { release, namespace };
}

function asAnsweredFor(live: DataMap, dryRun: DataMap): DataMap {
  const { managedFields = null, generation } = mapAt(live, 'metadata');
  const metadata = {
    ...mapAt(dryRun, 'metadata'),
    managedFields,
    ...(generation === undefined ? {} : { generation }),
  };
  const answer = { ...dryRun, metadata };
  return isDeepStrictEqual(answer, live) ? live : answer;
}

/** The server's own words are not told: they quote the object. */
const unreadable = (scope: string, status: number): string =>
  status === 403
    ? `no permission to get ${scope}: whether they are there, and as they were applied, is not known`
    : `${scope} cannot be read (${status}): whether they are there, and as they were applied, is not known`;

function undryable(scope: string, status: number): string {
  switch (status) {
    case 403:
      return `no permission to patch ${scope}, not even in a dry run: ${byFields}`;
    case 405:
    case 415:
      return `the API server knows no server-side apply of ${scope}: ${byFields}`;
    case 400:
      return `the API server refuses the dry run of an apply of ${scope} (400; perhaps a webhook that knows no dry run): ${byFields}`;
    default:
      return `the API server refuses the dry run of an apply of ${scope} (${status}): ${byFields}`;
  }
}

const byFields = 'drift is told by comparing fields';
