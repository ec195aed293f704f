import { spawn } from 'node:child_process';
import { Failure } from '../src/stack/failure.ts';

const tailLines = 30;
const tailBytes = 64 * 1024;
/** How long an interrupted program may take to end by itself. */
const graceMs = 5_000;

export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  /** The last lines of both streams, as they came. */
  tail: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

/**
 * Runs a program to its end, without a shell and with bounded memory. A non-zero exit is a result, not an error.
 * Throws Failure `cancelled` on abort, `timeout` after `timeoutMs`, and the system's error if it can't be started.
 */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const interrupted = () => new Failure('cancelled', `${program} was interrupted.`);
  if (options.signal?.aborted) throw interrupted();
  const deadline = options.timeoutMs === undefined ? null : AbortSignal.timeout(options.timeoutMs);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(-tailBytes);
    output = (output + text).slice(-tailBytes);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-tailBytes)));

  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  deadline?.addEventListener('abort', stop, { once: true });
  try {
    const exitCode = await ended;
    if (options.signal?.aborted) throw interrupted();
    if (deadline?.aborted)
      throw new Failure('timeout', `${program} did not end within ${options.timeoutMs} ms.`);
    return { exitCode, stdout, tail: lastLines(output, tailLines) };
  } finally {
    clearTimeout(kill);
    options.signal?.removeEventListener('abort', stop);
    deadline?.removeEventListener('abort', stop);
  }
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
