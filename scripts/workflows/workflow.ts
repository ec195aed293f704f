/** A workflow of GitHub Actions as plain data: what its jobs may do, on which events, and with what. */
import { LineCounter, parseDocument, type Document } from 'yaml';

export interface Workflow {
  /** File, or page and the line in it where the block starts. */
  readonly origin: string;
  readonly events: readonly string[];
  /** As written: null if the key is missing. */
  readonly permissions: Permissions | null;
  readonly concurrency: Concurrency | null;
  readonly env: string;
  readonly jobs: readonly Job[];
  /** A few steps of a page, without the workflow around them: only the steps are judged. */
  readonly isFragment: boolean;
}

/** `contents` → `read`; `*` for `read-all` and `write-all`. */
export type Permissions = ReadonlyMap<string, string>;

export interface Concurrency {
  readonly group: string;
  /** An expression counts as true: it may be. */
  readonly cancels: boolean;
}

export interface Job {
  readonly id: string;
  readonly line: number; // of the page or file, from 1
  readonly condition: string; // '' without an `if`
  readonly permissions: Permissions | null;
  readonly concurrency: Concurrency | null;
  readonly environment: string | null;
  /** Or it is a workflow of its own, which has its jobs' timeouts. */
  readonly hasTimeout: boolean;
  /** Of a job that is a workflow of its own, that one use. */
  readonly steps: readonly Step[];
  /** All of it as JSON, for what is searched in every corner, such as `secrets.`. */
  readonly text: string;
}

export interface Step {
  readonly line: number;
  readonly id: string;
  readonly uses: string | null;
  /** What stands behind `#` in the line of `uses`. */
  readonly comment: string;
  readonly run: string | null;
  /** Scalars as text. */
  readonly with: ReadonlyMap<string, string>;
  readonly condition: string;
}

/** A piece of text that may be a workflow. `line`: where it starts, from 1. */
export interface Source {
  readonly origin: string;
  readonly line: number;
  readonly text: string;
}

type Path = readonly (string | number)[];
type Tree = Readonly<Record<string, unknown>>;

/** Null if it is none. Throws an Error at what is no YAML. */
export function workflowIn(source: Source): Workflow | null {
  const counter = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: counter });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${source.origin}:${source.line}: ${error.message}`);
  const data: unknown = document.toJS();
  const reading: Reading = { source, document, counter };
  if (Array.isArray(data)) {
    if (!data.some((step) => isTree(step) && ('uses' in step || 'run' in step))) return null;
    const steps = data.map((step, index) => stepOf(reading, tree(step), [index]));
    return fragment(source, steps);
  }
  if (!isTree(data)) return null;
  if (!('jobs' in data)) {
    if (!Array.isArray(data['steps'])) return null;
    return fragment(
      source,
      data['steps'].map((step, index) => stepOf(reading, tree(step), ['steps', index])),
    );
  }
  return {
    origin: source.origin,
    events: eventsOf(data['on']),
    permissions: permissionsOf(data['permissions']),
    concurrency: concurrencyOf(data['concurrency']),
    env: JSON.stringify(data['env'] ?? {}),
    jobs: Object.entries(tree(data['jobs'])).map(([id, job]) => jobOf(reading, id, tree(job))),
    isFragment: !('on' in data),
  };
}

interface Reading {
  readonly source: Source;
  readonly document: Document;
  readonly counter: LineCounter;
}

const fragment = (source: Source, steps: readonly Step[]): Workflow => ({
  origin: source.origin,
  events: [],
  permissions: null,
  concurrency: null,
  env: '{}',
  jobs: [
    {
      id: 'steps',
      line: source.line,
      condition: '',
      permissions: null,
      concurrency: null,
      environment: null,
      hasTimeout: true,
      steps,
      text: '',
    },
  ],
  isFragment: true,
});

function jobOf(reading: Reading, id: string, job: Tree): Job {
  const steps: unknown[] = Array.isArray(job['steps']) ? job['steps'] : [];
  const { environment } = job;
  const named = isTree(environment) ? environment['name'] : environment;
  return {
    id,
    line: lineAt(reading, ['jobs', id]),
    condition: scalar(job['if']),
    permissions: permissionsOf(job['permissions']),
    concurrency: concurrencyOf(job['concurrency']),
    environment: named === undefined ? null : scalar(named),
    hasTimeout: 'timeout-minutes' in job || 'uses' in job,
    steps:
      'uses' in job
        ? [stepOf(reading, job, ['jobs', id])]
        : steps.map((step, index) => stepOf(reading, tree(step), ['jobs', id, 'steps', index])),
    text: JSON.stringify(job),
  };
}

function stepOf(reading: Reading, step: Tree, path: Path): Step {
  const line = lineAt(reading, 'uses' in step ? [...path, 'uses'] : path);
  const written = reading.source.text.split('\n')[line - reading.source.line] ?? '';
  return {
    line,
    id: scalar(step['id']),
    uses: 'uses' in step ? scalar(step['uses']) : null,
    comment: /\s#\s*(.*)$/.exec(written)?.[1]?.trim() ?? '',
    run: 'run' in step ? scalar(step['run']) : null,
    with: new Map(Object.entries(tree(step['with'])).map(([key, value]) => [key, scalar(value)])),
    condition: scalar(step['if']),
  };
}

function lineAt({ source, document, counter }: Reading, path: Path): number {
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
  return source.line - 1 + counter.linePos(node?.range?.[0] ?? 0).line;
}

function eventsOf(on: unknown): string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.map(scalar);
  return Object.keys(tree(on));
}

function permissionsOf(written: unknown): Permissions | null {
  if (written === undefined) return null;
  if (typeof written === 'string') return new Map([['*', written.replace(/-all$/, '')]]);
  return new Map(Object.entries(tree(written)).map(([name, level]) => [name, scalar(level)]));
}

function concurrencyOf(written: unknown): Concurrency | null {
  if (written === undefined) return null;
  if (!isTree(written)) return { group: scalar(written), cancels: false };
  return {
    group: scalar(written['group']),
    cancels: ![undefined, false].includes(written['cancel-in-progress'] as never),
  };
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const tree = (value: unknown): Tree => (isTree(value) ? value : {});

function scalar(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
