/** Takes a component of a plane away and brings it back, as a cloud does with a control plane. */
import type { ComponentName, Plane } from '../../toolchain/plane/plane.ts';
import { component } from '../../toolchain/plane/plane.ts';
import { isAlive, terminate } from '../../toolchain/plane/processes.ts';
import { startPlane } from '../../toolchain/plane/start.ts';

/** At once and without a word, as when its machine is lost. */
export const takeAway = async (plane: Plane, ...names: readonly ComponentName[]): Promise<void> => {
  const records = names.map((name) => component(plane, name));
  await terminate(records, 0);
  if (records.some(isAlive)) throw new Error(`${names.join(', ')} did not end`);
};

/** Everything that is missing, such as what has given up meanwhile; gives the plane with its new processes. */
export const bringBack = async ({ directory }: Plane): Promise<Plane> => await startPlane({ directory });
