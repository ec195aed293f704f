/** Runs Helm once, bounded in time and output. */
import { spawn } from 'node:child_process';

/** What `helm template` may print: `renderedBytes` of renderer/limits.go, and what it prints around objects. */
const outputBytes = 110 * 1024 * 1024;
const complaintBytes = 8 * 1024 * 1024;

export interface HelmRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly tooLong: boolean;
}

/** Rejects only if Helm could not be started, or by `signal`, which ends it. */
export function runHelm(
  helm: string,
  args: readonly string[],
  { timeoutSeconds, signal }: { readonly timeoutSeconds: number; readonly signal?: AbortSignal },
): Promise<HelmRun> {
  const { HELM_DEBUG: _, ...env } = process.env; // it would change what is printed
  const child = spawn(helm, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let timedOut = false;
  let tooLong = false;
  const collect = (into: Buffer[], limit: number) => {
    let size = 0;
    return (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) into.push(chunk);
      else tooLong = child.kill('SIGKILL') || tooLong;
    };
  };
  child.stdout.on('data', collect(stdout, outputBytes));
  child.stderr.on('data', collect(stderr, complaintBytes));
  const timer = setTimeout(() => {
    timedOut = child.kill('SIGKILL');
  }, timeoutSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      const text = (parts: Buffer[]): string => Buffer.concat(parts).toString('utf8');
      resolve({ exitCode, stdout: text(stdout), stderr: text(stderr), timedOut, tooLong });
    });
  });
}
