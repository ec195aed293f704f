/** Runs the Pulumi CLI for the Automation API, with process control of our own: exit codes, signals, bounded output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import type { SemVer } from 'semver';
import { endInStages, type Interruption } from './ending.ts';
import { type OutputTail, outputTail } from './output-tail.ts';
import { killAll, membersOf } from './process-session.ts';
import { quietEnvironment } from './quiet-environment.ts';
import type { Silence } from './silence.ts';
import { watchOver } from './watchdog.ts';

/** Exit codes that the CLI documents since 3.227; the others end as 1. */
export const pulumiExit = {
  configuration: 2,
  authentication: 3,
  policy: 5,
  noSuchStack: 6,
  cancelled: 8,
  timeout: 9,
};

/** A command of the CLI that ended with another code than 0. */
export class PulumiExit extends Error {
  /** `null` if a signal ended it, or if it was not started because the wish to end had come before. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Of the process that has ended. */
  readonly pid: number | null;
  readonly stderr: string;
  /** How long it had said nothing when we ended it for that; null if we did not. */
  readonly silentSeconds: number | null;

  constructor(
    command: string,
    { exitCode, signal, pid, stderr, silentSeconds = null }: Ended & Pick<PulumiExit, 'stderr'> & Silenced,
  ) {
    super(
      silentSeconds !== null
        ? `pulumi ${command} said nothing for ${silentSeconds} seconds and was ended`
        : exitCode !== null
          ? `pulumi ${command} ended with exit code ${exitCode}`
          : signal === null
            ? `pulumi ${command} was not started`
            : `pulumi ${command} was ended by ${signal}`,
    );
    this.name = 'PulumiExit';
    this.exitCode = exitCode;
    this.signal = signal;
    this.pid = pid;
    this.stderr = stderr;
    this.silentSeconds = silentSeconds;
  }
}

type Ended = Pick<PulumiExit, 'exitCode' | 'signal' | 'pid'>;
type Silenced = Partial<Pick<PulumiExit, 'silentSeconds'>>;

export interface PulumiProgram {
  readonly command: string;
  readonly version: SemVer;
  /** PATH under which the CLI looks for providers. */
  readonly path: string;
  readonly interruption: Interruption;
  /** Ends a command that says nothing for too long. Default: nothing does. */
  readonly silence?: Silence;
  /** Is told of each process, before it can have taken a lock. */
  readonly onStart?: (pid: number) => void;
}

/** Characters that are kept of what it prints, the last ones. JSON has to be whole. */
export const outputLimits = { stdout: 16 * 1024 * 1024, stderr: 1024 * 1024 };

/** What still holds its output open this long after it has ended is not waited for. */
const drainMilliseconds = 1_000;

const changing = /^(?:up|destroy|refresh|import|stack import)\b/;

type Sink = ((text: string) => void) | undefined;

/** The part of the Automation API's `PulumiCommand` that it calls; its types leave that out. */
export type CommandRunner = (
  args: string[],
  cwd: string,
  environment: Record<string, string>,
  onOutput?: Sink,
  onError?: Sink,
  signal?: AbortSignal, // given for operations, not for questions about a stack
) => Promise<{ stdout: string; stderr: string; code: number }>;

export function pulumiCommand(program: PulumiProgram): PulumiCommand & { readonly run: CommandRunner } {
  const run: CommandRunner = async (args, cwd, environment, onOutput, onError, signal) => {
    // Selecting would change the stack that the operator has selected in this folder; every command names its stack.
    if (args[0] === 'stack' && args[1] === 'select') return { stdout: '', stderr: '', code: 0 };

    const command = args.slice(0, 2).join(' ');
    // What was applied before the first signal may still be asked for its outputs.
    if (signal?.aborted === true || program.interruption.force.aborted) {
      throw new PulumiExit(command, { exitCode: null, signal: null, pid: null, stderr: '' });
    }
    const child = spawn(program.command, [...args, '--non-interactive'], {
      cwd,
      env: {
        ...quietEnvironment(process.env),
        ...environment,
        PATH: program.path,
        PULUMI_AUTOMATION_API: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
      },
      detached: true, // a session of its own: Ctrl-C reaches it through us, in the stages that it needs
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) program.onStart?.(child.pid);
    const guard = program.silence?.guard(program.interruption);
    const heard = (sink: Sink): Sink => {
      return (text) => {
        program.silence?.heard();
        sink?.(text);
      };
    };
    const stdout = collect(child.stdout, outputLimits.stdout, heard(onOutput));
    const stderr = collect(child.stderr, outputLimits.stderr, heard(onError));
    const release = attend(child, command, guard?.interruption ?? program.interruption, signal !== undefined);
    try {
      const ended = await endOf(child);
      const silentSeconds = guard?.silentSeconds ?? null;
      if (ended.exitCode !== 0)
        throw new PulumiExit(command, { ...ended, stderr: stderr.text(), silentSeconds });
    } finally {
      release();
      guard?.release();
    }
    if (stdout.cut && args.includes('--json'))
      throw new Error(`pulumi ${command} printed more than ${outputLimits.stdout} characters of JSON`);
    return { stdout: stdout.text(), stderr: stderr.text(), code: 0 };
  };
  return { command: program.command, version: program.version, run };
}

function collect(stream: NodeJS.ReadableStream, limit: number, onText: Sink): OutputTail {
  const tail = outputTail(limit);
  stream.setEncoding('utf8').on('data', (text: string) => {
    tail.push(text);
    onText?.(text);
  });
  return tail;
}

/** Passes on the wish to end; an operation is also looked after should this process be killed. */
function attend(
  child: ChildProcess,
  command: string,
  interruption: Interruption,
  isOperation: boolean,
): () => void {
  if (child.pid === undefined) return () => undefined; // not started: an error follows
  const callOff = endInStages(child, child.pid, interruption, { changes: changing.test(command) });
  const stopWatching = isOperation ? watchOver(child) : () => undefined;
  return () => {
    callOff();
    stopWatching();
  };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const ended = await new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, pid: child.pid ?? null }));
  });
  // Providers end with a Pulumi that ends in order; those of one that was killed would stay for good.
  if (child.pid !== undefined && ended.exitCode !== 0) killAll(membersOf(child.pid));
  await Promise.race([closed, sleep(drainMilliseconds, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return ended;
}
