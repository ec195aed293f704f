import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { planeDirectory, readPlane, type ComponentName } from './plane.ts';
import { isAlive, terminate } from './processes.ts';

/** Everything but the logs, which are worth reading afterwards. */
const leftovers = ['data', 'config', 'pki', 'kubeconfig', 'plane.json'];

/**
 * Ends the plane's own processes and removes its data: the next plane starts empty. Does nothing if there is no plane.
 * Returns the names of the components that were running.
 */
export async function stopPlane(directory?: string): Promise<ComponentName[]> {
  const root = planeDirectory(directory);
  if (!existsSync(root)) return [];
  return withLock(root, async () => {
    const plane = readPlane(root);
    if (plane === null) return [];
    const running = plane.components.filter(isAlive);
    await terminate(running);
    for (const entry of leftovers) await rm(join(root, entry), { recursive: true, force: true });
    return running.map(({ name }) => name);
  });
}
