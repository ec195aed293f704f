/** An event of the cluster, and the object that it is about. */
import type { DataMap } from './data.ts';
import { textAt } from './data.ts';

export interface ObservedEvent {
  readonly about: {
    readonly kind: string;
    readonly namespace: string | null;
    readonly name: string;
    /** Tells an object from a later one of the same name; null if the event does not say. */
    readonly uid: string | null;
    /** Of a pod, if the event is about one of its containers. */
    readonly container: string | null;
  };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string; // `FailedScheduling`
  readonly message: string;
  readonly count: number;
  readonly time: string; // ISO 8601, of the last time; empty if nobody says
}

/** Those about an object as it is in the cluster: of another one that had its name before they are not. */
export const eventsAbout = (live: DataMap, events: readonly ObservedEvent[]): ObservedEvent[] => {
  const [kind, name] = [textAt(live, 'kind'), textAt(live, 'metadata', 'name')];
  const namespace = textAt(live, 'metadata', 'namespace') ?? null;
  const uid = textAt(live, 'metadata', 'uid');
  return events.filter(
    ({ about }) =>
      about.kind === kind &&
      about.name === name &&
      (namespace === null || about.namespace === namespace) &&
      (about.uid === null || uid === undefined || about.uid === uid),
  );
};
