/** The logs of containers that come and go: each is followed from when it is first seen, and again when it was started anew or its stream broke. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodContainer } from '../kubernetes/pod-containers.ts';
import { Failure } from '../stack/failure.ts';
import type { Connection } from './connection.ts';
import { followLog, type LogLine, type LogRange } from './container-log.ts';

/** Between two looks for new containers, in milliseconds. */
const interval = 1000;

/** Looks at which a container is gone before its stream is given up: a kubelet ends it itself, after the last line. */
const mostMissed = 5;

/** Of one command: each takes a connection to the API server, and one from there to a kubelet. */
const mostFollowed = 200;

export interface Following<Container extends PodContainer> {
  /** Those that there are now; asked again and again. */
  readonly containers: () => Promise<readonly Container[]>;
  /** Of those that are there from the beginning; of later ones all is read. */
  readonly range: Pick<LogRange, 'tail' | 'sinceSeconds'>;
  readonly onLine: (container: Container, line: LogLine) => void;
  /** Told why one cannot be followed, null for those beyond the most that can be; not again as long as the reason is the same. */
  readonly onRefusal: (container: Container | null, reason: string) => void;
  readonly signal: AbortSignal;
}

/** One container, and the stream that was opened last for it. */
interface Followed {
  readonly run: string;
  readonly ending: AbortController;
  work: Promise<void> | null;
  missed: number;
  /** Time of its last line. */
  last: string;
  refusal: string | null;
}

/** Until `signal`. Rejects with a `Failure` if the API server cannot be asked any more. */
export async function followLogs<Container extends PodContainer>(
  connection: Connection,
  following: Following<Container>,
): Promise<void> {
  const { containers, signal } = following;
  const all = new Map<string, Followed>();
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const found = await containers();
      giveUpGone(all, found);
      const range = isFirst ? following.range : whole;
      openNew(all, found, following, (container, state) =>
        followOne(connection, container, state, range, following),
      );
      await sleep(interval, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const { ending } of all.values()) ending.abort();
    await Promise.all([...all.values()].flatMap(({ work }) => work ?? []));
  }
}

const whole = { tail: null, sinceSeconds: null };
const keyOf = ({ namespace, pod, container }: PodContainer): string =>
  JSON.stringify([namespace, pod, container]);

function giveUpGone(all: Map<string, Followed>, found: readonly PodContainer[]): void {
  const runs = new Map(found.map((container) => [keyOf(container), container.run]));
  for (const [key, state] of all) {
    state.missed = runs.get(key) === state.run ? 0 : state.missed + 1;
    if (state.missed < mostMissed) continue;
    state.ending.abort();
    if (state.work === null) all.delete(key);
  }
}

function openNew<Container extends PodContainer>(
  all: Map<string, Followed>,
  found: readonly Container[],
  { onRefusal }: Pick<Following<Container>, 'onRefusal'>,
  open: (container: Container, state: Followed) => Promise<void>,
): void {
  const wanted = found.filter((container) => {
    const known = all.get(keyOf(container));
    const isReadAlready = known?.run === container.run && !container.isRunning;
    return container.isStarted && (known === undefined || known.work === null) && !isReadAlready;
  });
  const free = mostFollowed - [...all.values()].filter(({ work }) => work !== null).length;
  if (wanted.length > free)
    onRefusal(
      null,
      `no more than ${mostFollowed} containers are followed at once: name releases, or a container`,
    );
  for (const container of wanted.slice(0, Math.max(0, free))) {
    const known = all.get(keyOf(container));
    const state: Followed = {
      run: container.run,
      ending: new AbortController(),
      work: null,
      missed: 0,
      last: known?.run === container.run ? known.last : '',
      refusal: known?.refusal ?? null,
    };
    all.set(keyOf(container), state);
    state.work = open(container, state).finally(() => (state.work = null));
  }
}

async function followOne<Container extends PodContainer>(
  connection: Connection,
  container: Container,
  state: Followed,
  range: Following<Container>['range'],
  { onLine, onRefusal, signal }: Following<Container>,
): Promise<void> {
  const before = state.last;
  const until = AbortSignal.any([signal, state.ending.signal]);
  const take = (line: LogLine): void => {
    // What came in the second at which the last stream broke comes again.
    if (until.aborted || (line.time !== '' && line.time <= before)) return;
    if (line.time > state.last) state.last = line.time;
    onLine(container, line);
  };
  const from = before === '' ? { ...range, sinceTime: null } : { ...whole, sinceTime: before };
  try {
    const refusal = await followLog(connection, container, { ...from, previous: false }, take, until);
    if (refusal !== null && refusal !== state.refusal && !until.aborted) onRefusal(container, refusal);
    state.refusal = refusal;
  } catch (error) {
    // Whether the API server is still there, the next look for containers tells.
    if (!(error instanceof Failure)) throw error;
  }
}
