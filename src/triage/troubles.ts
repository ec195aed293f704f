/** Why a release failed: what was seen of it → the objects to blame and their causes, root causes first. */
import { textAt } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { rolloutOf } from '../kubernetes/rollout.ts';
import { hints } from './hints.ts';
import { messageTroubles, releaseId } from './message.ts';
import { clockSkew, pastTroubles } from './past.ts';
import { ranked } from './ranking.ts';
import type { Scene, SceneHook } from './scene.ts';
import { suspect, type Suspect } from './suspect.ts';
import { workloadTroubles } from './workload.ts';
import { cut } from './said.ts';

const mostTroubles = 10;
const longestMessage = 1000; // characters of Helm's message

/** At least one: `unknown` if nothing was found. */
export function suspectsIn(scene: Scene): Suspect[] {
  const ofHooks = scene.hooks
    .filter((hook) => mayHaveRun(hook, scene))
    .flatMap((hook) => workloadTroubles(hook.object, hook, scene).map(asHook(hook.events)));
  const ofObjects = scene.objects.flatMap((object) => workloadTroubles(object, null, scene));
  const found = [...messageTroubles(scene), ...ofHooks, ...ofObjects];
  const all = found.some(({ cause }) => cause !== 'timeout') ? found : [...gone(scene), ...found];
  return withGaps(all.length > 0 ? ranked(all).slice(0, mostTroubles) : [lastWord(scene)], scene);
}

/** What is left of a hook from another time, or of a test, did not fail this release. */
function mayHaveRun({ object, events }: SceneHook, { live, since }: Scene): boolean {
  const made = textAt(live.get(objectKey(object)) ?? undefined, 'metadata', 'creationTimestamp');
  const isOld = made !== undefined && new Date(made).getTime() < new Date(since).getTime() - clockSkew;
  return !isOld && events.some((event) => event !== 'test');
}

/** Where nothing tells the cause, what could not be looked at may be why. */
function withGaps([first, ...rest]: readonly Suspect[], { gaps }: Scene): Suspect[] {
  if (first === undefined) return [];
  const isVague = ['timeout', 'unknown'].includes(first.cause);
  return gaps.length === 0 || !isVague
    ? [first, ...rest]
    : [{ ...first, message: `${first.message}; ${gaps.join('; ')}` }, ...rest];
}

/** Of a cluster that cannot be asked: what Helm said, and why no more is known. */
export function offlineSuspects(scene: Scene, why: string): Suspect[] {
  const said = ranked(messageTroubles(scene));
  const message = said.length > 0 ? why : `${why}; ${saidIn(scene) || 'nobody says why the release failed'}`;
  return [
    ...said,
    suspect({ cause: 'unreachable', object: releaseId(scene.release), message, hint: hints.unreachable }),
  ];
}

/** Of what is not there any more. */
function gone(scene: Scene): Suspect[] {
  const isGone = (object: ObjectId): boolean => scene.live.get(objectKey(object)) === null;
  return [
    ...scene.hooks
      .filter(({ object }) => isGone(object))
      .flatMap(({ object, events, deletePolicies }) =>
        pastTroubles(object, scene, { isHook: true })
          .map(asHook(events))
          .map((found) => (deletePolicies.includes('hook-failed') ? deleted(found) : found)),
      ),
    ...scene.objects.filter(isGone).flatMap((object) => pastTroubles(object, scene, { isHook: false })),
  ];
}

/** There is nothing left to look at. */
const deleted = (found: Suspect): Suspect => ({
  ...found,
  message: `${found.message}; its events say so: hook-delete-policy hook-failed has deleted it`,
});

/** Hooks say when they run: nobody expects the Job of another time to be in the way. */
const asHook =
  (events: readonly string[]) =>
  (found: Suspect): Suspect => ({ ...found, message: `${events.join(', ')} hook: ${found.message}` });

/** The cluster has nothing to say: all is whole by now, or never came to be. */
function lastWord(scene: Scene): Suspect {
  const object = releaseId(scene.release);
  const said = saidIn(scene);
  const waited = scene.objects.flatMap((id) => {
    const live = scene.live.get(objectKey(id)) ?? null;
    return live === null ? [] : [rolloutOf(live)].filter((rollout) => rollout !== null);
  });
  const isOutOfTime = /timed out waiting|context deadline exceeded|within allocated timeout/.test(said);
  if (isOutOfTime && waited.length > 0 && waited.every(({ state }) => state === 'ready')) {
    const message = 'time ran out before all was ready; by now it is';
    return suspect({ cause: 'timeout', object, message, hint: hints.timeout });
  }
  if (isOutOfTime)
    return suspect({
      cause: 'timeout',
      object,
      message:
        'time ran out, and no object of it says what was waited for: all that are there are whole, or may not be read',
      hint: hints.timeout,
    });
  return suspect({ cause: 'unknown', object, message: said || 'nobody says why', hint: hints.unknown });
}

const saidIn = ({ message }: Scene): string => cut(message ?? '', longestMessage);
