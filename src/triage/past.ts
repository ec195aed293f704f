/** What failed and is gone: a hook that its policy deletes, a release that was rolled back. Its events stay for an hour. */
import { mapAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { ObservedEvent } from '../kubernetes/observed-event.ts';
import { refused } from './creation.ts';
import { hints } from './hints.ts';
import { imageHint } from './image.ts';
import { missingDataIn } from './missing-data.ts';
import type { Scene } from './scene.ts';
import { suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

/** How far the clocks of this machine and of the cluster may differ, in milliseconds. */
export const clockSkew = 60_000;

/** What it and its pods came to, by their warnings since the release was begun; the most telling one for each. */
export function pastTroubles(
  object: ObjectId,
  scene: Scene,
  { isHook }: { readonly isHook: boolean },
): Suspect[] {
  const since = new Date(scene.since).getTime() - clockSkew;
  const own = scene.events.filter(
    ({ about, time }) =>
      about.namespace === object.namespace && isOf(about, object) && !(new Date(time).getTime() < since),
  );
  const warnings = own.filter(({ type }) => type === 'Warning');
  const ofPods = [...Map.groupBy(warnings, ({ about }) => about.name).values()].flatMap((group) => {
    const told = group.toReversed().flatMap((event) => judge(event, object, isHook) ?? []);
    return told.toSorted((one, other) => weight(one) - weight(other)).slice(0, 1);
  });
  return ofPods.toSorted((one, other) => weight(one) - weight(other));
}

/** A pod of a Job or of a ReplicaSet is named after it, with five characters of `utilrand.SafeEncodeString` at the end. */
function isOf(about: ObservedEvent['about'], { kind, name }: ObjectId): boolean {
  if (about.kind === kind && about.name === name) return true;
  if (!about.name.startsWith(`${name}-`)) return false;
  const rest = about.name.slice(name.length + 1);
  return (
    (about.kind === 'Pod' && /^(?:[a-z0-9]{1,10}-)?[a-z0-9]{5}$|^\d+$/.test(rest)) ||
    (about.kind === 'ReplicaSet' && /^[a-z0-9]{1,10}$/.test(rest))
  );
}

/** That a Job failed says less than what became of its pod. */
const weight = ({ cause, object }: Suspect): number =>
  (cause === 'hook-failed' || cause === 'container-exit' ? 1 : 0) + (object.kind === 'Pod' ? 0 : 2);

function judge(event: ObservedEvent, of: ObjectId, isHook: boolean): Suspect | null {
  const { about, reason } = event;
  const isItself = about.kind === of.kind;
  const object: ObjectId = isItself ? of : { ...of, apiVersion: 'v1', kind: about.kind, name: about.name };
  const container = about.container;
  const where = container === null ? 'its container' : `container ${container}`;
  const why = cut(event.message);
  const told = (cause: Suspect['cause'], message: string, hint = hints[cause]): Suspect =>
    suspect({ cause, object, message, hint }, { of: isItself ? null : of, container });
  const ended = isHook ? 'hook-failed' : 'crash-loop';
  switch (reason) {
    case 'FailedCreate':
      return refused(event.message, of, 'pods');
    case 'FailedScheduling':
      return told('unschedulable', `no node fits: ${why.replace(/ preemption: .*$/, '')}`);
    case 'Failed': {
      const missing = missingDataIn(why, asPod(object), where);
      if (missing !== null) return { ...missing, of: isItself ? null : of, container };
      return /pull|image/i.test(why)
        ? told('image-pull', `${where}: ${why}`, imageHint(why))
        : told('container-exit', `${where}: ${why}`);
    }
    case 'FailedMount':
    case 'FailedAttachVolume': {
      const volume = /volume "([^"]+)"/.exec(why)?.[1];
      const missing = missingDataIn(
        why,
        asPod(object),
        volume === undefined ? 'a volume' : `volume ${volume}`,
      );
      return missing === null ? told('volume-mount', why) : { ...missing, of: isItself ? null : of };
    }
    case 'Unhealthy':
      return told('failed-probe', `${where}: ${why}`);
    case 'BackOff':
      return /pulling image/i.test(why)
        ? told('image-pull', `${where}: ${why}`, imageHint(why))
        : told(ended, `${where} ended again and again: ${why}`);
    case 'BackoffLimitExceeded':
    case 'DeadlineExceeded':
    case 'PodFailurePolicy':
      return told(isHook ? 'hook-failed' : 'not-ready', why);
    default:
      return null;
  }
}

/** It is gone; only its name is known. */
const asPod = ({ namespace, name }: ObjectId): DataMap =>
  mapAt({ pod: { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name } } }, 'pod');
