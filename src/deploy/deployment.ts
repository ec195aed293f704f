/** One stack opened for Pulumi: preview, up, destroy, outputs. Runs `declare()` as an inline program in this process. */
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import type { Stack } from '@pulumi/pulumi/automation/index.js';
import type { ChartPaths, Imports } from '../../pulumi/declare.ts';
import type { Data } from '../kubernetes/data.ts';
import type { DesiredStack, SecretSource } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import {
  type LearnSecret,
  openSecrets,
  type ReadSource,
  readSecretFile,
  secretsOf,
} from '../stack/secrets.ts';
import { type Backend, currentBackend, requireUsable } from './backend.ts';
import { type DeployOperation, names } from './cancelled.ts';
import { previewStates } from './preview-states.ts';
import { stateGuard, type StateGuard } from './state-guard.ts';
import { noTurn } from './turn.ts';
import { withUnsaved } from './unsaved-state.ts';
import type { Interruption } from './ending.ts';
import { explain, isKilled } from './failures.ts';
import { type LockWait, lockWait } from './lock-wait.ts';
import { noteRun, type StatePlace, unnoted } from './noted-run.ts';
import { openStack } from './open-stack.ts';
import { requirePassphrase } from './passphrase.ts';
import { type Project, readProject } from './project.ts';
import { PulumiExit, pulumiExit } from './pulumi-command.ts';
import {
  type Counts,
  countSteps,
  plannedSteps,
  type Progress,
  progressOf,
  reached,
  type ResourceStates,
  type Step,
} from './steps.ts';
import { loudVariables } from './quiet-environment.ts';
import { type StateResource, stateResources } from './state-resources.ts';
import { silence } from './silence.ts';
import { runningSteps } from './silence-limits.ts';
import { asOptions, everything, type Manner, type UpManner } from './manner.ts';

export interface DeploymentOptions {
  readonly directory: string; // stack directory; also the working directory of the process
  readonly stack: DesiredStack;
  readonly environment: NodeJS.ProcessEnv;
  readonly onProgress: (progress: Progress) => void;
  readonly learn: LearnSecret;
  readonly interruption: Interruption;
  /** For all waiting for a lock together, in milliseconds. Default: 0. */
  readonly waitForLock?: number;
  /** Milliseconds that Pulumi may say nothing while no step runs, and to its second signal. Default: see `silence-limits.ts`, `silence.ts`. */
  readonly patience?: { readonly idle: number; readonly grace: number };
}

export interface Result {
  readonly steps: readonly Step[];
  readonly counts: Counts;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** A result with what Pulumi has and would have of every resource, by URN. */
export interface Preview extends Result {
  readonly states: ReadonlyMap<string, ResourceStates>;
  /** URNs of what failed when it was last tried, and is tried again. */
  readonly unfinished: ReadonlySet<string>;
  /** Whether the stack's own outputs would change. */
  readonly hasOtherOutputs: boolean;
}

/** What is asked of Pulumi, once the stack is open. `onEvent` takes the engine's events of an operation. */
export type Run = (stack: Stack, onEvent: (event: EngineEvent) => void) => Promise<unknown>;

export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #project: Project;
  readonly #backend: Backend;
  /** Of the stack's state. */
  readonly place: StatePlace;
  /** Until somebody else's run has freed the stack. */
  readonly lock: LockWait;
  readonly #guard: StateGuard;
  #hasSaidWhatIsLeftOut = false;

  /** Throws a `Failure` for whatever can be told without running anything. */
  constructor(options: DeploymentOptions) {
    this.#options = options;
    const { directory, stack, environment } = options;
    this.#project = readProject(directory, stack.project, stack.stack);
    this.#backend = currentBackend(environment, this.#project.backendUrl);
    requireUsable(this.#backend, environment);
    const { learn, interruption } = options;
    const [backend, project] = [this.#backend, this.#project];
    requirePassphrase({ stack: stack.stack, backend, project, environment, learn });
    this.place = { backend, project: stack.project, stack: stack.stack };
    this.lock = lockWait(this.place, options.waitForLock ?? 0, {
      signal: interruption.signal,
      say: (text) => options.onProgress({ at: 'message', severity: 'info', urn: null, name: null, text }),
    });
    this.#guard = stateGuard({
      place: this.place,
      lock: this.lock,
      environment,
      signal: interruption.signal,
    });
  }

