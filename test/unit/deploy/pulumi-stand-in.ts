/** Runs a tiny real program in the place of the Pulumi CLI. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SemVer } from 'semver';
import { PulumiExit, pulumiCommand } from '../../../src/deploy/pulumi-command.ts';
import type { Silence } from '../../../src/deploy/silence.ts';
import { identityOf } from '../../../toolchain/plane/processes.ts';
import { standIn } from '../toolchain/stand-in.ts';

export interface StandIn {
  readonly folder: string;
  readonly gentle: AbortController;
  readonly force: AbortController;
  readonly run: (
    args: readonly string[],
    options?: RunOptions,
  ) => Promise<{ stdout: string; stderr: string; code: number }>;
}

interface RunOptions {
  readonly environment?: Record<string, string>;
  readonly onOutput?: (text: string) => void;
  readonly onError?: (text: string) => void;
}

/** `script`: of /bin/sh; it starts in `folder`. Like Pulumi's operations, its runs get the first signal's AbortSignal. */
export async function pulumiStandIn(
  script: string,
  path = process.env['PATH'] ?? '',
  silence?: Silence,
): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'pulumi-stand-in-'));
  const command = await standIn(folder, 'pulumi', script);
  const gentle = new AbortController();
  const force = new AbortController();
  const interruption = { signal: gentle.signal, force: force.signal };
  const cli = pulumiCommand({
    command,
    version: new SemVer('3.259.0'),
    path,
    interruption,
    ...(silence === undefined ? {} : { silence }),
  });
  return {
    folder,
    gentle,
    force,
    run: (args, { environment = {}, onOutput, onError } = {}) =>
      cli.run([...args], folder, environment, onOutput, onError, gentle.signal),
  };
}

/** The error of a run that has to end with one. */
export async function exitOf(running: Promise<unknown>): Promise<PulumiExit> {
  const error = await running.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof PulumiExit) return error;
  throw error;
}

export const isGone = (pid: number): boolean => identityOf(pid) === null;
