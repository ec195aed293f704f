/** Files of a directory that patterns such as `contracts/*.yaml` match. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { Folder } from '../../stack/folder.ts';
import { quoted } from '../../stack/problem.ts';
import { suiteLimits } from './limits.ts';

export type MatchingFiles =
  | { readonly files: readonly string[]; readonly problem: null }
  | { readonly files: null; readonly problem: string };

/** Never what somebody means with `**`. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '__snapshots__']);

/** Sorted, relative to the directory. A pattern without any match is a problem: what it was for would not be checked. */
export function matchingFiles(directory: string, pattern: string): MatchingFiles {
  if (!/[*?[\]{}]/.test(pattern)) {
    const { problem } = new Folder(directory).read(pattern);
    return problem === null ? { files: [pattern], problem } : { files: null, problem };
  }
  if (pattern.split('/').includes('..')) {
    return {
      files: null,
      problem: `${quoted(pattern)} leads out of the stack directory, where nothing is read`,
    };
  }
  const files = globSync(pattern, {
    cwd: directory,
    exclude: (path) => skipped.has(basename(path)),
    withFileTypes: false,
  });
  if (files.length > 0) return { files: files.toSorted(), problem: null };
  return { files: null, problem: `no file matches ${quoted(pattern)}` };
}

/**
 * The contract files of a stack, relative to `directory`, each once. `refuse` hears of each pattern that matches nothing, by its index.
 */
export function findContracts(
  directory: string,
  patterns: readonly string[],
  refuse: (index: number, problem: string) => void,
): string[] {
  const found = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    const { files, problem } = matchingFiles(directory, pattern);
    if (files === null) refuse(index, problem);
    else for (const file of files) found.add(file);
    if (found.size > suiteLimits.contracts) {
      refuse(index, `more than ${suiteLimits.contracts} contract files; make the pattern narrower`);
      break;
    }
  }
  return [...found].toSorted();
}
