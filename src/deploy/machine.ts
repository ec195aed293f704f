/** Which machine this is, as far as processes go, and whether those of a run that was noted on it are gone. */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { identityOf } from '../../toolchain/plane/processes.ts';
import { membersOf } from './process-session.ts';
import type { NotedProcess, RunNote } from './run-note.ts';

/**
 * The boot and the space of process ids: two containers of one machine differ in the latter, and so do two machines with one name in the former. Null where
 * there is no /proc (macOS).
 */
export function thisMachine(): string | null {
  if (!existsSync('/proc/self/stat')) return null;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

export interface Processes {
  /** The run itself, or a Pulumi of it, still runs. */
  readonly alive: boolean;
  /** Providers that a killed Pulumi has left: they do nothing any more, and never end. */
  readonly orphans: readonly number[];
}

/** Null if they cannot be looked for here. */
export function processesOf({ machine, process: own, pulumi }: RunNote): Processes | null {
  if (machine === null || machine !== thisMachine()) return null;
  const alive = [own, ...pulumi].some(isAlive);
  return { alive, orphans: alive ? [] : pulumi.flatMap(leftBy) };
}

/** Without an identity nobody can tell it from another with its id: it counts as alive as long as there is one. */
const isAlive = ({ pid, identity }: NotedProcess): boolean => {
  const now = identityOf(pid);
  return now !== null && (identity === null || now === identity);
};

/** While a session has members, its leader's id is given to nobody else: if somebody has it, the session is another one. */
const leftBy = ({ pid }: NotedProcess): number[] => (identityOf(pid) === null ? membersOf(pid) : []);
