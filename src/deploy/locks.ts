/** Reads the lock objects of a self-managed backend: the CLI tells of a held lock only in prose. */
import type { Backend } from './backend.ts';
import { stateStore } from './state-store.ts';

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
  if (backend.kind === 'cloud') await requireAnswer(backend.url); // keeps its locks to itself; but whether it is there can be asked
  const store = await stateStore(backend);
  if (store === null) return [];
  const files = await store.list(lockFolder(project, stack));
  const locks = files
    .filter(({ path }) => path.endsWith('.json'))
    .map(async ({ path }) => await store.read(path));
  return parseLocks((await Promise.all(locks)).filter((text) => text !== null));
}

async function requireAnswer(url: string): Promise<void> {
  await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerMilliseconds) }).catch(
    (error: Error) => {
      throw error.cause ?? error;
    },
  );
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
