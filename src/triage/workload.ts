/** What keeps one object of a release, or of its hooks, from being whole. */
import { at, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { rolloutOf, type Rollout } from '../kubernetes/rollout.ts';
import { claimTrouble } from './claim.ts';
import { creationTrouble } from './creation.ts';
import { hints } from './hints.ts';
import { isWell, podTroubles } from './pod.ts';
import type { MadeObjects, Scene, SceneHook } from './scene.ts';
import { idOf, isGoing, suspect, type Suspect } from './suspect.ts';

const nothing: MadeObjects = { replicaSets: [], pods: [] };

/** Empty if it is whole, is not there, or is of a kind that is there as soon as it is made. `hook`: if it is one. */
export function workloadTroubles(object: ObjectId, hook: SceneHook | null, scene: Scene): Suspect[] {
  const live = scene.live.get(objectKey(object)) ?? null;
  const rollout = live === null ? null : rolloutOf(live);
  if (live === null || rollout === null || rollout.state === 'ready') return [];
  if (object.kind === 'PersistentVolumeClaim') return [claimTrouble(live, null, scene) ?? []].flat();
  const made = scene.made.get(objectKey(object)) ?? nothing;
  const pods = made.pods.filter((pod) => !isGoing(pod));
  const judge = (some: readonly DataMap[]): Suspect[] =>
    some
      .flatMap((pod) => podTroubles(pod, scene, { isHook: hook !== null }))
      .map((each) => ({ ...each, of: isPlanned(each.object, scene) ? null : object }));
  // Of an earlier template pods may have failed as well; what is wrong with the newest counts.
  const newest = judge(podsOfNewest(pods, made));
  const ofPods = newest.length > 0 ? newest : judge(pods);
  const unmade = creationTrouble(object, live, made, scene);
  const found = [...(unmade === null || pods.length >= rollout.wanted ? [] : [unmade]), ...ofPods];
  return found.length > 0 ? found : [remainder({ object, hook, rollout, pods })];
}

/** It is one of the release itself. */
const isPlanned = (object: ObjectId, { objects, hooks }: Scene): boolean =>
  [...objects, ...hooks.map((hook) => hook.object)].some((each) => objectKey(each) === objectKey(object));

/** Those of the ReplicaSet that was made last; all where there is none. */
function podsOfNewest(pods: readonly DataMap[], { replicaSets }: MadeObjects): readonly DataMap[] {
  const newest = replicaSets.toSorted((one, other) => revisionOf(other) - revisionOf(one))[0];
  const uid = textAt(newest, 'metadata', 'uid');
  if (uid === undefined) return pods;
  return pods.filter((pod) =>
    listAt(pod, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid),
  );
}

const revisionOf = (set: DataMap): number =>
  Number(textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? 0);

interface Remainder {
  readonly object: ObjectId;
  readonly hook: SceneHook | null;
  readonly rollout: Rollout;
  readonly pods: readonly DataMap[];
}

/** Nothing speaks against it: it has failed and left nothing behind, or time ran out. */
function remainder({ object, hook, rollout, pods }: Remainder): Suspect {
  const note = rollout.note ?? 'it is not ready';
  // That of a Job is not meant to be ready, but to end.
  const isDone = object.kind === 'Job' || object.kind === 'Pod' ? hasSucceeded : isWell;
  const others = pods.filter((pod) => !isDone(pod));
  const log = logOf(others[0] ?? pods[0]);
  if (rollout.state === 'failed') {
    const cause = hook === null ? 'not-ready' : 'hook-failed';
    return suspect(
      { cause, object, message: note, hint: hints[cause] },
      { log, container: log?.container ?? null },
    );
  }
  const states = statesText(others);
  return suspect(
    {
      cause: 'timeout',
      object,
      message: `time ran out: ${note}${states === '' ? '' : `; ${states}`}`,
      hint:
        hook === null
          ? hints.timeout
          : 'see in its log what it waits for; give the release more time (`timeout` in the stack file) if it only is slow',
    },
    { log, container: log?.container ?? null },
  );
}

const hasSucceeded = (pod: DataMap): boolean => textAt(pod, 'status', 'phase') === 'Succeeded';

/** `2 pods are still at ContainerCreating`, `pod migrate-x runs`. */
function statesText(pods: readonly DataMap[]): string {
  const groups = Map.groupBy(pods, stateOf);
  return [...groups]
    .map(([state, group]) => {
      const [first] = group;
      return group.length === 1 && first !== undefined
        ? `pod ${idOf(first).name} ${state}`
        : `${group.length} pods: each ${state}`;
    })
    .join(', ');
}

function stateOf(pod: DataMap): string {
  if (textAt(pod, 'status', 'phase') === 'Running') return 'still runs';
  const waiting = listAt(pod, 'status', 'containerStatuses').flatMap(
    (status) => textAt(status, 'state', 'waiting', 'reason') ?? [],
  );
  return `is still at ${waiting[0] ?? textAt(pod, 'status', 'phase') ?? 'Pending'}`;
}

/** Of what runs: of a container that has not begun there is none. */
function logOf(pod: DataMap | undefined): Suspect['log'] {
  if (pod === undefined) return null;
  const begun = listAt(pod, 'status', 'containerStatuses').find(
    (status) =>
      at(status, 'state', 'running') !== undefined || at(status, 'state', 'terminated') !== undefined,
  );
  const container = textAt(begun, 'name');
  const { name, namespace } = idOf(pod);
  return container === undefined
    ? null
    : { namespace: namespace ?? 'default', pod: name, container, previous: false };
}
