import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { byParents, killAll, membersOf } from '../../../src/deploy/process-session.ts';
import { exitOf, isGone, pulumiStandIn, type StandIn } from './pulumi-stand-in.ts';

/** Waits for a file that the stand-in writes, and returns its text. */
async function written({ folder }: Pick<StandIn, 'folder'>, name: string): Promise<string> {
  const path = join(folder, name);
  await vi.waitFor(() => expect(existsSync(path) && readFileSync(path, 'utf8')).toMatch(/\n$/), 20_000);
  return readFileSync(path, 'utf8').trim();
}

const pidIn = async (standIn: StandIn, name: string): Promise<number> => Number(await written(standIn, name));

/** Seconds until `work` ends. */
async function seconds(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return (performance.now() - started) / 1000;
}

/** Seconds; what is ended by force takes up to 1.6, and tests share their machine with others. */
const soon = 6;

/** Ends of processes are seen a moment later. */
const gone = async (...pids: readonly number[]): Promise<void> =>
  await vi.waitFor(() => expect(pids.every(isGone)).toBe(true), 10_000);

/** A program that counts the SIGINTs it gets. `then`: what it does about each. */
const counting = (then: string, work = 'while :; do sleep 0.05; done'): string => `
count=0
trap 'count=$((count + 1)); echo $count > ints; ${then}' INT
echo $$ > ready
${work}`;

/** As Pulumi starts a provider: in a process group of its own. */
const provider = `
set -m
sh -c 'trap "" INT TERM; echo $$ > provider; while :; do sleep 0.05; done' &
set +m`;

describe.concurrent('the first signal', () => {
  test('is passed on once, and what then ends in order is waited for', async () => {
    const standIn = await pulumiStandIn(counting('sleep 1; echo saved > saved; exit 8'));
    const running = exitOf(standIn.run(['up', '--yes']));
    await written(standIn, 'ready');
    standIn.gentle.abort();
    standIn.gentle.abort();
    expect(await running).toMatchObject({ exitCode: 8, signal: null });
    expect(await written(standIn, 'saved')).toBe('saved');
    expect(await written(standIn, 'ints')).toBe('1');
  });

  test('does not end what takes its time', async () => {
    const standIn = await pulumiStandIn(counting('sleep 2.5; exit 8'));
    const running = exitOf(standIn.run(['destroy', '--yes']));
    await written(standIn, 'ready');
    standIn.gentle.abort();
    expect(await seconds(running)).toBeGreaterThan(2.4);
    expect(await running).toMatchObject({ exitCode: 8 });
  });

  test.each([[['preview']], [['stack', 'output']]])(
    'ends %j soon, even if it ignores signals',
    async (args) => {
      const standIn = await pulumiStandIn(`${provider}\n${counting(':')}`);
      const running = exitOf(standIn.run(args));
      const pid = await pidIn(standIn, 'provider');
      await written(standIn, 'ready');
      standIn.gentle.abort();
      expect(await seconds(running)).toBeLessThan(soon);
      expect(await running).toMatchObject({ signal: 'SIGKILL' });
      await gone(pid);
    },
  );

  test('keeps an operation from being started', async () => {
    const standIn = await pulumiStandIn('echo started > started');
    standIn.gentle.abort();
    expect(await exitOf(standIn.run(['up', '--yes']))).toMatchObject({
      exitCode: null,
      signal: null,
      message: 'pulumi up --yes was not started',
    });
    expect(existsSync(join(standIn.folder, 'started'))).toBe(false);
  });
});

describe.concurrent('the second signal', () => {
  test('is the second SIGINT', async () => {
    const standIn = await pulumiStandIn(counting('[ $count = 2 ] && exit 8'));
    const running = exitOf(standIn.run(['up']));
    await written(standIn, 'ready');
    standIn.gentle.abort();
    await vi.waitFor(async () => expect(await written(standIn, 'ints')).toBe('1'), 10_000);
    standIn.force.abort();
    expect(await running).toMatchObject({ exitCode: 8, signal: null }); // by itself, before it is killed
  });

  test('ends providers that hang, so that Pulumi can end in order', async () => {
    const standIn = await pulumiStandIn(
      `${provider}\n${counting(':', 'while [ ! -e provider ] || kill -0 $(cat provider) 2>/dev/null; do sleep 0.05; wait; done; echo freed > freed; exit 8')}`,
    );
    const running = exitOf(standIn.run(['up']));
    const pid = await pidIn(standIn, 'provider');
    standIn.gentle.abort();
    standIn.force.abort();
    expect(await running).toMatchObject({ exitCode: 8, signal: null });
    expect(await written(standIn, 'freed')).toBe('freed');
    await gone(pid);
  });

  test('ends everything soon if Pulumi hangs too', async () => {
    const standIn = await pulumiStandIn(
      `trap '' INT\n${provider}\necho $$ > ready\nwhile :; do sleep 0.05; done`,
    );
    const running = exitOf(standIn.run(['up']));
    const pids = await Promise.all([pidIn(standIn, 'provider'), pidIn(standIn, 'ready')]);
    standIn.gentle.abort();
    standIn.force.abort();
    expect(await seconds(running)).toBeLessThan(soon);
    expect(await running).toMatchObject({ signal: 'SIGKILL' });
    await gone(...pids);
  });
});

