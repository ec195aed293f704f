/** Why a workload has no pods: what its controller was told when it tried to make them. */
import { textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import { eventsAbout } from '../kubernetes/observed-event.ts';
import { condition } from '../kubernetes/rollout.ts';
import { hints } from './hints.ts';
import { refusalIn } from './refusal.ts';
import type { MadeObjects, Scene } from './scene.ts';
import { suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

/** Null if nobody refused it any. */
export function creationTrouble(
  object: ObjectId,
  live: DataMap,
  { replicaSets }: MadeObjects,
  scene: Scene,
): Suspect | null {
  const owners = [live, ...replicaSets];
  const conditions = owners.map((owner) => condition(owner, 'ReplicaFailure'));
  const failing = conditions.find((each) => textAt(each, 'status') === 'True');
  const event = owners
    .flatMap((owner) => eventsAbout(owner, scene.events))
    .findLast(({ type, reason }) => type === 'Warning' && reason.startsWith('FailedCreate'));
  const text = textAt(failing, 'message') ?? event?.message;
  if (text === undefined) return null;
  return refused(text, object, 'pods');
}

/** `what`: pods, or a claim that a StatefulSet makes. */
export function refused(text: string, object: ObjectId, what: string): Suspect {
  const refusal = refusalIn(text);
  if (refusal === null)
    return suspect({
      cause: 'invalid',
      object,
      message: `its ${what} cannot be made: ${cut(text)}`,
      hint: hints.invalid,
    });
  return suspect({
    cause: refusal.cause,
    object,
    message: `its ${what} cannot be made: ${refusal.message}`,
    hint: refusal.hint ?? hints[refusal.cause],
  });
}
