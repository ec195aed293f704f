/** One stack opened for Pulumi: preview, up, destroy, outputs. Runs `declare()` as an inline program in this process. */
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { LocalWorkspace, type Stack } from '@pulumi/pulumi/automation/index.js';
import { type ChartPaths, declare } from '../../pulumi/declare.ts';
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
import type { Interruption } from './ending.ts';
import { explain } from './failures.ts';
import { passphraseOf } from './passphrase.ts';
import { type Project, readProject } from './project.ts';
import { PulumiExit, pulumiCommand, pulumiExit } from './pulumi-command.ts';
import {
  type Counts,
  countSteps,
  plannedSteps,
  type Progress,
  progressOf,
  reached,
  type ResourceStates,
  statesOf,
  type Step,
} from './steps.ts';
import { loudVariables } from './quiet-environment.ts';
import { findTools } from './tools.ts';

export interface DeploymentOptions {
  readonly directory: string; // stack directory; also the working directory of the process
  readonly stack: DesiredStack;
  readonly environment: NodeJS.ProcessEnv;
  readonly onProgress: (progress: Progress) => void;
  readonly learn: LearnSecret;
  readonly interruption: Interruption;
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
}

/** What is asked of Pulumi, once the stack is open. `onEvent` takes the engine's events of an operation. */
export type Run = (stack: Stack, onEvent: (event: EngineEvent) => void) => Promise<unknown>;

export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #project: Project;
  readonly #backend: Backend;
  #hasSaidWhatIsLeftOut = false;

  /** Throws a `Failure` for whatever can be told without running anything. */
  constructor(options: DeploymentOptions) {
    this.#options = options;
    const { directory, stack, environment } = options;
    this.#project = readProject(directory, stack.project, stack.stack);
    this.#backend = currentBackend(environment, this.#project.backendUrl);
    requireUsable(this.#backend, environment);
    this.#requirePassphrase();
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

  async preview(charts: ChartPaths): Promise<Preview> {
    const states = new Map<string, ResourceStates>();
    const result = await this.operate(
      'preview',
      (stack, onEvent) =>
        stack.preview({
          ...this.#common(),
          onEvent: (event) => {
            onEvent(event);
            const told = statesOf(event);
            if (told === null) return;
            const known = states.get(told.urn); // a replacement is told in phases, and the last has no new one
            states.set(told.urn, {
              urn: told.urn,
              before: told.before ?? known?.before ?? null,
              after: told.after ?? known?.after ?? null,
              keys: { ...known?.keys, ...told.keys },
            });
          },
        }),
      { charts },
    );
    return { ...result, states };
  }

  up(charts: ChartPaths): Promise<Result> {
    return this.operate('up', (stack, onEvent) => stack.up({ ...this.#common(), onEvent }), { charts });
  }

  /** From the state alone: the program does not run, and no chart is needed. */
  destroy(): Promise<Result> {
    return this.operate('destroy', (stack, onEvent) => stack.destroy({ ...this.#common(), onEvent }));
  }

  /** Outputs of the last `up`, by name. */
  async outputs(): Promise<Record<string, unknown>> {
    let found: Record<string, unknown> = {};
    await this.operate('outputs', async (stack) => {
      const outputs = await stack.outputs();
      found = Object.fromEntries(
        Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? '[secret]' : value]),
      );
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
    { charts }: { charts?: ChartPaths } = {},
  ): Promise<Result> {
    const { stack, environment, interruption, onProgress } = this.#options;
    const { signal } = interruption;
    const progress: Progress[] = [];
    const started = performance.now();
    const record = (item: Progress | null): void => {
      if (item === null) return;
      progress.push(item);
      onProgress(item);
    };
    const say = (text: string): void => onProgress({ at: 'message', severity: 'info', name: null, text });
    this.#sayWhatIsLeftOut(say);
    const sayWhatIsWaitedFor = (): void => {
      const { running } = reached(progress);
      if (operation === 'preview' || running.length === 0) return;
      say(`cancelling: no further step starts; waiting for ${names(running)} (again to end at once)`);
    };
    signal.addEventListener('abort', sayWhatIsWaitedFor, { once: true });
    let thrown: unknown;
    try {
      const opened = await this.#open(charts ?? new Map(), (error) => {
        thrown = error;
      });
      const attempt = (): Promise<unknown> => run(opened, (event) => record(progressOf(event)));
      try {
        await attempt();
      } catch (error) {
        if (charts === undefined || !isNoSuchStack(error)) throw error;
        await opened.workspace.createStack(opened.name);
        await attempt();
      }
    } catch (error) {
      throw await explain(thrown instanceof Failure ? thrown : error, {
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
    } finally {
      signal.removeEventListener('abort', sayWhatIsWaitedFor);
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

  /** `onThrow` learns what the program threw: the engine would report it as prose with a stack trace. */
  async #open(charts: ChartPaths, onThrow: (error: unknown) => void): Promise<Stack> {
    const { directory, stack, environment } = this.#options;
    const tools = await findTools(environment);
    const program = async (): Promise<Record<string, unknown>> => {
      try {
        return declare(stack, charts, this.#options.learn);
      } catch (error) {
        onThrow(error);
        throw error;
      }
    };
    return await LocalWorkspace.selectStack(
      { stackName: stack.stack, projectName: stack.project, program },
      {
        workDir: directory,
        pulumiCommand: pulumiCommand({
          command: tools.pulumi,
          version: tools.version,
          path: tools.path,
          interruption: this.#options.interruption,
        }),
        envVars: this.#environment(),
        ...(this.#project.secretsProvider === null ? {} : { secretsProvider: this.#project.secretsProvider }),
      },
    );
  }

  #sayWhatIsLeftOut(say: (text: string) => void): void {
    const leftOut = loudVariables(this.#options.environment);
    if (leftOut.length === 0 || this.#hasSaidWhatIsLeftOut) return;
    this.#hasSaidWhatIsLeftOut = true;
    say(
      `kept from Pulumi, which might show secrets or do other things than it is told: ${leftOut.join(', ')}`,
    );
  }

  #environment(): Record<string, string> {
    const { kubeconfig } = this.#options.stack.cluster;
    return {
      PULUMI_BACKEND_URL: this.#backend.url,
      ...(kubeconfig === null ? {} : { KUBECONFIG: kubeconfig }),
    };
  }

  #isConfigured(source: SecretSource): boolean {
    if (!('fromConfig' in source)) return false;
    const key = source.fromConfig;
    return this.#project.configKeys.includes(
      key.includes(':') ? key : `${this.#options.stack.project}:${key}`,
    );
  }

  #requirePassphrase(): void {
    const { stack, environment, learn } = this.#options;
    const { secretsProvider } = this.#project;
    const usesPassphrase =
      this.#project.encryptionSalt !== null || (secretsProvider === null && this.#backend.kind !== 'cloud');
    const passphrase = passphraseOf(environment);
    if (passphrase !== null) learn(passphrase, 'the passphrase of Pulumi');
    if (!usesPassphrase || passphrase !== null) return;
    throw new Failure(
      'authentication',
      `stack "${stack.stack}" needs a passphrase for its secrets, and none is set`,
      {
        hint: 'set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it',
      },
    );
  }
}

const isNoSuchStack = (error: unknown): boolean =>
  error instanceof PulumiExit && error.exitCode === pulumiExit.noSuchStack;
