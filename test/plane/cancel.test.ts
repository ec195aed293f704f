import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { killAll } from '../../src/deploy/process-session.ts';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { type Running, startCommand } from '../setup/running-command.ts';
import { execute, type Ran } from '../setup/stack-copy.ts';

const plane = testPlane();
let example: OpenExample;

const onDev = ['--stack', 'dev'];
const up = (): Promise<Ran> => example.run(['up', ...onDev]);
const started: Running[] = [];
const start = (
  ...args: Parameters<typeof startCommand> extends [unknown, ...infer Rest] ? Rest : never
): Running => {
  const running = startCommand(example, ...args);
  started.push(running);
  return running;
};

/** Pods that wait for a scheduler which is not there: the release never becomes ready. */
const template = (): string => join(example.directory, 'charts/hello/templates/deployment.yaml');
function schedule(scheduler: 'default-scheduler' | 'nobody'): void {
  const text = readFileSync(template(), 'utf8').replace(/      schedulerName: .*\n/, '');
  writeFileSync(
    template(),
    text.replace('      containers:', `      schedulerName: ${scheduler}\n      containers:`),
  );
}

/** `up` of a release that never becomes ready, at the moment when it is waited for. */
async function upThatHangs(options: { entry?: string } = {}): Promise<Running> {
  schedule('nobody');
  const running = start(['up', ...onDev], options);
  await vi.waitFor(
    async () => {
      const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
      expect(running.named('/pulumi-3')).not.toEqual([]);
      expect(JSON.stringify(deployment?.spec)).toContain('nobody');
    },
    { timeout: 60_000, interval: 200 },
  );
  return running;
}

const locks = (): string[] => {
  const folder = join(example.state, '.pulumi/locks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name.endsWith('.json') ? [entry.name] : [],
  );
};

const statusOf = async (): Promise<string | undefined> =>
  (await releaseRecords(plane)).toSorted((a, b) => b.version - a.version).find(({ name }) => name === 'hello')
    ?.info.status;

/** What the text tells to do with Helm, done. */
async function helm(text: string, verb: string): Promise<void> {
  const [, args] = new RegExp(`\`helm (${verb} [^\`]*)\``).exec(text) ?? [];
  await must(execute('helm', args?.split(' ') ?? [], example.environment, example.directory));
}

const noOrphan = (running: Running): Promise<void> =>
  vi.waitFor(() => expect(running.pulumi()).toEqual([]), { timeout: 20_000 });

/** Seconds. The runner sends SIGTERM 7.5 s after SIGINT, and kills everything 2.5 s later. */
const runner = { patience: 7.5, kill: 2.5 };
const patience = async (seconds: number): Promise<unknown> =>
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/** What the text tells to do, and what it leaves. */
async function recovered(text: string): Promise<void> {
  expect(text).toContain('`k8s-deploy recover --stack dev`');
  await must(example.run(['recover', ...onDev]));
  expect({ locks: locks(), status: await statusOf() }).toEqual({ locks: [], status: 'failed' });
}

beforeAll(async () => {
  example = await openExample('plain-chart');
});
afterEach(async () => {
  for (const running of started.splice(0)) {
    await noOrphan(running).finally(() => {
      running.child.kill('SIGKILL');
      killAll(running.pulumi());
    });
  }
});
afterAll(async () => {
  await example.run(['destroy', '--yes', ...onDev]);
  example.remove();
});

