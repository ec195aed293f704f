/** Downloads one tool, checks it, and keeps it: nothing of it is unpacked or run before its checksum is known to be right. */
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { remembered } from '../../toolchain/installed.ts';
import { Failure } from '../stack/failure.ts';
import { shownAddress } from './address.ts';
import { keep, type Kept } from './kept.ts';
import { versionOf } from './probe.ts';
import type { Release } from './release.ts';
import { transfer, transferLimits, type TransferLimits } from './transfer.ts';
import { unpack } from './unpack.ts';

export interface FetchLimits extends TransferLimits {
  /** For the whole of it, further tries included. */
  readonly totalMs: number;
}

const fetchLimits: FetchLimits = { ...transferLimits, totalMs: 600_000 };

export interface ToolOrder extends Kept, Release {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  readonly limits: FetchLimits | null; // null: `fetchLimits`
}

const progressMs = 10_000;

/** Resolves to the folder in which the program lies. Throws a `Failure`: failed if what came is not what was expected, cancelled, timeout, or one of `transfer`. */
export async function fetchTool(order: ToolOrder): Promise<string> {
  const { tool, version, url } = order;
  const { totalMs } = order.limits ?? fetchLimits;
  const name = `${tool} ${version}`;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(outOfTime(name, url, totalMs)), totalMs);
  const stop = new AbortController();
  const cancel = (): void => stop.abort(new Failure('cancelled', `cancelled while ${name} was downloaded`));
  order.signal.addEventListener('abort', cancel, { once: true });
  if (order.signal.aborted) cancel();
  try {
    const signal = AbortSignal.any([stop.signal, deadline.signal]);
    const folder = await keep(
      order,
      order.environment,
      async (staging) => await fill(staging, order, signal),
    );
    await remembered(join(folder, tool), async () => await Promise.resolve(version)); // who looks for it need not ask again
    return folder;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw notKept(name, error);
  } finally {
    clearTimeout(timer);
    order.signal.removeEventListener('abort', cancel);
  }
}

async function fill(staging: string, order: ToolOrder, signal: AbortSignal): Promise<void> {
  const { tool, version, url, download, environment, onProgress } = order;
  const name = `${tool} ${version}`;
  const file = join(staging, '.download');
  const program = join(staging, tool);
  const started = Date.now();
  let got = '';
  onProgress(`downloading ${name} from ${shownAddress(url)}`);
  const heartbeat = setInterval(() => onProgress(`  still downloading ${name}${got}`), progressMs);
  try {
    const found = await transfer({
      url,
      file,
      environment,
      signal,
      limits: order.limits ?? fetchLimits,
      onBytes: (received, total) => {
        got = `: ${megabytes(received)}${total === null ? '' : ` of ${megabytes(total)}`}`;
      },
      onRetry: (why) => onProgress(`  trying ${name} again: ${why}`),
    });
    if (found !== download.sha256) throw wrongSum(name, url, download.sha256, found);
  } finally {
    clearInterval(heartbeat);
  }
  if (download.member === null) renameSync(file, program);
  else
    await unpack(file, download.member, program, signal).catch((error: unknown) => fault(error, name, url));
  rmSync(file, { force: true });
  chmodSync(program, 0o755);
  const told = await versionOf(tool, program);
  if (told !== version) throw wrongVersion(name, url, told);
  onProgress(
    `${name} is ready${got === '' ? '' : `, ${got.replace(/^: /, '')}`} in ${Math.ceil((Date.now() - started) / 1000)} s`,
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

function wrongSum(name: string, url: URL, expected: string, found: string): Failure {
  return new Failure(
    'failed',
    `${name} from ${shownAddress(url)} has the sha256 ${found}, and ${expected} is expected; it was deleted, not unpacked and not run`,
    {
      hint: 'Compare both with what the publisher tells. If the publisher has the expected one, the mirror, a proxy or the network changed the file: find out which, and do not put it on PATH',
    },
  );
}

function wrongVersion(name: string, url: URL, told: string | null): Failure {
  const says = told === null ? 'does not tell that version of itself' : `says that it is ${told}`;
  return new Failure('failed', `${name} from ${shownAddress(url)} ${says}; it was deleted`, {
    hint: 'Report it: the table of checksums of this version of the Action is wrong. Until then put the tool on PATH in a step before',
  });
}

function notKept(name: string, cause: unknown): Failure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Failure('failed', `${name} cannot be kept on this machine: ${why}`, {
    hint: 'Check space and permissions of RUNNER_TOOL_CACHE and of the cache folder, which K8S_DEPLOY_CACHE names',
    cause,
  });
}

function outOfTime(name: string, url: URL, milliseconds: number): Failure {
  return new Failure(
    'timeout',
    `downloading ${name} from ${shownAddress(url)} took longer than ${Math.round(milliseconds / 1000)} s`,
    { hint: 'Run it again, or name a mirror that is nearer with the input tools-mirror' },
  );
}

function fault(error: unknown, name: string, url: URL): never {
  if (!(error instanceof Failure) || error.code !== 'failed') throw error;
  throw new Failure('failed', `${name} from ${shownAddress(url)}: ${error.message}; it was deleted`, {
    hint: 'Report it: its checksum is right, and it is not the archive that this version of the Action expects',
    cause: error,
  });
}