describe.concurrent('what outlives Pulumi', () => {
  test('is ended if Pulumi was killed', async () => {
    const standIn = await pulumiStandIn(
      `${provider}\nwhile [ ! -e provider ]; do sleep 0.05; done; kill -KILL $$`,
    );
    expect(await exitOf(standIn.run(['up']))).toMatchObject({ signal: 'SIGKILL' });
    const pid = await pidIn(standIn, 'provider');
    await gone(pid);
  });

  test('is not waited for, though it holds the output open', async () => {
    const standIn = await pulumiStandIn('sleep 20 & echo $! > left; echo done');
    let result: unknown;
    const took = await seconds(standIn.run(['up']).then((ended) => (result = ended)));
    process.kill(await pidIn(standIn, 'left'));
    expect(result).toMatchObject({ stdout: 'done\n', code: 0 });
    expect(took).toBeLessThan(10); // of 20
  });
});

test('the processes of a session are found whatever their group, by session and by parents', async () => {
  const { folder } = await pulumiStandIn('');
  const child = spawn('/bin/sh', ['-c', `${provider}\nwait`], { cwd: folder, detached: true });
  await once(child, 'spawn');
  const leader = child.pid ?? 0;
  const pid = Number(await written({ folder }, 'provider'));
  try {
    for (const members of [membersOf(leader), byParents(leader)]) {
      expect(members).toEqual(expect.arrayContaining([leader, pid]));
      expect(members).not.toContain(process.pid);
    }
  } finally {
    killAll([leader, pid]);
  }
});

describe.concurrent('if this process is killed', () => {
  /** Runs the stand-in in a process of its own, which can be killed. */
  const owner = (standIn: StandIn): string => `
import { SemVer } from 'semver';
import { pulumiCommand } from '${join(import.meta.dirname, '../../../src/deploy/pulumi-command.ts')}';
const { signal } = new AbortController();
const command = pulumiCommand({
  command: '${standIn.folder}/pulumi', version: new SemVer('3.259.0'), path: process.env.PATH,
  interruption: { signal, force: signal },
});
await command.run(['up'], '${standIn.folder}', {}, undefined, undefined, signal);
`;

  test('Pulumi is cancelled, and can still print and save', async () => {
    // More than a pipe holds: without a reader it would block, and without the pipe die of SIGPIPE.
    const standIn = await pulumiStandIn(
      counting('head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; echo saved > saved; exit 8'),
    );
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', owner(standIn)], {
      cwd: join(import.meta.dirname, '../../..'),
      stdio: 'ignore',
    });
    const pid = await pidIn(standIn, 'ready');
    child.kill('SIGKILL');
    expect(await written(standIn, 'saved')).toBe('saved');
    expect(await written(standIn, 'ints')).toBe('1');
    await gone(pid);
  });

  test('and what a Pulumi leaves that is killed as well is ended', async () => {
    const standIn = await pulumiStandIn(`${provider}\necho $$ > ready\nwhile :; do sleep 0.05; done`);
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', owner(standIn)], {
      cwd: join(import.meta.dirname, '../../..'),
      stdio: 'ignore',
    });
    const pids = await Promise.all([pidIn(standIn, 'provider'), pidIn(standIn, 'ready')]);
    killAll([child.pid ?? 0, pids[1]]);
    await gone(...pids);
    expect(pids.map(isGone)).toEqual([true, true]);
  });

  test('and nobody is left to look after a Pulumi that has ended', async () => {
    const { run, folder } = await pulumiStandIn('echo $$ > ready; while [ ! -e seen ]; do sleep 0.05; done');
    const running = run(['up']);
    const pid = Number(await written({ folder }, 'ready'));
    const watchdogs = (): number[] =>
      byParents(process.pid).filter((id) => readCommand(id).includes(`watchdog\0${pid}`));
    await vi.waitFor(() => expect(watchdogs()).toHaveLength(1), 10_000);
    writeFileSync(join(folder, 'seen'), '');
    await running;
    await vi.waitFor(() => expect(watchdogs()).toEqual([]), 10_000);
  });
});

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
