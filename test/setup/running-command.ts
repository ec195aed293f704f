/** The command line while it runs: to send it signals, and to see what it has started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byParents, membersOf } from '../../src/deploy/process-session.ts';
import type { Ran, StackCopy } from './stack-copy.ts';

const root = join(import.meta.dirname, '..', '..');
const defaultEntry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');

export interface Running {
  readonly child: ChildProcess;
  /** All it has printed until now. */
  text(): string;
  /** Ids of Pulumi and of all that it has started, watched while they run. */
  pulumi(): number[];
  /** Of these, those whose program has this in its path. */
  named(name: string): number[];
  /** Sends a signal and notes the time. */
  signal(name: NodeJS.Signals): void;
  /** `seconds`: since the last signal. */
  readonly ended: Promise<Ran>;
}

/** Starts `k8s-deploy ARGS` in the stack directory of `copy`. `entry`: its program, as in `copyExample`. */
export function startCommand(
  copy: Pick<StackCopy, 'directory' | 'environment'>,
  args: readonly string[],
  { entry = defaultEntry, environment = {} }: { entry?: string; environment?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(process.execPath, [entry, ...args, '-C', copy.directory], {
    cwd: root,
    env: { ...copy.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  let since = performance.now();
  const sessions = new Set<number>();
  const pulumi = (): number[] => {
    for (const pid of byParents(child.pid ?? 0)) {
      if (commandOf(pid).endsWith('/pulumi')) sessions.add(pid);
    }
    return [...sessions].flatMap(membersOf);
  };
  return {
    child,
    text: () => text.stdout + text.stderr,
    pulumi,
    named: (name) => pulumi().filter((pid) => commandOf(pid).includes(name)),
    signal(name) {
      pulumi();
      since = performance.now();
      child.kill(name);
    },
    ended: (async () => {
      const [code] = (await once(child, 'close')) as [number | null];
      return { exitCode: code ?? -1, ...text, seconds: (performance.now() - since) / 1000 };
    })(),
  };
}

/** The path of the program that a process runs; nothing if it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
  } catch {
    return '';
  }
}
