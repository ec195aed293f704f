/** What the store of a stack tells before something is done to it: locks, notes of runs, operations that are pending. Reads only. */
import type { Data } from '../kubernetes/data.ts';
import { shortStackName } from '../stack/choice.ts';
import type { Failure } from '../stack/failure.ts';
import { checkpointOf } from './checkpoint/files.ts';
import { isBroken } from './checkpoint/parse.ts';
import { heldLocks, type LockHolder } from './locks.ts';
import type { StatePlace } from './noted-run.ts';
import { type PendingOperation, pendingOperations } from './pending-operations.ts';
import { type RunNote, runNotes } from './run-note.ts';
import { type StateStore, stateStore } from './state-store.ts';
import { storeFailure } from './store-failure.ts';

export interface FoundState {
  readonly locks: readonly LockHolder[];
  readonly notes: readonly RunNote[];
  readonly operations: readonly PendingOperation[];
}

/** `elsewhere`: a backend that keeps no files; `silent`: one that gave no answer, and why. */
export type StateInspection =
  | { readonly store: 'answered'; readonly found: FoundState }
  | { readonly store: 'elsewhere' }
  | { readonly store: 'silent'; readonly failure: Failure };

/** A checkpoint that is not whole has no operations here: whoever wants to use it is stopped by `checkpoint/`. */
export async function inspectState(place: StatePlace): Promise<StateInspection> {
  const { backend, project, stack } = place;
  try {
    const store = await stateStore(backend);
    if (store === null) return { store: 'elsewhere' };
    const [locks, notes, operations] = await Promise.all([
      heldLocks(store, project, stack),
      runNotes(store, project, stack).all(),
      operationsIn(store, place),
    ]);
    return { store: 'answered', found: { locks, notes, operations } };
  } catch (error) {
    return { store: 'silent', failure: storeFailure(error, backend) };
  }
}

async function operationsIn(store: StateStore, { project, stack }: StatePlace): Promise<PendingOperation[]> {
  const copy = await checkpointOf(store, { project, stack: shortStackName(stack) });
  if (copy === null || isBroken(copy.read)) return [];
  return pendingOperations(copy.read.deployment as Data);
}

/** Takes away one lock, and no other: locks have names of their own. */
export async function unlock({ backend }: StatePlace, { path }: Pick<LockHolder, 'path'>): Promise<void> {
  await changed(backend, async (store) => await store.remove(path));
}

export async function removeNotes(
  { backend, project, stack }: StatePlace,
  notes: readonly RunNote[],
): Promise<void> {
  await changed(backend, async (store) => {
    await Promise.all(notes.map(async ({ id }) => await runNotes(store, project, stack).remove(id)));
  });
}

async function changed(
  backend: StatePlace['backend'],
  change: (store: StateStore) => Promise<void>,
): Promise<void> {
  try {
    const store = await stateStore(backend);
    if (store !== null) await change(store);
  } catch (error) {
    throw storeFailure(error, backend);
  }
}
