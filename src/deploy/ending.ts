/**
 * Ends a Pulumi command in stages. Its first SIGINT lets running steps end and starts no other; its second gives the
 * running ones up, but waits up to five seconds for each provider: those we end ourselves, so that Pulumi can still write
 * its state and free the lock.
 */
import type { ChildProcess } from 'node:child_process';
import { killAll, membersOf } from './process-session.ts';

/** How it was asked to end: gently, then at once. `force` comes only after `signal`. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
}

/** Milliseconds after `force`. GitHub's runner kills 2,500 ms after the second signal that it sends. */
const forced = { providers: 600, all: 1_300 };

/** Milliseconds after `signal` for a command that changes nothing: there is nothing to wait for. */
const impatient = 1_000;

/** `changes`: whether running steps are worth waiting for. Returns what calls the stages off. */
export function endInStages(
  child: ChildProcess,
  leader: number,
  { signal, force }: Interruption,
  { changes }: { changes: boolean },
): () => void {
  const timers: NodeJS.Timeout[] = [];
  const later = (milliseconds: number, end: (processes: number[]) => number[]): void => {
    timers.push(setTimeout(() => killAll(end(membersOf(leader))), milliseconds));
  };
  const gently = (): void => {
    child.kill('SIGINT');
    if (!changes) later(impatient, (all) => all);
  };
  const atOnce = (): void => {
    child.kill('SIGINT');
    later(forced.providers, (all) => all.filter((pid) => pid !== leader));
    later(forced.all, (all) => all);
  };
  signal.addEventListener('abort', gently, { once: true });
  force.addEventListener('abort', atOnce, { once: true });
  return () => {
    signal.removeEventListener('abort', gently);
    force.removeEventListener('abort', atOnce);
    for (const timer of timers) clearTimeout(timer);
  };
}
