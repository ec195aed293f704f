/** Where in the repository a stack directory is: two stacks of one name are told apart by it, on every machine alike. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Relative to the root of the repository, else to where the command was started; `.` for that itself. */
export function stackPlace(directory: string): { readonly directory: string } {
  const folder = resolve(directory);
  const place = relative(repositoryRoot(folder) ?? startedIn, folder);
  return { directory: place === '' ? '.' : place.split(sep).join('/') };
}

/** The process moves to the stack directory later. */
const startedIn = process.cwd();

function repositoryRoot(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : repositoryRoot(above);
}
