/** Reads the lock objects of a self-managed backend: the CLI tells of a held lock only in prose. */
import type { Backend } from './backend.ts';
import { type StateStore, stateStore, type StoredFile } from './state-store.ts';

/** Who holds a stack's lock, as Pulumi writes it. */
export interface LockHolder {
  readonly path: string; // of the lock object in the store
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
  return store === null ? [] : await heldLocks(store, project, stack);
}

export async function heldLocks(store: StateStore, project: string, stack: string): Promise<LockHolder[]> {
  const files = (await store.list(lockFolder(project, stack))).filter(({ path }) => path.endsWith('.json'));
  const held = await Promise.all(files.map(async (file) => holderOf(file, await store.read(file.path))));
  return held.flatMap((holder) => holder ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function requireAnswer(url: string): Promise<void> {
  await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerMilliseconds) }).catch(
    (error: Error) => {
      throw error.cause ?? error;
    },
  );
}

/** Null if it was freed in between. One that cannot be read is a lock all the same: Pulumi looks only whether there is one. */
function holderOf({ path, modified }: StoredFile, text: string | null): LockHolder | null {
  if (text === null) return null;
  try {
    const { username, hostname, pid, timestamp } = JSON.parse(text) as Record<string, unknown>;
    return {
      path,
      user: String(username),
      host: String(hostname),
      pid: Number(pid),
      since: String(timestamp),
    };
  } catch {
    return { path, user: 'somebody', host: 'unknown', pid: 0, since: modified.toISOString() };
  }
}
