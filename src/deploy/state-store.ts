/** The files of a self-managed backend, in a folder or a bucket. Everything that Pulumi keeps of a stack lies in it under `.pulumi/`. */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Backend } from './backend.ts';

/** Paths are relative to the store, with `/`. Every call rejects with what the store answers; see `store-failure.ts` for what that means. */
export interface StateStore {
  /** Files directly in a folder; none if there is no such folder. */
  list(folder: string): Promise<StoredFile[]>;
  /** Null if there is none. */
  read(path: string): Promise<string | null>;
  /** Whole or not at all. */
  write(path: string, text: string): Promise<void>;
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

const folderStore = (root: string): StateStore => ({
  async list(folder) {
    const found = await readdir(join(root, folder), { withFileTypes: true }).catch(missing<never[]>([]));
    return await Promise.all(
      found
        .filter((entry) => entry.isFile())
        .map(async ({ name }) => {
          const { mtime, size } = await stat(join(root, folder, name));
          return { path: `${folder}/${name}`, modified: mtime, bytes: size };
        }),
    );
  },
  read: async (path) => await readFile(join(root, path), 'utf8').catch(missing(null)),
  async write(path, text) {
    const target = join(root, path);
    const draft = `${target}.${process.pid}.draft`;
    await mkdir(dirname(target), { recursive: true });
    try {
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, target);
    } finally {
      await rm(draft, { force: true });
    }
  },
  remove: async (path) => await rm(join(root, path), { force: true }),
});

const missing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
