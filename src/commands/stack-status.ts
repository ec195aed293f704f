/** Asks the cluster how the releases of a stack stand: their records, and what they run. */
import type { Connection } from '../cluster/connection.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { readLive, type LiveObjects } from '../cluster/live-objects.ts';
import { workloadKinds } from '../cluster/release-pods.ts';
import { numberAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { autoscalerOf } from '../kubernetes/autoscaler.ts';
import { leaseOf } from '../kubernetes/lease.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { rolloutOf, type Rollout } from '../kubernetes/rollout.ts';
import type { DesiredRelease } from '../stack/desired.ts';
import { electionLease } from '../systems/sf2loki/lease.ts';
import {
  healthOf,
  type HelmRelease,
  type ObservedAutoscaler,
  type ObservedLease,
  type ReleaseStatus,
  type StackStatus,
  type Workload,
} from '../report/status/status.ts';
import { runningReleases, type RunningRelease } from './running-releases.ts';
import type { Io } from './session.ts';

/** `now`: milliseconds since 1970. Rejects with a `Failure` if the cluster does not answer. */
export async function releaseStatuses(
  connection: Connection,
  releases: readonly DesiredRelease[],
  io: Io,
  now = Date.now(),
): Promise<Pick<StackStatus, 'releases' | 'gaps'>> {
  const running = await runningReleases(connection, releases, io);
  const asked = running.releases.map((release) => askedOf(release, running.discovery));
  const objects = asked.flatMap(({ things, autoscalers, lease }) => [
    ...things,
    ...autoscalers,
    ...(lease ?? []),
  ]);
  const found = await readLive(
    connection,
    running.discovery,
    objects.map((id) => ({ id, applied: null })),
  );
  const { gaps } = running.discovery;
  const records = running.gaps.every((gap) => gaps.includes(gap));
  return {
    releases: running.releases.map((release, index) =>
      statusOf(release, asked[index] ?? nothing, found.live, { now, records }),
    ),
    gaps: [...new Set([...running.gaps, ...found.gaps])],
  };
}

interface Asked {
  /** What takes time to come about. */
  readonly things: readonly ObjectId[];
  readonly autoscalers: readonly ObjectId[];
  /** None or one. */
  readonly lease: readonly ObjectId[];
}

const nothing: Asked = { things: [], autoscalers: [], lease: [] };

/** They are shown only while they are not ready. */
const waitedFor = new Set(['PersistentVolumeClaim', 'Service']);
const autoscaling = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };

function askedOf({ release, applied }: RunningRelease, discovery: Discovery): Asked {
  const ids = applied.objects.map(({ id }) => id);
  const hasV2 = discovery.resourceOf(autoscaling.apiVersion, autoscaling.kind) !== null;
  const lease =
    release.system === 'sf2loki'
      ? electionLease(
          applied.objects.map(({ manifest }) => manifest),
          release.namespace,
        )
      : null;
  return {
    things: ids.filter(({ kind }) => workloadKinds.has(kind) || waitedFor.has(kind)),
    // In whatever version it was applied: the newer one has the numbers.
    autoscalers: ids
      .filter(({ kind }) => kind === autoscaling.kind)
      .map((id) => (hasV2 ? { ...id, ...autoscaling } : id)),
    lease: lease === null ? [] : [{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...lease }],
  };
}

function statusOf(
  { release, history, applied }: RunningRelease,
  asked: Asked,
  live: LiveObjects['live'],
  { now, records }: { readonly now: number; readonly records: boolean },
): ReleaseStatus {
  const known = asked.things.filter((id) => live.has(objectKey(id)));
  const manifests = new Map(applied.objects.map(({ id, manifest }) => [objectKey(id), manifest]));
  const workloads = known.flatMap((object): Workload[] => {
    const found = live.get(objectKey(object))?.live ?? null;
    const rollout = found === null ? afterItsTime(manifests.get(objectKey(object))) : rolloutOf(found);
    const isShown = !waitedFor.has(object.kind) || rollout?.state !== 'ready';
    return isShown ? [{ object, rollout, exists: found !== null }] : [];
  });
  const helm = helmOf(history);
  const { key, name, namespace, system } = release;
  return {
    key,
    name,
    namespace,
    system,
    health: healthOf(helm, workloads, { records, workloads: known.length === asked.things.length }),
    helm,
    workloads,
    autoscalers: asked.autoscalers.flatMap((object): ObservedAutoscaler[] => {
      const found = live.get(objectKey(object))?.live ?? null;
      return found === null ? [] : [{ object, ...autoscalerOf(found) }];
    }),
    lease: leaseIn(asked, live, now),
  };
}

/** A finished Job takes itself away. */
const afterItsTime = (job: DataMap | undefined): Rollout | null =>
  textAt(job, 'kind') === 'Job' && numberAt(job, 'spec', 'ttlSecondsAfterFinished') !== undefined
    ? { ready: 0, wanted: 0, state: 'ready', note: 'gone: it is removed some time after it has finished' }
    : null;

function helmOf(history: RunningRelease['history']): HelmRelease | null {
  if (history === null) return null;
  const { status, revision, chart, updated, description } = history.latest;
  return { status, revision, chart, updated, description };
}

function leaseIn({ lease: [object] }: Asked, live: LiveObjects['live'], now: number): ObservedLease | null {
  const found = object === undefined ? undefined : live.get(objectKey(object));
  if (object === undefined || found === undefined) return null;
  return { object, lease: found.live === null ? null : leaseOf(found.live, now) };
}
