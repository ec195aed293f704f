import type { ProgramName } from '../programs.ts';
import type { ComponentName, Plane } from './plane.ts';

/** One process of the plane. */
export interface Component {
  name: ComponentName;
  /** `python`: runs in the virtual environment that holds moto. */
  program: ProgramName | 'python';
  /** Components that must be ready, and settled, before this one is prepared. */
  needs: readonly ComponentName[];
  /** Writes its files or applies its objects before it starts. `program` is the absolute path of the program. */
  prepare?: (plane: Plane, program: string) => Promise<void>;
  command: (plane: Plane) => { args: string[]; env?: Record<string, string> };
  /** Whether it serves. An error means "not yet". */
  ready: (plane: Plane) => Promise<boolean>;
  /** What makes it useful once it serves, such as objects that it looks after. Runs again after a restart. */
  settle?: (plane: Plane, signal: AbortSignal) => Promise<void>;
}
