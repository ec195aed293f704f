/** What preview, up, destroy and outputs have in common: the stack is loaded, its charts are pulled, the cluster answers. */
import { once } from 'node:events';
import { Deployment } from '../deploy/deployment.ts';
import { reveal, type RevealContext } from '../deploy/reveal.ts';
import type { Progress } from '../deploy/steps.ts';
import { pullCharts, type PulledChart } from '../render/charts.ts';
import { inheritedMirrors, type Mirror, parseMirrors } from '../render/mirrors.ts';
import type { Step } from '../github/action/step.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Terminal } from '../report/terminal.ts';
import type { DesiredStack, SecretValue } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { registryAccess } from '../systems/registries.ts';
import { type ClusterSession, openClusterSession } from './cluster-session.ts';
import { adjusted, type MannerOptions } from './planned-work.ts';

export interface StackOptions {
  readonly cwd: string;
  readonly stack?: string | undefined;
  readonly json: boolean;
  readonly chartMirror: readonly string[];
  /** Whether the contract gate is passed first; it is, unless this is false. */
  readonly check?: boolean;
  /** Whether the notices of the stack are told; they are, unless this is false: an operation within another has told them. */
  readonly notices?: boolean;
  /** Seconds that somebody else's run may go on before this one. Default: 0. */
  readonly waitForLock?: number | undefined;
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
  /** Of the Action; on the command line there is none. */
  readonly step?: Step;
}

export interface Session extends ClusterSession {
  readonly deployment: Deployment;
  reveal(secret: SecretValue): Promise<string>;
  /** The same with another stack: a release as it was, instead of as the stack file has it. */
  instead(change: (stack: DesiredStack) => DesiredStack): Session;
  /** Pulls the charts, asks the cluster and looks for secrets, at the same time; all must succeed before Pulumi runs. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  readonly charts: ReadonlyMap<string, PulledChart>;
  /** Of the API server; null if it does not say. */
  readonly version: string | null;
}

/** Loads the stack file. The process moves to the stack directory, where providers and relative chart paths start. */
export function openSession(
  options: StackOptions & Partial<MannerOptions>,
  io: Io,
  onProgress: (progress: Progress) => void,
): Session {
  const mirrors = chartMirrors(options, io);
  const session = openClusterSession(options, io);
  for (const { rule, path, message } of options.notices === false ? [] : session.stack.notices) {
    io.terminal.note(
      `${io.terminal.style('yellow', '!')} ${path.join('.')}: ${message}${rule === null ? '' : ` [${rule}]`}`,
    );
  }
  return sessionOn(session, adjusted(session.stack, options), { options, mirrors, onProgress }, io);
}

interface SessionParts {
  readonly options: StackOptions;
  readonly mirrors: readonly Mirror[];
  readonly onProgress: (progress: Progress) => void;
}

function sessionOn(session: ClusterSession, stack: DesiredStack, parts: SessionParts, io: Io): Session {
  const { options, mirrors, onProgress } = parts;
  const { directory, loaded, requireCluster } = session;
  const { environment, signal, force } = io;
  const { learn } = io.redactor;
  const deployment = new Deployment({
    directory,
    stack,
    environment,
    onProgress,
    learn,
    interruption: { signal, force },
    waitForLock: (options.waitForLock ?? 0) * 1000,
  });
  const requireSecrets = async (): Promise<void> => deployment.requireSecrets();
  const revealed = revealIn({ directory, stack: stack.stack, environment, learn });
  return {
    ...session,
    stack,
    deployment,
    reveal: revealed,
    instead: (change) => sessionOn(session, change(stack), parts, io),
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
      await unless(signal, allOf([requireSecrets(), charts, version, deployment.requireWholeState()]));
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
