/** Workloads that would run nothing. */
import { numberAt, textAt, type Data } from '../../kubernetes/data.ts';
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import { told, type ReleaseJudge, type Told } from './judge.ts';
import { kindOf, type Arrival, type ReleaseScene } from './scene.ts';
import { plural } from './wording.ts';

const scalable = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', 'ReplicationController']);
const autoscaler = 'autoscaling/HorizontalPodAutoscaler';

/** Undefined if it is not one that counts its pods. The server takes 1 where nothing is said. */
function replicasOf(id: ObjectId, manifest: Data): number | undefined {
  return scalable.has(kindOf(id)) ? (numberAt(manifest, 'spec', 'replicas') ?? 1) : undefined;
}

export const scaleToZero: ReleaseJudge = function* (release) {
  for (const arrival of release.arriving) {
    if (arrival.how === 'created' || arrival.before === null) continue;
    const before = arrival.before;
    yield* workload(arrival, before.manifest, release);
    if (kindOf(arrival.id) === autoscaler) yield* floor(arrival, before.manifest);
  }
};

function* workload({ id, after }: Arrival, before: Data, release: ReleaseScene): Iterable<Told> {
  const [was, is] = [replicasOf(id, before), replicasOf(id, after.manifest)];
  if (was === undefined || is !== 0 || was <= 0) return;
  const scaled = autoscalerOf(release, id);
  const alone =
    scaled === undefined ? '' : `, and ${objectText(scaled)} leaves it there: 0 turns autoscaling off`;
  yield told('scale-to-zero', 'warning', {
    object: id,
    place: ['spec', 'replicas'],
    message: `${objectText(id)} goes from ${plural(was, 'replica')} to 0: nothing of it runs${alone}`,
  });
}

function* floor({ id, after }: Arrival, before: Data): Iterable<Told> {
  const [was, is] = [before, after.manifest].map((each) => numberAt(each, 'spec', 'minReplicas') ?? 1);
  if (is !== 0 || was === undefined || was <= 0) return;
  const target = textAt(after.manifest, 'spec', 'scaleTargetRef', 'name') ?? 'its target';
  yield told('scale-to-zero', 'warning', {
    object: id,
    place: ['spec', 'minReplicas'],
    message: `${objectText(id)} may scale ${target} to 0, and kept at least ${was} before: without load nothing of it runs`,
  });
}

/** The autoscaler of a release that counts for a workload. */
function autoscalerOf({ after }: Pick<ReleaseScene, 'after'>, id: ObjectId): ObjectId | undefined {
  return autoscalersIn(after, id)[0]?.id;
}

const autoscalersIn = (objects: ReleaseScene['after'], id: ObjectId): ReleaseScene['after'] =>
  objects.filter(
    (each) =>
      kindOf(each.id) === autoscaler &&
      each.id.namespace === id.namespace &&
      textAt(each.manifest, 'spec', 'scaleTargetRef', 'kind') === id.kind &&
      textAt(each.manifest, 'spec', 'scaleTargetRef', 'name') === id.name,
  );

/** How many pods a workload has at least: what its autoscaler keeps, else what it says itself. */
export function fewestPods(objects: ReleaseScene['after'], id: ObjectId, manifest: Data): number | undefined {
  const replicas = replicasOf(id, manifest);
  if (replicas === undefined || replicas === 0) return replicas;
  const [scaler] = autoscalersIn(objects, id);
  return scaler === undefined ? replicas : (numberAt(scaler.manifest, 'spec', 'minReplicas') ?? 1);
}
