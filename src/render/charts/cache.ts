/** Chart archives by content, shared by all stacks of a user. What is read is what its name says, or it is not there. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChartProblem, errorCode } from './problem.ts';

export interface ChartCache {
  /** Absolute path of the archive with this digest, whether it is there or not. */
  path(digest: string): string;
  /** The archive, or `null` if it is not there or not what it was. */
  read(digest: string): Promise<Buffer | null>;
  /** Keeps an archive under its digest. */
  write(digest: string, archive: Buffer): Promise<void>;
}

export const digestOf = (bytes: Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** `root`/charts/sha256/HEX.tgz */
export function openCache(root: string): ChartCache {
  const path = (digest: string): string => join(root, 'charts', ...digest.split(':')) + '.tgz';
  return {
    path,
    async read(digest) {
      const bytes = await readFile(path(digest)).catch(() => null);
      return bytes !== null && digestOf(bytes) === digest ? bytes : null;
    },
    async write(digest, archive) {
      const file = path(digest);
      try {
        await mkdir(dirname(file), { recursive: true });
        await replaceFile(file, archive);
      } catch (error) {
        throw new ChartProblem(
          'configuration',
          `the chart cache ${root} cannot be written (${errorCode(error)})`,
          'Make it writable, or name another folder with K8S_DEPLOY_CACHE',
          { cause: error },
        );
      }
    },
  };
}

/** Readers see the old file or the new one, never a part. */
export async function replaceFile(file: string, content: Buffer | string): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, content, { flag: 'wx', mode: 0o644 });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
