/**
 * One run at a time begins to change a stack. Pulumi's own lock is a list, a write and another list: of several that begin within the same moment all may
 * see each other and give up, and one that planned before another applied would apply what is no longer true. So the moment between the last look at the
 * state and Pulumi's lock is taken by one run alone, with a write that only the first of several can do.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from '../../toolchain/plane/processes.ts';
import { Failure } from '../stack/failure.ts';
import { shortStackName } from '../stack/choice.ts';
import { thisMachine } from './machine.ts';
import type { StatePlace } from './noted-run.ts';
import { type StateStore, stateStore } from './state-store.ts';

export interface Turn {
  /** Others may begin. Calls after the first do nothing. */
  over(): Promise<void>;
}

/** What is written while it is somebody's turn. */
interface Claim {
  readonly id: string;
  readonly host: string;
  readonly machine: string | null;
  readonly pid: number;
  readonly identity: string | null;
}

/** Milliseconds. A turn takes about as long as Pulumi to start; one that is seen for `abandoned` was left by a run that was killed. */
const limits = { between: 250, abandoned: 30_000, wait: 300_000 } as const;

/** Of what changes nothing. */
export const noTurn: Turn = { over: async () => undefined };

/** Waits while it is another run's. Rejects with a `Failure` if the wish to end comes or nobody gives it up, and with what the store answers. */
export async function takeTurn({ backend, project, stack }: StatePlace, signal: AbortSignal): Promise<Turn> {
  const store = await stateStore(backend);
  if (store === null) return noTurn; // such a backend looks after that itself
  const path = `.k8s-deploy/turns/${project}/${shortStackName(stack)}.json`;
  const own = JSON.stringify(thisClaim());
  const deadline = performance.now() + limits.wait;
  let seen = { text: '', since: 0 };
  while (!(await store.create(path, own))) {
    const text = await store.read(path);
    if (text === own) break; // our first try was written, and its answer got lost
    if (text === null) continue;
    if (seen.text !== text) seen = { text, since: performance.now() };
    if (isAbandoned(text, performance.now() - seen.since)) await giveUp(store, path, text);
    if (performance.now() > deadline) throw crowded(stack);
    await pause(signal);
  }
  let isOver: Promise<void> | null = null;
  return { over: async () => await (isOver ??= giveUp(store, path, own)) };
}

const thisClaim = (): Claim => ({
  id: randomUUID(),
  host: hostname(),
  machine: thisMachine(),
  pid: process.pid,
  identity: identityOf(process.pid),
});

function isAbandoned(text: string, seenFor: number): boolean {
  if (seenFor > limits.abandoned) return true;
  try {
    const { machine, pid, identity } = JSON.parse(text) as Partial<Claim>;
    return (
      typeof machine === 'string' &&
      machine === thisMachine() &&
      typeof pid === 'number' &&
      identity !== undefined &&
      identityOf(pid) !== identity
    );
  } catch {
    return false; // it is being written
  }
}

/** Only the one that was seen: another may have come after it. A store that fails leaves it to be found abandoned. */
async function giveUp(store: StateStore, path: string, text: string): Promise<void> {
  try {
    if ((await store.read(path)) === text) await store.remove(path);
  } catch {
    return;
  }
}

function crowded(stack: string): Failure {
  return new Failure('locked', `other runs begin to change stack "${stack}" all the time`, {
    hint: 'give the workflow a concurrency group, and run the command again',
  });
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await sleep(limits.between * (0.5 + Math.random()), undefined, { signal });
  } catch (error) {
    throw new Failure('cancelled', 'cancelled: nothing was changed', { cause: error });
  }
}
