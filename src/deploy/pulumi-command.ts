/** Runs the Pulumi CLI for the Automation API, with process control of our own: exit codes, signals, bounded output. */
import { spawn } from 'node:child_process';
import type { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import type { SemVer } from 'semver';

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
  readonly exitCode: number;
  readonly stderr: string;

  constructor(command: string, exitCode: number, stderr: string) {
    super(`pulumi ${command} ended with exit code ${exitCode}`);
    this.name = 'PulumiExit';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

export interface PulumiProgram {
  readonly command: string;
  readonly version: SemVer;
  /** PATH under which the CLI looks for providers. */
  readonly path: string;
  /** Called with a function that interrupts the running command, once it runs. */
  readonly onStart?: (interrupt: (signal: NodeJS.Signals) => void) => void;
}

const outputLimit = 64 * 1024 * 1024; // characters of stdout or stderr kept; only the end matters in a failure

type Sink = ((text: string) => void) | undefined;

/** The part of the Automation API's `PulumiCommand` that it calls. */
export function pulumiCommand(program: PulumiProgram): PulumiCommand {
  const run = async (
    args: string[],
    cwd: string,
    environment: Record<string, string>,
    onOutput: Sink,
    onError: Sink,
    signal?: AbortSignal,
  ): Promise<{ stdout: string; stderr: string; code: number }> => {
    // Selecting would change the stack that the operator has selected in this folder; every command names its stack.
    if (args[0] === 'stack' && args[1] === 'select') return { stdout: '', stderr: '', code: 0 };

    const child = spawn(program.command, [...args, '--non-interactive'], {
      cwd,
      env: {
        ...process.env,
        ...environment,
        PATH: program.path,
        PULUMI_AUTOMATION_API: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
      },
      detached: true, // a group of its own: Ctrl-C reaches it through us, in the stages that it needs
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const interrupt = (name: NodeJS.Signals): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(child.pid, name);
    };
    program.onStart?.(interrupt);
    const abort = (): void => interrupt('SIGINT');
    signal?.addEventListener('abort', abort, { once: true });

    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-outputLimit);
      onOutput?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-outputLimit);
      onError?.(text);
    });
    try {
      const code = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (exit) => resolve(exit ?? 1));
      });
      if (code !== 0) throw new PulumiExit(args.slice(0, 2).join(' '), code, stderr);
      return { stdout, stderr, code };
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  };
  return { command: program.command, version: program.version, run } as PulumiCommand;
}
