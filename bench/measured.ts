/** One run of a program: how long it took, and what it and its children cost. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export interface Measured {
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time, the start of the process included. */
  readonly seconds: number;
}

export interface Cost {
  /** Of each process the most that it had resident, summed. */
  readonly bytes: number;
  /** Of processors, all of them together. */
  readonly seconds: number;
}

/** Throws if it ends with another code than 0. `onStart` is given the process's id. */
export async function measured(
  { program, args, environment, cwd }: Command,
  onStart: (pid: number) => void = () => undefined,
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(program, [...args], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) onStart(child.pid);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => (text[name] += part));
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  if (exitCode === 0) return { ...text, seconds };
  throw new Error(`${program} ${args.join(' ')}: exit code ${exitCode}\n${text.stdout}\n${text.stderr}`);
}

const sampleMilliseconds = 50;

/**
 * What a run costs: the program and what it renders with, and the Pulumi CLI with its providers. Linux only. Looking takes time, so that it is a
 * little slower.
 */
export async function costOf(
  command: Command,
): Promise<{ readonly own: Cost; readonly pulumi: Cost; readonly seconds: number }> {
  const last = new Map<number, Seen>();
  let sampling: NodeJS.Timeout | undefined;
  let seconds = 0;
  try {
    ({ seconds } = await measured(command, (pid) => {
      sampling = setInterval(() => {
        // Of one that has ended and is not collected yet nothing is told.
        for (const seen of processesBelow(pid)) if (seen.cost.bytes > 0) last.set(seen.pid, seen);
      }, sampleMilliseconds);
    }));
  } finally {
    clearInterval(sampling);
  }
  const sum = (isPulumi: boolean): Cost =>
    [...last.values()]
      .filter((seen) => seen.isPulumi === isPulumi)
      .reduce((all, { cost }) => ({ bytes: all.bytes + cost.bytes, seconds: all.seconds + cost.seconds }), {
        bytes: 0,
        seconds: 0,
      });
  return { own: sum(false), pulumi: sum(true), seconds };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly cost: Cost;
}

interface Seen extends Process {
  readonly isPulumi: boolean;
}

function processesBelow(root: number): Seen[] {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const found = processOf(Number(name));
        return found === null ? [] : [[found.pid, found] as const];
      }),
  );
  return [...all.values()].flatMap((process) => {
    const line = lineage(process, all);
    const isPulumi = line.some(({ name }) => name.startsWith('pulumi'));
    return line.some(({ pid }) => pid === root) ? [{ ...process, isPulumi }] : [];
  });
}

function lineage(process: Process, all: ReadonlyMap<number, Process>): Process[] {
  const parent = all.get(process.parent);
  return parent === undefined ? [process] : [process, ...lineage(parent, all)];
}

const ticksPerSecond = 100; // what the kernel counts in for us, whatever it counts in itself

/** Null if it has ended. See proc(5). */
function processOf(pid: number): Process | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return {
      pid,
      parent: Number(field('PPid')),
      name: field('Name'),
      cost: {
        bytes: Number.parseInt(field('VmHWM') || '0', 10) * 1024, // told in kB
        seconds: (user + system) / ticksPerSecond,
      },
    };
  } catch {
    return null;
  }
}
