/** Workloads whose pods run with a Secret or ConfigMap as it was before it was last written. */
import type { Connection } from '../cluster/connection.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { podsOf } from '../cluster/pods.ts';
import { objectKey, objectText, type ObjectId } from '../kubernetes/object-id.ts';
import { isRestartable } from '../kubernetes/restart.ts';
import { dataSources, outdated, type Outdated } from '../plan/rotation.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import type { RunningRelease } from './running-releases.ts';

export interface OutdatedWorkload {
  readonly release: DesiredRelease;
  readonly workload: ObjectId;
  readonly sources: readonly Outdated[];
}

/** Of these releases, in their order. Where the program may have read its mounted files again, it does not count. */
export async function outdatedWorkloads(
  releases: readonly RunningRelease[],
  connection: Connection,
  discovery: Discovery,
): Promise<OutdatedWorkload[]> {
  const all = await Promise.all(
    releases.map(async (release) => await outdatedIn(release, connection, discovery)),
  );
  return all.flat();
}

async function outdatedIn(
  { release, applied }: RunningRelease,
  connection: Connection,
  discovery: Discovery,
): Promise<OutdatedWorkload[]> {
  const live = await liveOf(applied.objects.map(({ id }) => id).filter(isRestartable));
  const workloads = await Promise.all(
    live.map(async (each) => ({ id: each.id, pods: (await podsOf(connection, each.live)).pods })),
  );
  const own = new Set(applied.objects.map(({ id }) => objectKey(id)));
  const sources = await liveOf(dataSources(workloads));
  const found = outdated(
    workloads,
    sources.map((source) => ({ ...source, isOwn: own.has(objectKey(source.id)) })),
  );
  return [...Map.groupBy(found, ({ workload }) => workload)].map(([workload, group]) => ({
    release,
    workload,
    sources: group,
  }));

  async function liveOf(ids: readonly ObjectId[]) {
    const read = await readLive(
      connection,
      discovery,
      ids.map((id) => ({ id, applied: null })),
    );
    return ids.flatMap((id) => {
      const there = read.live.get(objectKey(id))?.live ?? null;
      return there === null ? [] : [{ id, live: there }];
    });
  }
}

/** `Secret shop/db was written at 2026-11-21T08:00:00Z by external-secrets` */
export const rotationReason = (sources: readonly Outdated[]): string =>
  sources
    .map(
      ({ source, written, manager }) =>
        `${objectText(source)} was written at ${written}${manager === null ? '' : ` by ${manager}`}`,
    )
    .join('; ')
    .slice(0, 500);
