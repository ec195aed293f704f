/**
 * Looks after a Pulumi command should this process be killed outright. Left alone, Pulumi would go on for as long as the
 * running step takes and die of a broken pipe when it next prints something: nothing saved, the stack locked. A Pulumi that was
 * killed as well leaves its providers, which would never end.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** $1: Pulumi's process id. Standard input ends when the process that started this one does; 3 and 4 are Pulumi's output. */
const script = `
read -r _ && exit
began=$(date +%s)
interrupts=1
kill -INT "$1"
while kill -0 "$1"; do
  cat <&3; cat <&4
  sleep 0.1 || sleep 1
  seconds=$(($(date +%s) - began))
  [ $seconds -ge 300 ] && [ $interrupts = 1 ] && kill -INT "$1" && interrupts=2
  [ $seconds -ge 310 ] && { pkill -KILL -s "$1" || kill -KILL "$1"; }
done >/dev/null 2>&1
pkill -KILL -s "$1"
`;

/** Cancels Pulumi as a first signal would once this process is gone. Returns what calls the watch off. */
export function watchOver(pulumi: ChildProcess): () => void {
  const watchdog = spawn('/bin/sh', ['-c', script, 'k8s-deploy-watchdog', String(pulumi.pid)], {
    detached: true, // out of reach of what ends us
    stdio: ['pipe', 'ignore', 'ignore', pulumi.stdout, pulumi.stderr],
  });
  watchdog.on('error', () => undefined); // no shell: as good as not watched
  // Node.js takes streams that it hands on to be read by the other process from now on.
  pulumi.stdout?.resume();
  pulumi.stderr?.resume();
  return () => watchdog.kill('SIGKILL');
}
