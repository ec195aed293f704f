/** A folder that is to keep the states of stacks. */
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { Failure } from '../../stack/failure.ts';
import type { Backend } from '../backend.ts';
import { storeFailure } from '../store-failure.ts';
import { isOurs } from './ours.ts';

/** Makes it, readable by its owner only. Gives whether it was made; one that is there is left as it is. Throws a `Failure` if it holds other things. */
export async function initFolder(backend: Extract<Backend, { kind: 'file' }>): Promise<boolean> {
  const { folder } = backend;
  try {
    const created = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
    if (created) await chmod(folder, 0o700); // whatever the umask
    const foreign = (await readdir(folder)).filter((name) => !isOurs(name));
    if (foreign.length === 0) return created;
    throw new Failure('configuration', `${folder} holds other things: ${some(foreign)}`, {
      hint: 'choose a folder of its own for the state; nothing was changed',
    });
  } catch (error) {
    throw storeFailure(error, backend);
  }
}

function some(names: readonly string[]): string {
  const rest = names.length - 3;
  return names.slice(0, 3).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
