import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** A program that waits for the stages of an interruption and prints them. `then`: what it does afterwards. */
const waiting = (then: string): string => `
import { interruption } from './src/commands/interruption.ts';
const { signal, force, release } = interruption(process);
for (const [stage, wish] of Object.entries({ signal, force }))
  wish.addEventListener('abort', () => process.stdout.write(stage + '\\n'));
const busy = setInterval(() => {}, 1000);
process.stdout.write('ready\\n');
${then}
`;

const hangs = '';
/** A command that returns with 7 once it is asked to end, but leaves something open. */
const lingers = `signal.addEventListener('abort', () => { release(); process.exitCode = 7; });`;
const endsWell = `signal.addEventListener('abort', () => { release(); process.exitCode = 7; clearInterval(busy); });`;

interface Ended {
  readonly code: number | null;
  readonly stages: string;
  readonly seconds: number; // after the last signal
}

/** Sends the signals, each after so many milliseconds. */
async function run(then: string, signals: readonly (readonly [number, NodeJS.Signals])[]): Promise<Ended> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--input-type=module-typescript', '-e', waiting(then)],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.startsWith('ready\n')) resolve();
    });
  });
  const closed = once(child, 'close');
  await ready;
  for (const [after, signal] of signals) {
    await sleep(after);
    child.kill(signal);
  }
  const last = performance.now();
  const [code] = (await closed) as [number | null];
  const stages = text.trim().split('\n').slice(1).join(' ');
  return { code, stages, seconds: (performance.now() - last) / 1000 };
}

describe.concurrent('a wish to end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s is gentle at first', async (signal) => {
    const { code, stages, seconds } = await run(endsWell, [[0, signal]]);
    expect({ code, stages }).toEqual({ code: 7, stages: 'signal' });
    expect(seconds).toBeLessThan(1);
  });

  test('a second signal, of whatever kind, is not; what hangs nevertheless ends with 8 before GitHub kills it', async () => {
    const { code, stages, seconds } = await run(hangs, [
      [0, 'SIGINT'],
      [400, 'SIGTERM'],
    ]);
    expect({ code, stages }).toEqual({ code: 8, stages: 'signal force' });
    expect(seconds).toBeGreaterThan(1.8); // as long as Pulumi may take to be ended in stages
    expect(seconds).toBeLessThan(2.5);
  });

  test('one Ctrl-C that npx passes on as well is one; a third signal changes nothing', async () => {
    const { stages } = await run(hangs, [
      [0, 'SIGINT'],
      [20, 'SIGINT'],
      [200, 'SIGINT'],
      [200, 'SIGINT'],
      [100, 'SIGINT'],
    ]);
    expect(stages).toBe('signal force');
  });

  test('what a command that has returned leaves open does not keep the process', async () => {
    const { code, seconds } = await run(lingers, [[0, 'SIGINT']]);
    expect(code).toBe(7);
    expect(seconds).toBeLessThan(1);
  });
});
