import { Failure } from '../../src/stack/failure.ts';
import { ensurePrograms } from '../ensure.ts';
import type { ProgramName } from '../programs.ts';
import { ensureMoto } from '../python.ts';
import { bringUp, type ProgramOf } from './bring-up.ts';
import { components } from './components.ts';
import { withLock } from './lock.ts';
import { newPlane } from './new-plane.ts';
import { planeDirectory, readPlane, writePlane, type Plane } from './plane.ts';
import { isAlive } from './processes.ts';

export interface StartOptions {
  /** Default: `.k8s-deploy/local` below the working directory. */
  directory?: string | undefined;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Starts the local control plane, or what is missing of it, after building the programs that it needs. Returns once every
 * component serves, the nodes are ready and the defaults are there. What runs already is left alone.
 */
export async function startPlane(options: StartOptions = {}): Promise<Plane> {
  const directory = planeDirectory(options.directory);
  return withLock(directory, async () => {
    const known = readPlane(directory);
    const running = known?.components.some(isAlive) === true ? known : null;
    const python = running?.aws === null ? null : await pythonOrReason(options);
    const programOf = await findPrograms(python?.path ?? null, options);
    // With nothing running, ports and credentials are chosen anew: another program may have taken a port meanwhile.
    const plane = running ?? (await newPlane(directory, python?.missing ?? null));
    await bringUp(plane, programOf, options);
    plane.state = 'ready';
    writePlane(plane);
    return plane;
  });
}

async function findPrograms(python: string | null, options: StartOptions): Promise<ProgramOf> {
  const wanted = Object.values(components).map(({ program }) => program);
  const names = wanted.filter((program): program is ProgramName => program !== 'python');
  const paths: Partial<Record<ProgramName, string>> = await ensurePrograms({ ...options, names });
  return (program) => {
    const path = program === 'python' ? python : paths[program];
    if (path === undefined || path === null) throw new Error(`${program} is not there.`);
    return path;
  };
}

/** Only the AWS stand-in needs Python: without it the plane lacks that and says so. */
async function pythonOrReason(
  options: StartOptions,
): Promise<{ path: string | null; missing: string | null }> {
  try {
    return { path: await ensureMoto(options), missing: null };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
    const missing = [error.message, error.hint ?? ''].join(' ').trim();
    options.onProgress?.(`without moto (AWS for tests): ${missing}`);
    return { path: null, missing };
  }
}
