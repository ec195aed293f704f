/** Finds out whether a run that has left a note is over: by its processes if it was on this machine, else by its workflow run. */
import { processesOf } from '../deploy/machine.ts';
import { runState, type WorkflowState } from '../deploy/recovery/run-state.ts';
import type { RunState } from '../deploy/recovery/situation.ts';
import type { RunNote } from '../deploy/run-note.ts';
import { GithubClient } from '../github/client.ts';
import { workflowRunState } from '../github/run-state.ts';
import type { Io } from './session.ts';

/** Each is asked for at most once. Nobody is asked about nothing. */
export function runStates(io: Io): (note: RunNote | null) => Promise<RunState> {
  const known = new Map<string, Promise<RunState>>();
  return async (note) => {
    if (note === null) return runState(null, { processes: null, workflow: null }, new Date());
    const asking = known.get(note.id) ?? stateOf(note, io);
    known.set(note.id, asking);
    return await asking;
  };
}

async function stateOf(note: RunNote, io: Io): Promise<RunState> {
  const processes = processesOf(note);
  const workflow = processes === null ? await workflowState(note, io) : null;
  return runState(note, { processes, workflow }, new Date());
}

const publicApi = 'https://api.github.com';

async function workflowState(
  note: RunNote,
  { environment, signal, redactor, step }: Io,
): Promise<WorkflowState | null> {
  if (note.workflow === null) return null;
  const apiUrl = environment['GITHUB_API_URL']?.trim() || publicApi;
  // A note is not what says where our token goes.
  if (note.workflow.apiUrl !== apiUrl)
    return { state: 'unknown', why: 'it ran on another GitHub than this one: set GITHUB_API_URL to its API' };
  const token = step?.token || environment['GITHUB_TOKEN']?.trim() || environment['GH_TOKEN']?.trim();
  if (!token) {
    return { state: 'unknown', why: 'set GITHUB_TOKEN to a token that may read its actions (actions: read)' };
  }
  redactor.learn(token, 'the GitHub token');
  const client = new GithubClient({ apiUrl, graphqlUrl: `${apiUrl}/graphql`, token, signal });
  return await workflowRunState(client, { ...note.workflow, started: note.started });
}
