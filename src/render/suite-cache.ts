/** Where results of suites that passed are kept: one file for each file of suites, in the user's cache folder. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from './charts/cache.ts';

export interface SuiteCache {
  /** Null if nothing is kept. */
  read(key: string): Promise<string | null>;
  /** Rejects if the folder cannot be written. */
  write(key: string, text: string): Promise<void>;
}

/** `root`/suites/HEX.json; `key` names a file of suites, and what it is run with. */
export function openSuiteCache(root: string): SuiteCache {
  const path = (key: string): string =>
    join(root, 'suites', `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    read: async (key) => await readFile(path(key), 'utf8').catch(() => null),
    async write(key, text) {
      const file = path(key);
      await mkdir(dirname(file), { recursive: true });
      await replaceFile(file, text);
    },
  };
}
