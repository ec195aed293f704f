/** Waits until nobody holds the lock of a stack, for as long as somebody is willing to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { duration } from '../stack/duration.ts';
import { Failure } from '../stack/failure.ts';
import { type LockHolder, lockHolders } from './locks.ts';
import type { StatePlace } from './noted-run.ts';
import { storeFailure } from './store-failure.ts';

const betweenLooks = 2_000;
const betweenLines = 15_000;

export interface LockWait {
  /** Whether there is any time to wait. */
  readonly waits: boolean;
  /** Whether it is free: at once if no time is left. Says every while who holds it. Rejects with a `Failure` if the wish to end comes, or the store does not answer to the end. */
  free(): Promise<boolean>;
}

/** `milliseconds`: for all waiting of a command together, from its first wait on. */
export function lockWait(
  place: StatePlace,
  milliseconds: number,
  { signal, say }: { readonly signal: AbortSignal; readonly say: (line: string) => void },
): LockWait {
  let deadline: number | null = null;
  return {
    waits: milliseconds > 0,
    async free() {
      deadline ??= performance.now() + milliseconds;
      let said = -Infinity;
      for (;;) {
        const held = await lockHolders(place.backend, place.project, place.stack).catch((error: unknown) =>
          storeFailure(error, place.backend),
        );
        if (!(held instanceof Failure) && held.length === 0) return true;
        const left = deadline - performance.now();
        if (left <= 0) {
          if (held instanceof Failure) throw held;
          return false;
        }
        if (performance.now() - said >= betweenLines) {
          said = performance.now();
          say(`waiting for the lock, at most ${duration(left)} more: ${reasonOf(held)}`);
        }
        await pause(Math.min(betweenLooks, left), signal);
      }
    },
  };
}

const reasonOf = (held: readonly LockHolder[] | Failure): string =>
  held instanceof Failure
    ? held.message
    : held.map(({ user, host, since }) => `${user}@${host} holds it since ${since}`).join(', ');

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    // Those who wait for one lock should not all try at the same moment.
    await sleep(milliseconds * (0.75 + Math.random() / 2), undefined, { signal });
  } catch (error) {
    throw new Failure('cancelled', 'cancelled while waiting for the lock: nothing was changed', {
      cause: error,
    });
  }
}
