/** What preview, up, destroy and outputs have in common: the stack is loaded, its charts are pulled, the cluster answers. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import { clusterAddress } from '../cluster/kubeconfig.ts';
import { requireReachable } from '../cluster/reach.ts';
import { openGate } from './contract-gate.ts';
import { Deployment } from '../deploy/deployment.ts';
import { reveal } from '../deploy/reveal.ts';
import type { Progress } from '../deploy/steps.ts';
import { pullCharts, type PulledChart } from '../render/charts.ts';
import { inheritedMirrors, parseMirrors } from '../render/mirrors.ts';
import type { Terminal } from '../report/terminal.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { loadStackFile } from '../stack/load.ts';
import { desire } from '../systems/desire.ts';
import { registryAccess } from '../systems/registries.ts';
import { systems } from '../systems/registry.ts';

export interface StackOptions {
  readonly cwd: string;
  readonly stack?: string | undefined;
  readonly json: boolean;
  readonly chartMirror: readonly string[];
  /** Whether the contract gate is passed first; it is, unless this is false. */
  readonly check?: boolean;
}

export interface Io {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** The first wish to end: what has not begun does not begin, what has begun is brought to an orderly end. */
  readonly signal: AbortSignal;
  /** The second: nothing is waited for. */
  readonly force: AbortSignal;
}

export interface Session {
  readonly stack: DesiredStack;
  readonly deployment: Deployment;
  /** Pulls the charts, asks the cluster and looks for secrets, at the same time, then passes the contract gate; all must succeed before Pulumi runs. */
  prepare(): Promise<ReadonlyMap<string, PulledChart>>;
  requireCluster(): Promise<unknown>;
}

/** Loads the stack file. The process moves to the stack directory, where providers and relative chart paths start. */
export function openSession(
  options: StackOptions,
  io: Io,
  onProgress: (progress: Progress) => void,
): Session {
  const directory = resolve(options.cwd);
  const mirrors = [...parseMirrors(options.chartMirror), ...inheritedMirrors(io.environment)];
  const loaded = loadStackFile({ directory, stack: options.stack, systems });
  const stack = desire(loaded);
  process.chdir(directory);
  for (const { rule, path, message } of stack.notices) {
    io.terminal.note(
      `${io.terminal.style('yellow', '!')} ${path.join('.')}: ${message}${rule === null ? '' : ` [${rule}]`}`,
    );
  }
  const { environment, signal, force } = io;
  const deployment = new Deployment({
    directory,
    stack,
    environment,
    onProgress,
    interruption: { signal, force },
  });
  const requireCluster = async (): Promise<string | null> =>
    await requireReachable(
      clusterAddress(stack.cluster.kubeconfig, stack.cluster.context, environment),
      signal,
    );
  const requireSecrets = async (): Promise<void> => deployment.requireSecrets();
  return {
    stack,
    deployment,
    requireCluster,
    async prepare() {
      const charts = pullCharts(stack.releases, {
        directory,
        reveal: (secret) => reveal(secret, { directory, stack: stack.stack, environment }),
        registries: registryAccess(loaded),
        mirrors,
        signal,
        onProgress: (line) => io.terminal.note(io.terminal.style('dim', line)),
      });
      const version = requireCluster();
      const rules = options.check === false ? null : openGate(environment); // starts its renderer
      try {
        await unless(signal, allOf([requireSecrets(), charts, version]));
        await rules?.pass({ loaded, stack, charts: await charts, version: await version }, io);
      } finally {
        await rules?.close();
      }
      return await charts;
    },
  };
}

/** Nothing is begun that would have to be ended in order: on a wish to end it is left as it is. */
async function unless(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const wish = new AbortController();
  const gone = async (): Promise<never> => {
    if (!signal.aborted) await once(signal, 'abort', { signal: wish.signal });
    throw new Failure('cancelled', 'cancelled: nothing was changed');
  };
  try {
    await Promise.race([gone(), work]);
  } finally {
    wish.abort();
  }
}

/** Waits for all and reports every failure in one. */
async function allOf(tasks: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(tasks)).flatMap((task) =>
    task.status === 'rejected' ? [task.reason as unknown] : [],
  );
  const [first, ...rest] = failures;
  if (first === undefined) return;
  if (!(first instanceof Failure) || rest.length === 0) throw first;
  const known = failures.filter((failure) => failure instanceof Failure);
  const hints = known.flatMap(({ hint }) => hint ?? []);
  throw new Failure(first.code, known.map(({ message }) => message).join('\n'), {
    ...(hints.length === 0 ? {} : { hint: hints.join('\n') }),
    cause: new AggregateError(failures),
  });
}

export const chartPaths = (charts: ReadonlyMap<string, PulledChart>): ReadonlyMap<string, string> =>
  new Map([...charts].map(([key, { path }]) => [key, path]));
