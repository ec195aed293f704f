/** Which run took a lock, and whether it is over. Pure: what was found out is given. */
import type { LockHolder } from '../locks.ts';
import type { Processes } from '../machine.ts';
import type { RunNote } from '../run-note.ts';
import type { RunState } from './situation.ts';

/** What is known of a run besides its note; null: nobody could or had to be asked. */
export interface Evidence {
  /** If it was noted on this machine. */
  readonly processes: Processes | null;
  /** If a workflow ran it. */
  readonly workflow: WorkflowState | null;
}

export type WorkflowState =
  | { readonly state: 'live' }
  | { readonly state: 'over'; readonly ended: string } // ISO 8601
  | { readonly state: 'unknown'; readonly why: string };

/** Our watchdog ends a Pulumi whose run was killed after five minutes and ten seconds at the latest; see `watchdog.ts`. */
const windingDownMilliseconds = 330_000;

/** How soon after its start a Pulumi takes its lock. */
const lockingMilliseconds = { before: 5_000, after: 600_000 };

/**
 * The one whose Pulumi took the lock, then. Hosts share names and ids of processes, above all those that a cloud makes for each job: the time must fit,
 * too, and if it fits several nothing is proven.
 */
export function noteOf(lock: LockHolder, notes: readonly RunNote[]): RunNote | null {
  const since = Date.parse(lock.since);
  const fitting = notes.filter(
    ({ host, pulumi }) =>
      host === lock.host &&
      pulumi.some(({ pid, started }) => {
        const after = since - Date.parse(started);
        return pid === lock.pid && after >= -lockingMilliseconds.before && after <= lockingMilliseconds.after;
      }),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

export function runState(note: RunNote | null, { processes, workflow }: Evidence, now: Date): RunState {
  if (note === null) return { state: 'unknown', why: 'the run that took it has left no note of itself' };
  const { host, process: own } = note;
  if (processes !== null) {
    return processes.alive
      ? { state: 'live', why: `its run goes on here, in process ${own.pid}` }
      : {
          state: 'over',
          why: `its process ${own.pid} is gone from this machine`,
          orphans: processes.orphans,
        };
  }
  if (note.workflow === null || workflow === null)
    return { state: 'unknown', why: `it was taken on ${host}, where nobody can look from here` };
  switch (workflow.state) {
    case 'unknown':
      return { state: 'unknown', why: `its workflow run could not be asked for: ${workflow.why}` };
    case 'live':
      return { state: 'live', why: 'its workflow run goes on' };
    case 'over': {
      const why = `its workflow run ended at ${workflow.ended}`;
      const until = new Date(Date.parse(workflow.ended) + windingDownMilliseconds);
      if (Number.isNaN(until.getTime()))
        return { state: 'unknown', why: 'its workflow run does not say when it ended' };
      // A machine of GitHub is gone with the job; on another, what the job has started may still be ending.
      return note.workflow.hosted || until <= now
        ? { state: 'over', why, orphans: [] }
        : { state: 'ending', why, until: until.toISOString() };
    }
  }
}
