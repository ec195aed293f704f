/** Places that inputs name: inside the workspace, whatever links lead out of it. */
import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { quoted } from '../../stack/problem.ts';

/**
 * The real path of what `path` names, seen from the workspace; a text that says what is wrong if there is nothing, or if it lies elsewhere: a link or `..`
 * that leaves the workspace would run what nobody has reviewed.
 */
export function insideWorkspace(
  path: string,
  workspace: string,
): { readonly path: string } | { readonly problem: string } {
  const root = realPath(workspace);
  const real = realPath(resolve(workspace, path));
  if (root === null)
    return { problem: 'the workspace does not exist: check the repository out first (actions/checkout)' };
  if (real === null) return { problem: `${quoted(path)} does not exist in the workspace` };
  const from = relative(root, real);
  if (from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from))
    return { problem: `${quoted(path)} leaves the workspace: expected a folder inside of it` };
  return { path: real };
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
