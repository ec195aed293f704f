/** Looks at a stack's state before it is used: whole, the newest, and still what was planned from when something is to change. */
import type { Checkpoint } from './checkpoint/parse.ts';
import { requireWholeState } from './checkpoint/require.ts';
import { lockedBy } from './failures.ts';
import { mendFileAttributes } from './file-attributes.ts';
import type { LockWait } from './lock-wait.ts';
import { lockHolders } from './locks.ts';
import type { StatePlace } from './noted-run.ts';
import { requireSameState } from './same-state.ts';
import { storeFailure } from './store-failure.ts';
import { takeTurn, type Turn } from './turn.ts';

export interface StateGuard {
  /** As it was when it was looked at last; null if there is none, or nobody has looked. */
  readonly checkpoint: Checkpoint | null;
  /** Rejects with a `Failure` if the state is not the one that was left, or the store refuses or does not answer. Takes away damaged attributes of its files, which nothing needs, and else changes nothing in it. */
  look(): Promise<void>;
  /** Looks unless somebody has. */
  lookOnce(): Promise<void>;
  /** The last look before something changes: it must still be what was planned from, and nobody else's turn. Pulumi's lock comes next. */
  begin(): Promise<Turn>;
  /** Something has changed it: what it is now, the next operation finds out. */
  forget(): void;
}

export interface Watched {
  readonly place: StatePlace;
  readonly lock: LockWait;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export function stateGuard({ place, lock, environment, signal }: Watched): StateGuard {
  const { backend, project, stack } = place;
  let seen: Checkpoint | null | undefined;
  const look = async (): Promise<void> => {
    await mendFileAttributes(place);
    seen = await requireWholeState({ project, stack, backend, environment });
  };
  /** Nobody else's, and the stack is not locked. */
  const freeTurn = async (): Promise<Turn> => {
    try {
      for (;;) {
        const turn = await takeTurn(place, signal);
        const holders = await lockHolders(backend, project, stack);
        if (holders.length === 0) return turn;
        await turn.over();
        if (!(await lock.free())) throw lockedBy(holders, stack);
      }
    } catch (error) {
      throw storeFailure(error, backend);
    }
  };
  return {
    get checkpoint() {
      return seen ?? null;
    },
    look,
    async lookOnce() {
      if (seen === undefined) await look();
    },
    async begin() {
      const planned = seen;
      const turn = await freeTurn();
      try {
        await look();
        requireSameState(planned, seen ?? null, stack);
        return turn;
      } catch (error) {
        await turn.over();
        throw error;
      }
    },
    forget() {
      seen = undefined;
    },
  };
}
