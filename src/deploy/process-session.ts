/**
 * The processes of a session. Pulumi is started as the leader of one, and puts each of its providers into a process group
 * of its own: a signal to Pulumi's group would not reach them, but they stay in its session.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ids of the session's processes that are alive, the leader's included. */
export function membersOf(leader: number): number[] {
  return existsSync('/proc/self/stat') ? bySession(leader) : byParents(leader);
}

/** Ends them at once; those that are gone already don't matter. */
export function killAll(processes: readonly number[]): void {
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function bySession(leader: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // proc(5): "pid (name) state ppid pgrp session …"; the name may hold anything, parentheses too.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state = '', , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(session) === leader && !'ZX'.includes(state);
      } catch {
        return false; // it ended in between
      }
    });
}

/** For systems without /proc (macOS), whose ps does not tell sessions: the leader and what descends from it, while it lives. */
export function byParents(leader: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  const alive = (stdout ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([pid, parent, state = 'Z']) =>
      state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }],
    );
  const found = alive.some(({ pid }) => pid === leader) ? [leader] : [];
  // Grows while it is walked: children of children follow.
  for (const id of found) {
    found.push(...alive.filter(({ parent }) => parent === id).map(({ pid }) => pid));
  }
  return found;
}
