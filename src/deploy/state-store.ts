/** The files of a self-managed backend, in a folder or a bucket. Everything that Pulumi keeps of a stack lies in it under `.pulumi/`. */
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Backend } from './backend.ts';

/** Paths are relative to the store, with `/`. Every call rejects with what the store answers; see `store-failure.ts` for what that means. */
export interface StateStore {
  /** Files directly in a folder; none if there is no such folder. */
  list(folder: string): Promise<StoredFile[]>;
  /** Null if there is none. */
  read(path: string): Promise<string | null>;
  /** Like `read`, for what may be compressed or damaged. */
  bytes(path: string): Promise<Buffer | null>;
  /** Whole or not at all. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes it unless there is one, and says whether it did. Of several that try at the same time, one does. */
  create(path: string, text: string): Promise<boolean>;
  /** No failure if there is none. */
  remove(path: string): Promise<void>;
}

export interface StoredFile {
  readonly path: string;
  readonly modified: Date;
  readonly bytes: number;
}

/** Null for a backend that keeps its files to itself. */
export async function stateStore(backend: Backend): Promise<StateStore | null> {
  switch (backend.kind) {
    case 'file':
      return folderStore(backend.folder);
    case 's3':
      return (await import('./bucket-store.ts')).bucketStore(backend);
    case 'cloud':
    case 'other':
      return null;
  }
}

function folderStore(root: string): StateStore {
  const bytes: StateStore['bytes'] = async (path) => await readFile(join(root, path)).catch(missing(null));
  /** Under a name of its own first, so that nobody reads half of it; then `place` gives it the real one. */
  const draft = async <T>(
    path: string,
    content: string | Uint8Array,
    place: (draft: string, target: string) => Promise<T>,
  ): Promise<T> => {
    const target = join(root, path);
    const own = `${target}.${process.pid}-${randomUUID()}.draft`;
    await mkdir(dirname(target), { recursive: true });
    try {
      await writeFile(own, content, { mode: 0o600, flush: true });
      return await place(own, target);
    } finally {
      await rm(own, { force: true });
    }
  };
  return {
    async list(folder) {
      const found = await readdir(join(root, folder), { withFileTypes: true }).catch(missing<never[]>([]));
      const files = await Promise.all(
        found
          .filter((entry) => entry.isFile())
          .map(async ({ name }) => {
            const known = await stat(join(root, folder, name)).catch(missing(null)); // gone in between
            return known === null
              ? null
              : { path: `${folder}/${name}`, modified: known.mtime, bytes: known.size };
          }),
      );
      return files.filter((file) => file !== null);
    },
    read: async (path) => (await bytes(path))?.toString('utf8') ?? null,
    bytes,
    write: async (path, content) => await draft(path, content, rename),
    create: async (path, text) =>
      await draft(path, text, async (own, target) => {
        try {
          await link(own, target);
          return true;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
          throw error;
        }
      }),
    remove: async (path) => await rm(join(root, path), { force: true }),
  };
}

const missing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
