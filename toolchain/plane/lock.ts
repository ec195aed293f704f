import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../src/stack/failure.ts';
import { identityOf, isAlive, type ProcessRecord } from './processes.ts';

/** Lets one `up` or `down` at a time work on a directory. A lock whose holder is gone is taken over. */
export async function withLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, '.lock');
  const mine: ProcessRecord = { pid: process.pid, identity: identityOf(process.pid) };
  acquire(path, mine, directory);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string, mine: ProcessRecord, directory: string): void {
  if (tryWrite(path, mine)) return;
  const holder = readHolder(path);
  if (holder !== null && isAlive(holder)) {
    throw new Failure(
      'locked',
      `Process ${holder.pid} is starting or stopping the local plane in ${directory}.`,
      {
        hint: 'Wait until it is done, then run again.',
      },
    );
  }
  rmSync(path, { force: true });
  if (!tryWrite(path, mine))
    throw new Failure('locked', `Another process has just taken the local plane in ${directory}.`);
}

function tryWrite(path: string, mine: ProcessRecord): boolean {
  try {
    writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): ProcessRecord | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRecord;
  } catch {
    return null;
  }
}
