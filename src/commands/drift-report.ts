/** What a stack has applied against what is in the cluster. */
import { releaseState } from '../cluster/release-records.ts';
import type { Connection } from '../cluster/connection.ts';
import { readLive } from '../cluster/live-objects.ts';
import { podsOf } from '../cluster/pods.ts';
import { textAt, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { isRestartable } from '../kubernetes/restart.ts';
import { condition } from '../kubernetes/rollout.ts';
import { isDrifted, isReleaseDrifted, type DriftReport, type ReleaseDrift } from '../plan/drift-report.ts';
import {
  objectDrift,
  type AppliedObject,
  type LiveFacts,
  type ObjectFindings,
} from '../plan/object-drift.ts';
import { dataSources, outdated, type Outdated } from '../plan/rotation.ts';
import { appliedStack, type AppliedRelease, type AppliedStack } from './applied-stack.ts';
import { stackPlace } from './plan-place.ts';
import type { Io, Session } from './session.ts';
import { learnSecrets } from './written-secrets.ts';

export interface Drifted {
  readonly report: DriftReport;
  readonly applied: AppliedStack;
  /** What was found of an object that was applied; null if nobody could be asked. */
  factsOf(object: AppliedObject): LiveFacts | null;
}

/** Rejects with a `Failure` if the state or the cluster cannot be read. */
export async function driftReport(session: Session, io: Io): Promise<Drifted> {
  const connection = session.connection();
  await session.requireCluster();
  const applied = await appliedStack(session, connection, io);
  const { discovery, releases, backing } = applied;
  const objects = [...releases.flatMap((release) => release.objects), ...backing];
  const { live, gaps } = await readLive(connection, discovery, objects.map(asked));
  learnSecrets(
    [...live.values()].flatMap(({ live: manifest }) => (manifest === null ? [] : [{ manifest }])),
    io.redactor,
  );
  const factsOf = ({ id }: AppliedObject): LiveFacts | null => live.get(objectKey(id)) ?? null;
  const findings = new Map(objects.flatMap((object) => withFindings(object, factsOf(object))));
  const rotations = await Promise.all(
    releases.map(async (release) => await rotationsOf(release, { connection, discovery, factsOf })),
  );
  const { stack } = session;
  const told = {
    releases: releases.map((release, index) =>
      releaseDrift(release, findings, rotations[index]?.outdated ?? []),
    ),
    backing: backing.flatMap((object) => findings.get(object)?.drift ?? []),
  };
  return {
    applied,
    factsOf,
    report: {
      project: stack.project,
      stack: stack.stack,
      ...stackPlace(session.directory),
      cluster: stack.cluster.identifier,
      isDrifted: isDrifted(told),
      ...told,
      compared: findings.size,
      folded: [...findings.values()].flatMap(({ folded }) => folded),
      gaps: [
        ...new Set([
          ...applied.gaps,
          ...gaps,
          ...rotations.flatMap((each) => each.gaps),
          ...[...live.values()].flatMap((facts) => unsynced(facts.live)),
        ]),
      ],
    },
  };
}

const asked = ({ id, applied }: AppliedObject): { id: ObjectId; applied: DataMap | null } => ({
  id,
  applied,
});

type Findings = ReadonlyMap<AppliedObject, ObjectFindings>;

const withFindings = (
  object: AppliedObject,
  facts: LiveFacts | null,
): (readonly [AppliedObject, ObjectFindings])[] =>
  facts === null ? [] : [[object, objectDrift(object, facts)]];

function releaseDrift(
  { key, name, namespace, applied, history, byHand, objects }: AppliedRelease,
  findings: Findings,
  rotated: readonly Outdated[],
): ReleaseDrift {
  const drift = {
    key,
    name,
    namespace,
    applied,
    record: history === null ? null : { ...releaseState(history), description: history.latest.description },
    byHand,
    objects: objects.flatMap((object) => findings.get(object)?.drift ?? []),
    outdated: rotated,
  };
  return { ...drift, isDrifted: isReleaseDrifted(drift) };
}

interface Reading {
  readonly connection: Connection;
  readonly discovery: AppliedStack['discovery'];
  readonly factsOf: Drifted['factsOf'];
}

/** Pods of the release that run with a Secret or ConfigMap as it was before. */
async function rotationsOf(
  { objects }: AppliedRelease,
  { connection, discovery, factsOf }: Reading,
): Promise<{ outdated: readonly Outdated[]; gaps: readonly string[] }> {
  const running = objects.flatMap((object) => {
    const live = factsOf(object)?.live ?? null;
    return live === null || !isRestartable(object.id) ? [] : [{ id: object.id, live }];
  });
  const found = await Promise.all(
    running.map(async ({ id, live }) => ({ id, ...(await podsOf(connection, live)) })),
  );
  const ids = dataSources(found);
  const sources = await readLive(
    connection,
    discovery,
    ids.map((id) => ({ id, applied: null })),
  );
  const own = new Set(objects.map(({ id }) => objectKey(id)));
  return {
    outdated: outdated(
      found,
      ids.flatMap((id) => {
        const live = sources.live.get(objectKey(id))?.live ?? null;
        return live === null ? [] : [{ id, live, isOwn: own.has(objectKey(id)) }];
      }),
    ),
    gaps: [...found.flatMap(({ gaps }) => gaps), ...sources.gaps],
  };
}

/** What the store of secrets has is then not what the Secret has. */
function unsynced(live: DataMap | null): string[] {
  if (live?.['kind'] !== 'ExternalSecret') return [];
  const { status, reason } = condition(live, 'Ready');
  if (status === 'True') return [];
  const name = `${textAt(live, 'metadata', 'namespace') ?? ''}/${textAt(live, 'metadata', 'name') ?? ''}`;
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  return [`ExternalSecret ${name} is not synced${why}: whether its source was rotated is not known`];
}