describe('one signal', () => {
  test('SIGINT to up: what runs is ended in order and saved, and the next run goes on from there', async () => {
    const running = await upThatHangs();
    running.signal('SIGINT');
    const { exitCode, stderr, seconds } = await running.ended;
    expect(exitCode).toBe(8);
    expect(seconds).toBeLessThan(runner.patience);
    expect(stderr).toContain(
      'i cancelling: no further step starts; waiting for Release hello (again to end at once)',
    );
    expect(stderr).toContain(
      'error (cancelled): cancelled: 4 steps done, Release hello interrupted; this is saved\n' +
        '  what to do: `k8s-deploy up --stack dev` goes on from there\n',
    );
    expect(locks()).toEqual([]);
    expect(await statusOf()).toBe('failed');

    schedule('default-scheduler');
    expect((await must(up())).stdout).toMatch(/: 1 updated, 4 unchanged\n$/);
    expect(await statusOf()).toBe('deployed');
  });

  test('SIGTERM, to the program as it is in the source', async () => {
    const running = await upThatHangs({ entry: join(import.meta.dirname, '../../src/cli.ts') });
    running.signal('SIGTERM');
    const { exitCode, stderr, seconds } = await running.ended;
    expect({ exitCode, locks: locks() }).toEqual({ exitCode: 8, locks: [] });
    expect(seconds).toBeLessThan(runner.patience);
    expect(stderr).toContain(
      'cancelled: Release hello interrupted; this is saved\n' +
        '  what to do: `k8s-deploy up --stack dev` goes on from there\n' +
        '  to go back instead, first undo what it has begun: `helm rollback hello --namespace hello`\n',
    );
    await helm(stderr, 'rollback');
    expect(await statusOf()).toBe('deployed');
  });

  test('SIGINT to a preview whose provider hangs ends it soon', async () => {
    const running = start(['preview', '--json', ...onDev]);
    await vi.waitFor(() => expect(running.named('pulumi-resource-kubernetes')).toHaveLength(1), {
      timeout: 60_000,
      interval: 5,
    });
    for (const pid of running.named('pulumi-resource-kubernetes')) process.kill(pid, 'SIGSTOP');
    running.signal('SIGINT');
    const { exitCode, stdout, seconds } = await running.ended;
    expect(seconds).toBeLessThan(4); // all is ended after 1 s; seen: 1.1 to 1.8 s with ten times as much to do as there are cores
    expect(exitCode).toBe(8);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'cancelled', exitCode: 8, message: 'cancelled: nothing was changed', hint: null },
    });
  });
});

describe('two signals', () => {
  test('SIGINT, then SIGTERM, while the provider hangs: the lock is freed, nobody is left, the way out works', async () => {
    const running = await upThatHangs();
    const providers = running.named('pulumi-resource-kubernetes');
    expect(providers).toHaveLength(1);
    for (const pid of providers) process.kill(pid, 'SIGSTOP');
    running.signal('SIGINT');
    const began = performance.now();
    await vi.waitFor(() => expect(running.text()).toContain('cancelling: no further step starts'), {
      timeout: 5_000,
    });
    await patience(runner.patience - (performance.now() - began) / 1_000);
    expect(running.child.exitCode).toBeNull(); // it waits
    running.signal('SIGTERM');
    const { exitCode, stderr, seconds } = await running.ended;
    expect(seconds).toBeLessThan(runner.kill); // 2.2 s at the latest
    expect({ exitCode, locks: locks() }).toEqual({ exitCode: 8, locks: [] });
    expect(stderr).toContain(
      'error (cancelled): ended at once\n  how far these got is unknown: Release hello\n',
    );
    expect(await statusOf()).toBe('pending-upgrade');

    await recovered(stderr);
    schedule('default-scheduler');
    await must(up());
    expect(await statusOf()).toBe('deployed');
  });

  test('while Pulumi itself hangs: all is ended, and the lock that stays is named with the way to free it', async () => {
    const running = await upThatHangs();
    for (const pid of running.named('/pulumi-3')) process.kill(pid, 'SIGSTOP');
    running.signal('SIGINT');
    await patience(runner.patience);
    running.signal('SIGTERM');
    const { exitCode, stderr, seconds } = await running.ended;
    expect(seconds).toBeLessThan(runner.kill); // 2.2 s at the latest
    expect(exitCode).toBe(8);
    expect(locks()).toHaveLength(1);
    expect(stderr).toContain('frees the stack, which Pulumi has left locked');
    await noOrphan(running);

    await recovered(stderr);
    schedule('default-scheduler');
    await must(up());
  });
});

test('killed outright: Pulumi is cancelled all the same, what runs is saved, and the next run goes on', async () => {
  const running = await upThatHangs();
  running.signal('SIGKILL');
  await running.ended;
  await noOrphan(running);
  expect(locks()).toEqual([]);
  expect(await statusOf()).toBe('failed');
  schedule('default-scheduler');
  await must(up());
});

test('who reads what it prints goes away: it is carried through, and ends by itself', async () => {
  schedule('default-scheduler');
  const rotated = { environment: { HELLO_PASSWORD: 'another password' } };
  const running = start(['up', ...onDev], rotated);
  running.child.stdout?.destroy();
  // Midway: the Automation API's handler of uncaught exceptions would report the broken pipe to the broken pipe, for ever.
  await vi.waitFor(() => expect(running.text()).toContain('✓ Secret hello-login'), { timeout: 60_000 });
  running.child.stderr?.destroy();
  expect((await running.ended).exitCode).toBe(0);
  const { stdout } = await must(example.run(['preview', ...onDev], rotated));
  expect(stdout).toContain('no changes');
});
