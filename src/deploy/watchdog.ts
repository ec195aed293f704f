/**
 * Looks after a Pulumi command should this process be killed outright. Left alone, Pulumi would go on for as long as the
 * running step takes and die of a broken pipe when it next prints something: nothing saved, the stack locked.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** $1: Pulumi's process id. Standard input ends when the process that started this one does; 3 and 4 are Pulumi's output. */
const script = `
read -r _ && exit
seconds=0
kill -INT "$1"
while kill -0 "$1"; do
  cat <&3; cat <&4
  seconds=$((seconds + 1))
  case $seconds in
    300) kill -INT "$1" ;;
    310) pkill -KILL -s "$1" || kill -KILL "$1"; exit ;;
  esac
  sleep 1
done >/dev/null 2>&1
`;

/** Cancels Pulumi as a first signal would once this process is gone. Returns what calls the watch off. */
export function watchOver(pulumi: ChildProcess): () => void {
  const watchdog = spawn('/bin/sh', ['-c', script, 'k8s-deploy-watchdog', String(pulumi.pid)], {
    detached: true, // out of reach of what ends us
    stdio: ['pipe', 'ignore', 'ignore', pulumi.stdout, pulumi.stderr],
  });
  watchdog.on('error', () => undefined); // no shell: as good as not watched
  return () => watchdog.kill('SIGKILL');
}
