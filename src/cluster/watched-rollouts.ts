/** How far the workloads and hooks of releases have come, while Helm waits for them. It only looks, and whatever goes wrong with that is nobody's failure. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isMap, textAt, type DataMap } from '../kubernetes/data.ts';
import { objectKey, type ObjectId } from '../kubernetes/object-id.ts';
import { rolloutOf, type Rollout } from '../kubernetes/rollout.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

export interface WatchedObject {
  readonly object: ObjectId;
  /** Hooks come and go: one of an earlier run may still be there. */
  readonly isHook: boolean;
}

export interface SeenRollout extends WatchedObject {
  readonly release: string;
  readonly rollout: Rollout;
}

export interface RolloutWatch {
  /** From now on the release is worked on. */
  begin(release: string): void;
  end(release: string): void;
  /** Nothing is told after this. */
  stop(): void;
}

export interface RolloutQuestions {
  readonly connection: Pick<Connection, 'get'>;
  readonly discovery: Pick<Discovery, 'resourceOf'>;
  /** By the key of the release. */
  readonly objects: ReadonlyMap<string, readonly WatchedObject[]>;
  /** Whenever one is not as it was seen last. What is ready from the start is not told. */
  readonly onChange: (seen: SeenRollout) => void;
  /** Milliseconds between two looks; doubled up to `longestPause` while the server does not answer. Default: 1000. */
  readonly pause?: number;
}

const usualPause = 1_000;
const longestPause = 15_000;
/** Of one release: who has more of them is told of the first ones. */
const mostObjects = 50;

export function watchRollouts({ pause = usualPause, ...questions }: RolloutQuestions): RolloutWatch {
  const active = new Map<string, ReleaseLook>();
  const ending = new AbortController();
  let isLooking = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    let wait = pause;
    while (active.size > 0 && !ending.signal.aborted) {
      const answered = await Promise.all([...active.values()].map(async (release) => await release()));
      wait = answered.includes(false) ? Math.min(wait * 2, longestPause) : pause;
      await sleep(wait, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
    }
    isLooking = false;
  };
  return {
    begin(release) {
      const objects = questions.objects.get(release) ?? [];
      if (objects.length === 0 || ending.signal.aborted) return;
      active.set(
        release,
        releaseLook(objects.slice(0, mostObjects), questions, (seen) => {
          if (active.has(release) && !ending.signal.aborted) questions.onChange({ release, ...seen });
        }),
      );
      if (!isLooking) void look();
    },
    end: (release) => void active.delete(release),
    stop() {
      ending.abort();
      active.clear();
    },
  };
}

/** One look at all objects of a release; whether the server answered. */
type ReleaseLook = () => Promise<boolean>;

function releaseLook(
  objects: readonly WatchedObject[],
  { connection, discovery }: RolloutQuestions,
  tell: (seen: WatchedObject & { readonly rollout: Rollout }) => void,
): ReleaseLook {
  const told = new Map<string, string>();
  const old = new Map<string, string>(); // hooks that had ended before: key → uid
  let isFirst = true;
  const judge = (watched: WatchedObject, live: DataMap): void => {
    const rollout = rolloutOf(live);
    if (rollout === null) return;
    const key = objectKey(watched.object);
    const uid = textAt(live, 'metadata', 'uid') ?? '';
    if (watched.isHook && isFirst && rollout.state !== 'progressing') old.set(key, uid);
    if (watched.isHook && old.get(key) === uid) return;
    const text = JSON.stringify([watched.isHook ? uid : '', rollout]);
    const isNew = told.get(key) !== text;
    const isWorthTelling = told.has(key) || watched.isHook || rollout.state !== 'ready';
    if (isNew && isWorthTelling) tell({ ...watched, rollout });
    if (isWorthTelling) told.set(key, text);
  };
  return async () => {
    const answers = await Promise.all(
      objects.map(async (watched) => {
        const { apiVersion, kind, namespace, name } = watched.object;
        const path = discovery.resourceOf(apiVersion, kind)?.path(namespace, name);
        if (path === undefined) return true;
        try {
          const { status, body } = await connection.get(path);
          if (status === 200 && isMap(body)) judge(watched, body);
          return status < 500;
        } catch {
          return false;
        }
      }),
    );
    isFirst = false;
    return answers.every(Boolean);
  };
}
