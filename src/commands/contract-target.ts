/** Where a contract file is written, and what it may name. */
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Failure } from '../stack/failure.ts';
import { shownPath } from '../stack/shown-path.ts';

/** Absolute paths. */
export interface ContractTarget {
  /** Nothing outside of it is read when the contract is checked. */
  readonly directory: string;
  readonly file: string;
  readonly chart: string;
}

/** Throws a `Failure` (configuration) if the file is there, or lies outside of the directory. */
export function contractTarget(
  path: string,
  chart: string,
  { cwd, force }: { readonly cwd: string; readonly force: boolean },
): ContractTarget {
  const [directory, file] = [resolve(cwd), resolve(path)];
  for (const [what, place] of [
    ['the contract file', file],
    ['the chart', chart],
  ] as const) {
    if (isInside(directory, place)) continue;
    throw new Failure('configuration', `${what} ${shownPath(place)} does not lie in ${directory}`, {
      hint: 'name a folder that has the contract, its values and its chart with --cwd',
    });
  }
  if (existsSync(file) && !force) {
    throw new Failure('configuration', `${shownPath(file)} is there already`, {
      hint: 'give --force to overwrite it, or another name',
    });
  }
  return { directory, file, chart };
}

export function isInside(directory: string, place: string): boolean {
  const way = relative(directory, place);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
