/** Events of a namespace: what controllers, the scheduler and kubelets have to say about objects. The API server keeps them for an hour. */
import { at, isMap, listAt, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import type { ObservedEvent } from '../kubernetes/observed-event.ts';
import type { Connection } from './connection.ts';

const pageSize = 500;
const mostPages = 20;
const longestMessage = 2000; // characters; the API server takes about a thousand

export interface NamespaceEvents {
  /** Oldest first. */
  readonly events: readonly ObservedEvent[];
  readonly gaps: readonly string[];
}

/** In pages, since busy namespaces have thousands. What is refused is a gap. */
export async function readEvents(connection: Connection, namespace: string): Promise<NamespaceEvents> {
  const events: ObservedEvent[] = [];
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?limit=${pageSize}${more}`;
    const { status, body } = await connection.get(path);
    if (status !== 200) return { events: byTime(events), gaps: [refusal(namespace, status)] };
    events.push(...listAt(body, 'items').flatMap((item) => eventOf(item) ?? []));
    next = textAt(body, 'metadata', 'continue') ?? '';
    if (next === '') return { events: byTime(events), gaps: [] };
  }
  return {
    events: byTime(events),
    gaps: [
      `namespace ${namespace} has more than ${pageSize * mostPages} events: the others were not looked at`,
    ],
  };
}

const byTime = (events: readonly ObservedEvent[]): ObservedEvent[] =>
  events.toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));

/** Who reports by the newer API (the scheduler) has `eventTime` and `series` in the place of `lastTimestamp` and `count`. */
function eventOf(item: Data): ObservedEvent | null {
  const about = at(item, 'involvedObject');
  const [kind, name] = [textAt(about, 'kind'), textAt(about, 'name')];
  if (!isMap(item) || kind === undefined || name === undefined) return null;
  return {
    about: {
      kind,
      namespace: textAt(about, 'namespace') ?? null,
      name,
      uid: textAt(about, 'uid') ?? null,
      container: /^spec\.\w+\{(.+)\}$/.exec(textAt(about, 'fieldPath') ?? '')?.[1] ?? null,
    },
    type: textAt(item, 'type') === 'Warning' ? 'Warning' : 'Normal',
    reason: textAt(item, 'reason') ?? '',
    message: (textAt(item, 'message') ?? '').slice(0, longestMessage).toWellFormed(),
    count: numberAt(item, 'series', 'count') ?? numberAt(item, 'count') ?? 1,
    time: timeOf(
      textAt(item, 'series', 'lastObservedTime'),
      textAt(item, 'lastTimestamp'),
      textAt(item, 'eventTime'),
      textAt(item, 'metadata', 'creationTimestamp'),
    ),
  };
}

/** The first that is one, as all are written: `2026-03-04T05:06:07.000Z`. */
function timeOf(...texts: readonly (string | undefined)[]): string {
  const times = texts.map((text) => new Date(text ?? '')).filter((time) => !Number.isNaN(time.getTime()));
  return times[0]?.toISOString() ?? '';
}

const refusal = (namespace: string, status: number): string =>
  status === 403
    ? `no permission to list events in namespace ${namespace}: what they say is not known`
    : `events in namespace ${namespace} cannot be listed (${status}): what they say is not known`;
