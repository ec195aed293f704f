/** Why the pods of restarted workloads did not get ready: what `up` tells of a release that fails, of each of them. */
import type { Connection } from '../cluster/connection.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import { nothing } from '../plan/placed.ts';
import type { RestartedWorkload, ToldRestart } from '../report/restart.ts';
import type { RunningRelease } from './running-releases.ts';
import type { Io } from './session.ts';

/** In the same order. Of those that are ready, and that were not waited for, there is nothing to tell. */
export async function withTroubles(
  done: readonly RestartedWorkload[],
  releases: readonly RunningRelease[],
  connection: Connection,
  io: Io,
): Promise<ToldRestart[]> {
  const failed = done.flatMap(({ release: key, object, rollout, time }) => {
    const found = releases.find(({ release }) => release.key === key);
    if (found === undefined || rollout === null || rollout.state === 'ready') return [];
    const { name, namespace } = found.release;
    const after = {
      ...nothing,
      objects: found.applied.objects.filter(({ id }) => objectKey(id) === objectKey(object)),
    };
    return [{ key: objectKey(object), name, namespace, after, message: rollout.note, since: new Date(time) }];
  });
  if (failed.length === 0) return done.map((each) => ({ ...each, troubles: [] }));
  const { troublesOf } = await import('./troubles.ts');
  const troubles = await troublesOf(connection, failed, io);
  return done.map((each) => ({ ...each, troubles: troubles.get(objectKey(each.object)) ?? [] }));
}
