import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 25;
/** How long processes may take to end by themselves after SIGTERM, unless told otherwise, and to vanish after SIGKILL. */
const graceMs = 8_000;
const killMs = 5_000;

export interface ProcessRecord {
  pid: number | null;
  identity: string | null;
}

/**
 * What tells this process from any other that had or will have its pid: when it began, and in which boot. Null if there
 * is no such process, or only its remains (a zombie).
 */
export function identityOf(pid: number): string | null {
  if (!existsSync('/proc/self/stat')) return identityByPs(pid);
  try {
    // proc(5): "pid (name) state ppid …"; the name may hold anything, so fields count from the last parenthesis:
    // state is field 3 and starttime (in clock ticks since boot) is field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

/** For systems without /proc (macOS): the start time to the second. */
export function identityByPs(pid: number): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  });
  const [state = '', ...start] = stdout.trim().split(/\s+/);
  return status === 0 && !state.startsWith('Z') && start.length > 0 ? start.join(' ') : null;
}

export function isAlive({ pid, identity }: ProcessRecord): boolean {
  return pid !== null && identity !== null && identityOf(pid) === identity;
}

/**
 * Starts a process that outlives this one, as the leader of its own process group, with both streams appended to `log`.
 * Nothing of this process's environment is inherited but PATH: proxies or credentials of the user stay out.
 */
export async function launch(
  program: string,
  args: readonly string[],
  { cwd, env, log }: { cwd: string; env: Record<string, string>; log: string },
): Promise<{ pid: number; identity: string | null }> {
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(program, args, {
      cwd,
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env['PATH'], HOME: cwd, ...env },
    });
    // Rejects with the system's error if there is no such program.
    await once(child, 'spawn');
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, identity: identityOf(pid) };
  } finally {
    closeSync(output);
  }
}

/**
 * Ends these processes with their groups, and no others: one whose pid now belongs to somebody else is left alone.
 * They have `withinMs` to end by themselves.
 */
export async function terminate(processes: readonly ProcessRecord[], withinMs = graceMs): Promise<void> {
  signalAll(processes, 'SIGTERM');
  if (await allEnd(processes, withinMs)) return;
  signalAll(processes, 'SIGKILL');
  await allEnd(processes, killMs);
}

function signalAll(processes: readonly ProcessRecord[], signal: NodeJS.Signals): void {
  for (const record of processes) {
    if (record.pid === null || !isAlive(record)) continue;
    try {
      process.kill(-record.pid, signal);
    } catch (error) {
      // It ended in between.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function allEnd(processes: readonly ProcessRecord[], withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(pollMs)) {
    if (!processes.some(isAlive)) return true;
  }
  return !processes.some(isAlive);
}
