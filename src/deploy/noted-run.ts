/** Keeps the note of a run in the store while the run changes the stack. */
import type { Backend } from './backend.ts';
import { notedProcess, runNotes, thisRun } from './run-note.ts';
import { stateStore } from './state-store.ts';

/** Where the state of a stack is kept. */
export interface StatePlace {
  readonly backend: Backend;
  readonly project: string;
  readonly stack: string;
}

export interface NotedRun {
  /** Tells of a Pulumi that has been started. */
  began(pid: number): void;
  /** `settled`: Pulumi has freed its lock, and it is known how every step went. Otherwise the note stays, to prove that the run is over. */
  ended(result: { readonly settled: boolean }): Promise<void>;
}

/** Of what changes nothing. */
export const unnoted: NotedRun = { began: () => undefined, ended: async () => undefined };

/** A store that does not take the note stops nothing: Pulumi says what is wrong with it. */
export async function noteRun(
  { backend, project, stack }: StatePlace,
  operation: string,
  environment: NodeJS.ProcessEnv,
): Promise<NotedRun> {
  const store = await stateStore(backend);
  if (store === null) return unnoted;
  const notes = runNotes(store, project, stack);
  let note = thisRun(operation, environment);
  let writing = quietly(notes.write(note));
  return {
    began(pid) {
      note = { ...note, pulumi: [...note.pulumi, notedProcess(pid)] };
      const latest = note;
      writing = writing.then(async () => await quietly(notes.write(latest)));
    },
    async ended({ settled }) {
      await writing;
      if (settled) await quietly(notes.remove(note.id));
    },
  };
}

const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};
