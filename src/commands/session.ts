/** What preview, up, destroy and outputs have in common: the stack is loaded, its charts are pulled, the cluster answers. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import { connect, type Connection } from '../cluster/connection.ts';
import { clusterAddress, type ClusterAddress } from '../cluster/kubeconfig.ts';
import { requireReachable } from '../cluster/reach.ts';
import { Deployment } from '../deploy/deployment.ts';
import { reveal, type RevealContext } from '../deploy/reveal.ts';
import type { Progress } from '../deploy/steps.ts';
import { pullCharts, type PulledChart } from '../render/charts.ts';
import { inheritedMirrors, type Mirror, parseMirrors } from '../render/mirrors.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Terminal } from '../report/terminal.ts';
import type { DesiredStack, SecretValue } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { loadStackFile, type LoadedStack } from '../stack/load.ts';
import { desire } from '../systems/desire.ts';
import { registryAccess } from '../systems/registries.ts';
import { systems } from '../systems/registry.ts';
import { learnValues } from './written-secrets.ts';

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
  /** Knows the secrets of this process; `terminal` has passed it already, everything else that is written has to. */
  readonly redactor: Redactor;
  readonly environment: NodeJS.ProcessEnv;
  /** The first wish to end: what has not begun does not begin, what has begun is brought to an orderly end. */
  readonly signal: AbortSignal;
  /** The second: nothing is waited for. */
  readonly force: AbortSignal;
}

export interface Session {
  readonly loaded: LoadedStack;
  readonly stack: DesiredStack;
  readonly deployment: Deployment;
  /** To the API server. Throws a `Failure` if no kubeconfig says where it is. */
  connection(): Connection;
  reveal(secret: SecretValue): Promise<string>;
  /** Pulls the charts, asks the cluster and looks for secrets, at the same time; all must succeed before Pulumi runs. */
  prepare(): Promise<Prepared>;
  requireCluster(): Promise<string | null>;
  /** Ends the connection, if there is one. */
  close(): void;
}

export interface Prepared {
  readonly charts: ReadonlyMap<string, PulledChart>;
  /** Of the API server; null if it does not say. */
  readonly version: string | null;
}

/** Loads the stack file. The process moves to the stack directory, where providers and relative chart paths start. */
export function openSession(
  options: StackOptions,
  io: Io,
  onProgress: (progress: Progress) => void,
): Session {
  const directory = resolve(options.cwd);
  const mirrors = chartMirrors(options, io);
  const loaded = loadStackFile({ directory, stack: options.stack, systems });
  const stack = desire(loaded);
  io.redactor.spare(namesIn(stack));
  learnValues(stack, io.redactor);
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
    learn: io.redactor.learn,
    interruption: { signal, force },
  });
  const { learn } = io.redactor;
  let opened: { readonly address: ClusterAddress; readonly connection: Connection } | null = null;
  const cluster = (): NonNullable<typeof opened> => {
    if (opened !== null) return opened;
    const address = clusterAddress(stack.cluster.kubeconfig, stack.cluster.context, environment);
    opened = { address, connection: connect(address, { environment, signal, learn }) };
    return opened;
  };
  const requireCluster = async (): Promise<string | null> => {
    const { address, connection } = cluster();
    return await requireReachable(address, signal, connection);
  };
  const requireSecrets = async (): Promise<void> => deployment.requireSecrets();
  const revealed = revealIn({ directory, stack: stack.stack, environment, learn });
  return {
    loaded,
    stack,
    deployment,
    connection: () => cluster().connection,
    requireCluster,
    close: () => opened?.connection.close(),
    reveal: revealed,
    async prepare() {
      const charts = pullCharts(stack.releases, {
        directory,
        reveal: revealed,
        registries: registryAccess(loaded),
        mirrors,
        signal,
        onProgress: (line) => io.terminal.note(io.terminal.style('dim', line)),
      });
      const version = requireCluster();
      await unless(signal, allOf([requireSecrets(), charts, version]));
      return { charts: await charts, version: await version };
    },
  };
}

export const chartMirrors = (
  { chartMirror }: Pick<StackOptions, 'chartMirror'>,
  { environment }: Io,
): Mirror[] => [...parseMirrors(chartMirror), ...inheritedMirrors(environment)];

export const revealIn =
  (place: RevealContext) =>
  async (secret: SecretValue): Promise<string> =>
    await reveal(secret, place);

/** They stand in every output, so that a secret that is one of them cannot be hidden there. */
function namesIn({ project, stack, releases, backing }: DesiredStack): string[] {
  const ofReleases = releases.flatMap(({ key, name, namespace }) => [key, name, namespace]);
  return [project, stack, ...ofReleases, ...backing.flatMap((each) => ('name' in each ? each.name : []))];
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