  /**
   * Throws a `Failure` that names every secret which is certain to be missing or malformed. The form of encrypted ones is
   * checked in the program, where they are opened: here nothing is written yet.
   */
  requireSecrets(): void {
    const { stack, environment, learn } = this.#options;
    const outsideConfig = secretsOf(stack).filter(({ source }) => !this.#isConfigured(source));
    const read: ReadSource = (source) => {
      if ('fromEnv' in source) return environment[source.fromEnv];
      return 'fromFile' in source ? readSecretFile(source.fromFile) : undefined;
    };
    openSecrets(outsideConfig, read, learn);
  }

  /** Throws a `Failure` if the state is not the one that was left, or the store refuses or does not answer. Writes nothing into it. */
  async requireWholeState(): Promise<void> {
    await this.#guard.look();
  }

  async preview(charts: ChartPaths, manner: Manner = everything): Promise<Preview> {
    const seen = previewStates();
    const result = await this.operate(
      'preview',
      (stack, onEvent) =>
        stack.preview({
          ...this.#common(),
          ...asOptions(manner),
          onEvent: (event) => {
            onEvent(event);
            seen.note(event);
          },
        }),
      { charts, imports: manner.imports },
    );
    const { states, unfinished } = seen;
    return { ...result, states, unfinished, hasOtherOutputs: seen.hasOtherOutputs() };
  }

  /** What does not depend on a failed step is done all the same. */
  up(
    charts: ChartPaths,
    { parallel, settled, hooks, ...manner }: UpManner = { ...everything, parallel: null, settled: new Set() },
  ): Promise<Result> {
    const options = {
      ...asOptions(manner),
      ...(parallel === null ? {} : { parallel }),
      continueOnError: true,
    };
    return this.operate('up', (stack, onEvent) => stack.up({ ...this.#common(), ...options, onEvent }), {
      charts,
      settled,
      hooks,
      imports: manner.imports,
    });
  }

  /** From the state alone: the program does not run, and no chart is needed. `exclude`: URNs of what stays, and stays in the state. */
  destroy(exclude: readonly string[] = []): Promise<Result> {
    return this.operate('destroy', (stack, onEvent) =>
      stack.destroy({
        ...this.#common(),
        ...(exclude.length === 0 ? {} : { exclude: [...exclude] }),
        onEvent,
      }),
    );
  }

  /** All that the state has, secrets encrypted. */
  async resources(): Promise<StateResource[]> {
    let found: StateResource[] = [];
    await this.operate('outputs', async (stack) => {
      found = stateResources((await stack.exportStack()).deployment as Data);
    });
    return found;
  }

  #common(): { color: 'never'; suppressProgress: true; signal: AbortSignal } {
    return { color: 'never', suppressProgress: true, signal: this.#options.interruption.signal };
  }

  /**
   * Opens the stack and runs one operation, with everything around it: progress, the wish to end, failures in our words. With `charts` the
   * program may run, and a stack that does not exist is made.
   */
  async operate(
    operation: DeployOperation,
    run: Run,
    {
      charts,
      settled = new Set(),
      hooks = new Map(),
      imports = new Map(),
    }: {
      charts?: ChartPaths;
      settled?: ReadonlySet<string>;
      hooks?: UpManner['hooks'];
      imports?: Imports | undefined;
    } = {},
  ): Promise<Result> {
    const { stack, environment, interruption, onProgress, patience } = this.#options;
    const { signal } = interruption;
    const progress: Progress[] = [];
    const started = performance.now();
    const record = (item: Progress | null): void => {
      if (item === null) return;
      progress.push(item);
      onProgress(item);
    };
    const say = (text: string): void =>
      onProgress({ at: 'message', severity: 'info', urn: null, name: null, text });
    this.#sayWhatIsLeftOut(say);
    const sayWhatIsWaitedFor = (): void => {
      const { running } = reached(progress);
      if (operation === 'preview' || running.length === 0) return;
      say(`cancelling: no further step starts; waiting for ${names(running)} (again to end at once)`);
    };
    signal.addEventListener('abort', sayWhatIsWaitedFor, { once: true });
    const steps = runningSteps(hooks, patience?.idle);
    const hearing = silence({ limit: () => steps.limit(), grace: patience?.grace });
    let thrown: unknown;
    const changes = operation !== 'preview' && operation !== 'outputs';
    if (!changes) await this.#guard.lookOnce();
    const turn = changes ? await this.#guard.begin() : noTurn;
    const noted = changes ? await noteRun(this.place, operation, environment) : unnoted;
    let isSettled = true;
    try {
      const opened = await openStack(
        { ...this.#options, project: this.#project, backend: this.#backend },
        {
          charts: charts ?? new Map(),
          settled,
          imports,
          silence: hearing,
          onStart: (pid) => noted.began(pid),
        },
        (error) => {
          thrown = error;
        },
      );
      const attempt = (): Promise<unknown> =>
        run(opened, (event) => {
          void turn.over(); // it speaks once it holds its lock
          hearing.heard();
          if (changes) steps.note(event);
          record(progressOf(event));
        });
      try {
        await attempt();
      } catch (error) {
        if (charts === undefined || !isNoSuchStack(error)) throw error;
        await opened.workspace.createStack(opened.name);
        await attempt();
      }
    } catch (error) {
      isSettled = reached(progress).running.length === 0 && !isKilled(error);
      const failure = await explain(thrown instanceof Failure ? thrown : error, {
        operation,
        releases: stack.releases,
        backend: this.#backend,
        project: stack.project,
        stack: stack.stack,
        encryptionSalt: this.#project.encryptionSalt,
        environment,
        progress,
        cancelled: signal.aborted,
      });
      if (!changes) throw failure;
      const before = this.#guard.checkpoint;
      const told = await withUnsaved(failure, { ...this.place, environment, before, progress });
      if (told !== failure) isSettled = false; // its lock may have stayed, too
      throw told;
    } finally {
      signal.removeEventListener('abort', sayWhatIsWaitedFor);
      await noted.ended({ settled: isSettled });
      await turn.over();
      if (changes) this.#guard.forget();
    }
    return {
      steps: plannedSteps(progress),
      counts: countSteps(progress),
      warnings: progress.flatMap((item) =>
        item.at === 'message' && item.severity === 'warning' ? [item.text] : [],
      ),
      seconds: (performance.now() - started) / 1000,
    };
  }

  #sayWhatIsLeftOut(say: (text: string) => void): void {
    const leftOut = loudVariables(this.#options.environment);
    if (leftOut.length === 0 || this.#hasSaidWhatIsLeftOut) return;
    this.#hasSaidWhatIsLeftOut = true;
    say(
      `kept from Pulumi, which might show secrets or do other things than it is told: ${leftOut.join(', ')}`,
    );
  }

  #isConfigured(source: SecretSource): boolean {
    if (!('fromConfig' in source)) return false;
    const key = source.fromConfig;
    return this.#project.configKeys.includes(
      key.includes(':') ? key : `${this.#options.stack.project}:${key}`,
    );
  }
}

const isNoSuchStack = (error: unknown): boolean =>
  error instanceof PulumiExit && error.exitCode === pulumiExit.noSuchStack;
