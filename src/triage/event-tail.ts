/** The last events of what is to blame. */
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { eventsAbout, type ObservedEvent } from '../kubernetes/observed-event.ts';
import type { Scene } from './scene.ts';
import { idOf, type Suspect } from './suspect.ts';
import type { ObjectEvent } from './trouble.ts';

const most = 5;
const longestMessage = 500; // characters

/** Of the object itself, and of the ReplicaSets that could not make its pods. Newest last, the same one once. */
export function eventsOf({ object }: Pick<Suspect, 'object'>, scene: Scene): ObjectEvent[] {
  const own = scene.events.filter((event) => isAbout(event, object, scene));
  const last = [...Map.groupBy(own, sameness).values()]
    .flatMap((group) => {
      const newest = group.at(-1);
      return newest === undefined ? [] : [told(newest, group)];
    })
    .toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
  // What went well says little, and is told as long as there is room.
  const warnings = last.filter(({ type }) => type === 'Warning').slice(-most);
  const others = last.filter(({ type }) => type === 'Normal');
  const kept = new Set([...warnings, ...others.slice(Math.max(0, others.length - most + warnings.length))]);
  return last.filter((event) => kept.has(event));
}

/** Controllers say the same of each pod that they try to make; its name and numbers do not make it another event. */
const sameness = ({ reason, message }: ObservedEvent): string =>
  `${reason} ${plain(message).replaceAll(/"[^"]*"|[\w.-]*\d[\w.-]*/g, '#')}`;

/** Of many that are alike client-go makes one, and says so in front of the last of them. */
const plain = (message: string): string => message.replace(/^\(combined from similar events\): /, '');

const told = (
  { type, reason, message, time }: ObservedEvent,
  all: readonly ObservedEvent[],
): ObjectEvent => ({
  type,
  reason,
  message: cut(plain(message)),
  count: all.reduce((sum, { count }) => sum + count, 0),
  time,
});

const cut = (text: string): string =>
  text.length > longestMessage ? `${text.slice(0, longestMessage - 1).toWellFormed()}…` : text;

function isAbout(event: ObservedEvent, object: ObjectId, scene: Scene): boolean {
  const { about } = event;
  const sets = scene.made.get(objectKey(object))?.replicaSets ?? [];
  const known = [...sets, ...liveOf(object, scene)];
  if (known.length > 0) return known.some((live) => eventsAbout(live, [event]).length > 0);
  return about.kind === object.kind && about.name === object.name && about.namespace === object.namespace;
}

function liveOf(object: ObjectId, { live, made, claims, makers }: Scene) {
  const key = objectKey(object);
  const all = [...live.values(), ...[...made.values()].flatMap(({ pods }) => pods), ...claims, ...makers];
  return all.filter((each) => each !== null).filter((each) => objectKey(idOf(each)) === key);
}
