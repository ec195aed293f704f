/**
 * What a run leaves beside the state while it changes the stack: who it is. Pulumi's lock names only a host and a process; with the note others can prove
 * whether the run that holds a lock is over.
 */
import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { identityOf } from '../../toolchain/plane/processes.ts';
import { at, listAt, numberAt, textAt, type Data } from '../kubernetes/data.ts';
import { thisMachine } from './machine.ts';
import type { StateStore } from './state-store.ts';

export interface RunNote {
  readonly id: string;
  readonly operation: string; // up
  readonly user: string;
  readonly host: string;
  readonly started: string; // ISO 8601
  /** Of `machine.ts`: where `process` can be looked for. Null where nobody can tell machines apart. */
  readonly machine: string | null;
  readonly process: NotedProcess;
  /** Pulumi's processes, which take the locks; the latest last. */
  readonly pulumi: readonly NotedProcess[];
  /** The job of a GitHub workflow that runs it. */
  readonly workflow: WorkflowJob | null;
}

export interface NotedProcess {
  readonly pid: number;
  /** What tells it from any other that had or will have its pid. */
  readonly identity: string | null;
  readonly started: string; // ISO 8601
}

interface WorkflowJob {
  readonly apiUrl: string;
  readonly url: string; // for people
  readonly repository: string; // acme/shop
  readonly run: string;
  readonly attempt: string;
  readonly job: string;
  /** Its name is unique among those that run jobs at the same time. */
  readonly runner: string | null;
  /** Whether its machine is gone when the job is. */
  readonly hosted: boolean;
}

interface RunNotes {
  all(): Promise<RunNote[]>;
  write(note: RunNote): Promise<void>;
  remove(id: string): Promise<void>;
}

const format = 1;
const mostNotes = 200; // each is removed when its run ends, or found to be over by a later one

const notesFolder = (project: string, stack: string): string => `.k8s-deploy/runs/${project}/${stack}`;

export function runNotes(store: StateStore, project: string, stack: string): RunNotes {
  const folder = notesFolder(project, stack);
  const pathOf = (id: string): string => `${folder}/${id}.json`;
  return {
    async all() {
      const files = (await store.list(folder)).filter(({ path }) => path.endsWith('.json'));
      const newest = files.toSorted((a, b) => b.modified.getTime() - a.modified.getTime());
      const texts = newest.slice(0, mostNotes).map(async ({ path }) => await store.read(path));
      return (await Promise.all(texts)).flatMap((text) => noteIn(text) ?? []);
    },
    write: async (note) => await store.write(pathOf(note.id), JSON.stringify({ format, ...note })),
    remove: async (id) => await store.remove(pathOf(id)),
  };
}

export function thisRun(operation: string, environment: NodeJS.ProcessEnv): RunNote {
  return {
    id: randomUUID(),
    operation,
    user: userName(),
    host: hostname(),
    started: new Date().toISOString(),
    machine: thisMachine(),
    process: notedProcess(process.pid),
    pulumi: [],
    workflow: workflowJob(environment),
  };
}

export const notedProcess = (pid: number): NotedProcess => ({
  pid,
  identity: identityOf(pid),
  started: new Date().toISOString(),
});

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container's user may have no name
  }
}

/** Null outside GitHub Actions, and where the environment is not as GitHub makes it: the note then proves less. */
function workflowJob(environment: NodeJS.ProcessEnv): WorkflowJob | null {
  const set = (name: string): string => environment[name]?.trim() ?? '';
  const repository = set('GITHUB_REPOSITORY');
  const run = set('GITHUB_RUN_ID');
  if (set('GITHUB_ACTIONS') !== 'true' || !isRepository(repository) || !isNumber(run)) return null;
  const attempt = isNumber(set('GITHUB_RUN_ATTEMPT')) ? set('GITHUB_RUN_ATTEMPT') : '1';
  const server = set('GITHUB_SERVER_URL') || 'https://github.com';
  return {
    apiUrl: set('GITHUB_API_URL') || 'https://api.github.com',
    url: `${server}/${repository}/actions/runs/${run}/attempts/${attempt}`,
    repository,
    run,
    attempt,
    job: set('GITHUB_JOB'),
    runner: set('RUNNER_NAME') || null,
    hosted: set('RUNNER_ENVIRONMENT') === 'github-hosted',
  };
}

const isRepository = (text: string): boolean => /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text);
const isNumber = (text: string): boolean => /^\d{1,20}$/.test(text);

/** Null for what is none of ours, or not whole: it proves nothing. */
function noteIn(text: string | null): RunNote | null {
  const data = parsed(text);
  const id = textAt(data, 'id');
  const own = processIn(at(data, 'process'));
  if (numberAt(data, 'format') !== format || id === undefined || own === null) return null;
  if (!/^[0-9a-f-]{36}$/.test(id)) return null; // it becomes a path
  return {
    id,
    operation: textAt(data, 'operation') ?? '',
    user: textAt(data, 'user') ?? '',
    host: textAt(data, 'host') ?? '',
    started: textAt(data, 'started') ?? '',
    machine: textAt(data, 'machine') ?? null,
    process: own,
    pulumi: listAt(data, 'pulumi').flatMap((each) => processIn(each) ?? []),
    workflow: workflowIn(at(data, 'workflow')),
  };
}

function parsed(text: string | null): Data {
  try {
    return JSON.parse(text ?? 'null') as Data;
  } catch {
    return null;
  }
}

function processIn(data: Data | undefined): NotedProcess | null {
  const pid = numberAt(data, 'pid');
  if (pid === undefined) return null;
  return { pid, identity: textAt(data, 'identity') ?? null, started: textAt(data, 'started') ?? '' };
}

function workflowIn(data: Data | undefined): WorkflowJob | null {
  const repository = textAt(data, 'repository') ?? '';
  const run = textAt(data, 'run') ?? '';
  const attempt = textAt(data, 'attempt') ?? '';
  if (!isRepository(repository) || !isNumber(run) || !isNumber(attempt)) return null;
  return {
    apiUrl: textAt(data, 'apiUrl') ?? '',
    url: textAt(data, 'url') ?? '',
    repository,
    run,
    attempt,
    job: textAt(data, 'job') ?? '',
    runner: textAt(data, 'runner') ?? null,
    hosted: at(data, 'hosted') === true,
  };
}
