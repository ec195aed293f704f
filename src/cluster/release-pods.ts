/** What a release runs now: its workloads, and their pods. */
import { at, isMap, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { readLive } from './live-objects.ts';
import { podsOf } from './pods.ts';

export interface WorkloadPods {
  readonly id: ObjectId;
  /** Null if there is none. */
  readonly live: DataMap | null;
  readonly pods: readonly DataMap[];
}

export interface ReleasePods {
  /** In the order of the objects. Those that nobody could be asked for are not in it. */
  readonly workloads: readonly WorkloadPods[];
  readonly gaps: readonly string[];
}

/** What runs pods. */
export const workloadKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
]);

/** `objects`: of the release; those that run no pods are left out. What is missing or refused is no failure. */
export async function releasePods(
  connection: Connection,
  discovery: Discovery,
  objects: readonly { readonly id: ObjectId }[],
): Promise<ReleasePods> {
  const ids = objects.map(({ id }) => id).filter(({ kind }) => workloadKinds.has(kind));
  const asked = ids.map((id) => ({ id, applied: null }));
  const { live, gaps } = await readLive(connection, discovery, asked);
  const all = new Set(gaps);
  const workloads = await Promise.all(
    ids.flatMap((id) => {
      const found = live.get(objectKey(id));
      return found === undefined ? [] : withPods(connection, id, found.live, (gap) => all.add(gap));
    }),
  );
  return { workloads, gaps: [...all].toSorted() };
}

async function withPods(
  connection: Connection,
  id: ObjectId,
  live: DataMap | null,
  note: (gap: string) => unknown,
): Promise<WorkloadPods> {
  if (live === null) return { id, live, pods: [] };
  const owners = id.kind === 'CronJob' ? await jobsOf(connection, live, note) : [live];
  const found = await Promise.all(owners.map(async (owner) => await podsOf(connection, owner)));
  for (const gap of found.flatMap(({ gaps }) => gaps)) note(gap);
  return { id, live, pods: found.flatMap(({ pods }) => pods) };
}

/** Those of its last runs that are still there. */
async function jobsOf(
  connection: Connection,
  cronJob: DataMap,
  note: (gap: string) => unknown,
): Promise<DataMap[]> {
  const namespace = textAt(cronJob, 'metadata', 'namespace') ?? 'default';
  const path = `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/jobs`;
  const { status, body } = await connection.get(path);
  if (status !== 200) {
    note(
      status === 403
        ? `no permission to list jobs in namespace ${namespace}`
        : `jobs in namespace ${namespace} cannot be listed (${status})`,
    );
    return [];
  }
  const uid = at(cronJob, 'metadata', 'uid');
  return listAt(body, 'items')
    .filter(isMap)
    .filter((job) => listAt(job, 'metadata', 'ownerReferences').some((owner) => at(owner, 'uid') === uid))
    .map((job) => ({ apiVersion: 'batch/v1', kind: 'Job', ...job }));
}
