/** All that a command has started, to end it as a lost machine would, and to see whether anything stays. Linux only: it reads /proc. */
import { readdirSync, readFileSync } from 'node:fs';
import { killAll } from '../../src/deploy/process-session.ts';

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** In clock ticks since the machine started: tells it from another that gets its id later. */
  readonly started: string;
}

export interface ProcessTree {
  /** Takes in what has been started since. */
  look(): void;
  /** Ids of those that were seen and live. */
  alive(): number[];
  /** SIGKILL to all of them, until none is left that could start another. */
  kill(): void;
}

export function processTree(root: number): ProcessTree {
  const known = new Map<number, Seen>();
  const look = (): void => {
    const others = running();
    for (let grown = true; grown;) {
      grown = false;
      for (const one of others) {
        // Pulumi leads a session of its own, and so does what watches over it: they stay in it when their parent is gone.
        const belongs = one.pid === root || known.has(one.parent) || known.has(one.session);
        if (!belongs || known.get(one.pid)?.started === one.started) continue;
        known.set(one.pid, one);
        grown = true;
      }
    }
  };
  const alive = (): number[] =>
    running()
      .filter(({ pid, started }) => known.get(pid)?.started === started)
      .map(({ pid }) => pid);
  look();
  return {
    look,
    alive,
    kill() {
      for (let found = alive(); found.length > 0; look(), found = alive()) killAll(found);
    },
  };
}

/** All but those that have ended and were not collected yet. */
const running = (): Seen[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => seen(Number(name)) ?? []);

function seen(pid: number): Seen | null {
  try {
    // proc(5): "pid (name) state ppid pgrp session …", and the time it started is the 22nd; the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent, , session] = fields;
    if ('ZX'.includes(state)) return null;
    return { pid, parent: Number(parent), session: Number(session), started: fields[19] ?? '' };
  } catch {
    return null; // it ended in between
  }
}
