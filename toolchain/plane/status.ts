import { components } from './components.ts';
import { logTail } from './logs.ts';
import { planeDirectory, readPlane, type ComponentName, type Plane, type PlaneComponent } from './plane.ts';
import { isAlive } from './processes.ts';

export interface ComponentStatus {
  name: ComponentName;
  /** `unready`: its process lives and doesn't serve (yet). */
  state: 'ready' | 'unready' | 'dead';
  pid: number | null;
  port: number;
  log: string;
  /** Last lines of the log, unless it is ready. */
  logTail: string | null;
}

export interface PlaneStatus {
  directory: string;
  /** `degraded`: some component is dead or doesn't serve. */
  state: 'ready' | 'degraded' | 'stopped';
  /** Null when stopped. */
  plane: Plane | null;
  components: ComponentStatus[];
}

/** Asks every component now. */
export async function planeStatus(directory?: string): Promise<PlaneStatus> {
  const root = planeDirectory(directory);
  const plane = readPlane(root);
  if (plane === null) return { directory: root, state: 'stopped', plane: null, components: [] };
  const found = await Promise.all(plane.components.map((record) => componentStatus(plane, record)));
  const state = found.every((one) => one.state === 'dead')
    ? 'stopped'
    : found.every((one) => one.state === 'ready')
      ? 'ready'
      : 'degraded';
  return { directory: root, state, plane, components: found };
}

async function componentStatus(plane: Plane, record: PlaneComponent): Promise<ComponentStatus> {
  const { name, pid, port, log } = record;
  const state = !isAlive(record) ? 'dead' : (await serves(plane, name)) ? 'ready' : 'unready';
  return { name, state, pid, port, log, logTail: state === 'ready' ? null : logTail(log) };
}

async function serves(plane: Plane, name: ComponentName): Promise<boolean> {
  try {
    return await components[name].ready(plane);
  } catch {
    return false;
  }
}
