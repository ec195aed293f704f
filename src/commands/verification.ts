/** Looks at what runs after an `up`: Helm's records and the objects in the cluster, against the plan. */
import type { Connection } from '../cluster/connection.ts';
import { discover, type Discovery } from '../cluster/discovery.ts';
import { readLive } from '../cluster/live-objects.ts';
import { readReleases, type ReleaseHistory, releaseState } from '../cluster/release-records.ts';
import type { Mismatch, StepState, WorkloadState } from '../deploy/outcome.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { rolloutOf, takesTime } from '../kubernetes/rollout.ts';
import { leftOver, liveMismatches, recordMismatches } from '../plan/mismatches.ts';
import { placed, type Placed, type Scope } from '../plan/placed.ts';
import type { Plan, ReleasePlan, ReleaseState } from '../plan/plan.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import type { PlannedWork } from './planned-work.ts';
import type { Io, Session } from './session.ts';
import { learnRecords, learnSecrets } from './written-secrets.ts';

export interface Afterwards {
  /** What Helm keeps; null if there is none. By the key of the release, of those that were looked at. */
  readonly records: ReadonlyMap<string, ReleaseState | null>;
  readonly workloads: ReadonlyMap<string, readonly WorkloadState[]>;
  readonly mismatches: ReadonlyMap<string, readonly Mismatch[]>;
  /** What could not be looked at, and why. */
  readonly gaps: readonly string[];
}

/** `touched`: what became of the releases that were to be changed, by key; the others are not looked at again. Rejects with a `Failure` if nobody answers. */
export async function lookAfterwards(
  session: Session,
  { plan, work }: { readonly plan: Plan; readonly work: PlannedWork },
  touched: ReadonlyMap<string, StepState>,
  io: Io,
): Promise<Afterwards> {
  const releases = plan.releases.filter(({ key }) => touched.has(key));
  if (releases.length === 0)
    return { records: new Map(), workloads: new Map(), mismatches: new Map(), gaps: [] };
  const connection = session.connection();
  const found = await readReleases(connection, releases);
  learnRecords(found.releases.values(), io.redactor);
  const recorded = releases.map((release) => {
    const history = found.releases.get(release.key) ?? null;
    return { release, history, objects: history === null ? [] : appliedObjects(history.latest, new Map()) };
  });
  const discovery = await knowing(
    recorded.flatMap(({ objects }) => objects),
    work.discovery,
    connection,
  );
  const scope: Scope = (apiVersion, kind) => discovery.resourceOf(apiVersion, kind)?.namespaced ?? null;
  const looks = recorded.map(({ release, history, objects }) => ({
    release,
    history,
    applied: placed(objects, release.namespace, scope),
    isDone: touched.get(release.key) === 'done',
  }));
  learnSecrets(
    looks.flatMap(({ applied }) => applied.objects),
    io.redactor,
  );
  const live = await readLive(
    connection,
    discovery,
    looks.flatMap(({ release, applied, isDone }) => [
      ...applied.objects.map(({ id, manifest }) => ({ id, applied: isDone ? manifest : null })),
      ...(isDone ? goneOf(release).map((id) => ({ id, applied: null })) : []),
    ]),
  );
  const liveOf = (id: ObjectId): Found | undefined => live.live.get(objectKey(id));
  return {
    records: new Map(
      looks.map(({ release, history }) => [release.key, history === null ? null : releaseState(history)]),
    ),
    workloads: new Map(looks.map(({ release, applied }) => [release.key, workloadsOf(applied, liveOf)])),
    mismatches: new Map(
      looks.flatMap((look) => (look.isDone ? [[look.release.key, mismatchesOf(look, work, liveOf)]] : [])),
    ),
    gaps: [...new Set([...found.gaps, ...live.gaps])],
  };
}

/** A release may have brought the kinds of its objects with it. */
async function knowing(
  objects: readonly RenderedObject[],
  before: Discovery,
  connection: Connection,
): Promise<Discovery> {
  const isKnown = objects.every(({ apiVersion, kind }) => before.resourceOf(apiVersion, kind) !== null);
  return isKnown ? before : await discover(connection);
}

type Found =
  Awaited<ReturnType<typeof readLive>>['live'] extends ReadonlyMap<string, infer Live> ? Live : never;
type LiveOf = (id: ObjectId) => Found | undefined;

interface Look {
  readonly release: ReleasePlan;
  readonly history: ReleaseHistory | null;
  readonly applied: Placed;
}

/** What takes time to come about; `liveOf` gives nothing for what nobody could be asked about. */
export const workloadsOf = (
  { objects }: Placed,
  liveOf: (id: ObjectId) => Pick<Found, 'live'> | undefined,
): WorkloadState[] =>
  objects
    .filter(({ manifest }) => takesTime(manifest))
    .flatMap(({ id }) => {
      const live = liveOf(id)?.live ?? null;
      const rollout = live === null ? null : rolloutOf(live);
      return rollout === null ? [] : [{ object: id, rollout }];
    });

/** What the plan takes out of the release, and out of the cluster. */
const goneOf = ({ objects }: ReleasePlan): ObjectId[] =>
  objects.flatMap(({ object, change, before }) =>
    change === 'deleted' ? [object] : change === 'renamed' && before !== null ? [before] : [],
  );

function mismatchesOf({ release, history, applied }: Look, work: PlannedWork, liveOf: LiveOf): Mismatch[] {
  const planned = work.releases.get(release.key) ?? null;
  if (release.operation === 'delete' || release.operation === 'forget' || planned === null) return [];
  return [
    ...recordState(release, history),
    ...(work.uncertain.has(release.key) || history === null
      ? []
      : recordMismatches(planned.after.objects, applied.objects, {
          isWaiting: work.waiting.has(release.key),
        })),
    ...liveMismatches(
      applied.objects.flatMap(({ id, manifest }) => {
        const found = liveOf(id);
        return found === undefined ? [] : [{ id, applied: manifest, ...found }];
      }),
      release.drift,
    ),
    ...leftOver(
      goneOf(release).flatMap((id) => {
        const found = liveOf(id);
        return found === undefined ? [] : [{ id, live: found.live }];
      }),
    ),
  ];
}

/** Helm's record itself: there, deployed, and of the chart that was planned. */
function recordState({ name, namespace, chart }: ReleasePlan, history: ReleaseHistory | null): Mismatch[] {
  const object = { apiVersion: 'helm.sh/v3', kind: 'Release', namespace, name };
  if (history === null) return [{ object, state: 'missing', places: [] }];
  const { status, chart: recorded } = history.latest;
  const places = [
    ...(status === 'deployed' ? [] : [['status']]),
    ...(chart === null || (chart.name === recorded.name && chart.version === recorded.version)
      ? []
      : [['chart']]),
  ];
  return places.length === 0 ? [] : [{ object, state: 'changed', places }];
}
