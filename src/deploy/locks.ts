/** Reads the lock objects of a self-managed backend: the CLI tells of a held lock only in prose. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend } from './backend.ts';

/** Who holds a stack's lock, as Pulumi writes it. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string; // ISO 8601
}

const answerMilliseconds = 5_000;

const lockFolder = (project: string, stack: string): string =>
  `.pulumi/locks/organization/${project}/${stack}`;

/** The holders of the stack's locks; none for a backend that keeps its locks elsewhere. Throws what the store answers. */
export async function lockHolders(backend: Backend, project: string, stack: string): Promise<LockHolder[]> {
  const folder = lockFolder(project, stack);
  switch (backend.kind) {
    case 'file':
      return parseLocks(await filesIn(join(backend.folder, folder)));
    case 's3':
      return parseLocks(await (await import('./s3-objects.ts')).objectsIn(backend, folder));
    case 'cloud': // keeps its locks to itself; but whether it is there can be asked
      await fetch(backend.url, { method: 'HEAD', signal: AbortSignal.timeout(answerMilliseconds) }).catch(
        (error: Error) => {
          throw error.cause ?? error;
        },
      );
      return [];
    case 'other':
      return [];
  }
}

function parseLocks(texts: readonly string[]): LockHolder[] {
  return texts.flatMap((text) => {
    try {
      const { username, hostname, pid, timestamp } = JSON.parse(text) as Record<string, unknown>;
      return [{ user: String(username), host: String(hostname), pid: Number(pid), since: String(timestamp) }];
    } catch {
      return []; // being written right now
    }
  });
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
