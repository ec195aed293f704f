import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { killAll } from '../../src/deploy/process-session.ts';
import { list, releaseRecords } from '../setup/cluster.ts';
import { documentReader } from '../setup/document.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { type Running, startCommand } from '../setup/running-command.ts';
import { execute, type Ran } from '../setup/stack-copy.ts';
import { ask } from '../../toolchain/plane/cluster.ts';

const plane = testPlane();
let example: OpenExample;
const onDev = ['--stack', 'dev'];
const run = (...args: string[]): Promise<Ran> => example.run([...args, ...onDev]);

interface Told {
  readonly free: boolean;
  readonly locks: readonly { readonly run: { readonly state: string } }[];
  readonly releases: readonly { readonly status: string }[];
  readonly operations: readonly {
    readonly urn: string;
    readonly operation: string;
    readonly cluster: string;
  }[];
  readonly actions: readonly { readonly kind: string; readonly how?: string; readonly done: boolean }[];
  readonly stops: readonly { readonly about: string; readonly commands: readonly string[] }[];
}
const readDocument = documentReader('recovery');
async function recover(...args: string[]): Promise<Told & { readonly exitCode: number }> {
  const { stdout, exitCode } = await run('recover', '--json', ...args);
  return { ...(readDocument(stdout) as Told), exitCode };
}

const chart = (file: string): string => join(example.directory, 'charts/hello/templates', file);
/** Pods that wait for a scheduler which is not there: the release never becomes ready. */
function schedule(scheduler: 'default-scheduler' | 'nobody'): void {
  const text = readFileSync(chart('deployment.yaml'), 'utf8').replace(/      schedulerName: .*\n/, '');
  const line = `      schedulerName: ${scheduler}\n      containers:`;
  writeFileSync(chart('deployment.yaml'), text.replace('      containers:', line));
}

/** A runner that is lost: the command, Pulumi, its watchdog and its providers are gone at the same moment. */
async function lost(running: Running): Promise<void> {
  const pulumi = running.pulumi();
  const [leader] = pulumi;
  const watchdogs = processesWith(`k8s-deploy-watchdog\0${leader}`);
  expect(watchdogs).toHaveLength(1);
  killAll([...watchdogs, running.child.pid ?? 0, ...pulumi]);
  await running.ended;
}

const processesWith = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(text));

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** `up` at the moment when it waits for the release. */
async function upThatHangs(environment: NodeJS.ProcessEnv = {}): Promise<Running> {
  schedule('nobody');
  const running = startCommand(example, ['up', ...onDev], { environment });
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

const filesIn = (folder: string): string[] => {
  const path = join(example.state, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ parentPath, name }) => join(parentPath, name));
};
const locks = (): string[] => filesIn('.pulumi/locks');
const notes = (): string[] => filesIn('.k8s-deploy/runs');

const records = async (): Promise<Awaited<ReturnType<typeof releaseRecords>>> =>
  (await releaseRecords(plane))
    .filter(({ name }) => name === 'hello')
    .toSorted((a, b) => b.version - a.version);
const statusOf = async (): Promise<string | undefined> => (await records())[0]?.info.status;

/** The state changed as a kill at another moment would have left it: Pulumi itself imports none with pending operations. */
async function editState(edit: (deployment: StateFile) => void): Promise<void> {
  const file = join(example.state, '.pulumi/stacks/plain-chart/dev.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as { checkpoint: { latest: StateFile } };
  edit(state.checkpoint.latest);
  writeFileSync(file, JSON.stringify(state));
  await must(run('backend', 'restore', '--accept'));
}
interface StateFile {
  resources: { type: string; urn: string; id?: string; outputs?: object }[];
  pending_operations?: { type: string; resource: object }[];
}

/** As if it had been killed in the midst of that, with the resources of these types. */
const brokenOff =
  (type: 'creating' | 'deleting', types: readonly string[]) =>
  (deployment: StateFile): void => {
    const broken = deployment.resources.filter((resource) => types.includes(resource.type));
    expect(broken).toHaveLength(types.length);
    if (type === 'creating')
      deployment.resources = deployment.resources.filter((resource) => !broken.includes(resource));
    deployment.pending_operations = broken.map((resource) => {
      const { id: _, outputs: __, ...unmade } = resource;
      return { type, resource: type === 'creating' ? { ...unmade, outputs: {} } : resource };
    });
  };

const started: Running[] = [];
beforeAll(async () => {
  example = await openExample('plain-chart');
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await run('destroy', '--yes');
  example.remove();
});

describe('a lost runner', () => {
  test('in a first install: the lock is freed, the release marked as failed, its creation said, and the next up goes on', async () => {
    const running = await upThatHangs();
    started.push(running);
    // While it lives, nothing is done about it.
    const alive = await recover();
    expect(alive).toMatchObject({
      exitCode: 7,
      free: false,
      actions: [],
      locks: [{ run: { state: 'live' } }],
    });
    const other = await run('up');
    expect(other.exitCode).toBe(7);
    expect(other.stderr).toMatch(
      /stack "dev" is locked by \S+@\S+ \(process \d+\) since .*; its run goes on here, in process \d+/,
    );
    await lost(running);
    expect(locks()).toHaveLength(1);
    expect(notes()).toHaveLength(1);
    expect(await statusOf()).toBe('pending-install');

    const refused = await run('up');
    expect(refused.exitCode).toBe(7);
    expect(refused.stderr).toContain('k8s-deploy recover --stack dev');

    const first = await recover();
    expect(first.exitCode).toBe(1);
    expect(first.actions).toEqual([
      expect.objectContaining({ kind: 'unlock', done: true }),
      expect.objectContaining({ kind: 'mark-failed', done: true }),
    ]);
    const [stop] = first.stops;
    expect(stop?.commands).toEqual([expect.stringContaining('--created')]);
    expect({ locks: locks(), status: await statusOf() }).toEqual({ locks: [], status: 'failed' });
    const [record] = await records();
    expect(JSON.stringify(record?.info)).toContain('pending-install was broken off');
    const events = await list(plane, 'v1/events', 'hello');
    expect(JSON.stringify(events)).toContain('ReleaseMarkedFailed');

    const second = await recover('--created', 'Release/hello');
    expect(second).toMatchObject({
      exitCode: 0,
      free: true,
      actions: [{ kind: 'refresh', how: 'adopt', done: true }],
    });
    expect(notes()).toEqual([]);
    schedule('default-scheduler');
    await must(run('up'));
    expect(await statusOf()).toBe('deployed');
    expect((await must(run('preview'))).stdout).toContain('no changes');
  });

  test('in an upgrade: up --recover settles all of it before it goes on', async () => {
    const running = await upThatHangs();
    started.push(running);
    await lost(running);
    expect(await statusOf()).toBe('pending-upgrade');
    const dry = await recover('--dry-run');
    expect(dry.actions.map(({ kind, done }) => ({ kind, done }))).toEqual([
      { kind: 'unlock', done: false },
      { kind: 'mark-failed', done: false },
      { kind: 'refresh', done: false },
    ]);
    expect({ locks: locks().length, status: await statusOf() }).toEqual({
      locks: 1,
      status: 'pending-upgrade',
    });
    schedule('default-scheduler');
    const { stderr } = await must(run('up', '--recover'));
    expect(stderr).toMatch(/freed the lock of .*\n.*marked release hello in namespace hello as failed/);
    expect(stderr).toContain('`helm rollback hello --namespace hello`');
    expect({ locks: locks(), notes: notes(), status: await statusOf() }).toEqual({
      locks: [],
      notes: [],
      status: 'deployed',
    });
    expect((await must(run('preview'))).stdout).toContain('no changes');
  });
});

describe('creations that were broken off', () => {
  const types = ['kubernetes:core/v1:Secret', 'kubernetes:helm.sh/v3:Release'];
  const secrets = async (): Promise<readonly string[]> =>
    (await list(plane, 'v1/secrets', 'hello'))
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.startsWith('hello-login'));

  test('created, says somebody: taken over as they are, and nothing is made twice', async () => {
    const before = await secrets();
    const revision = (await records())[0]?.version ?? 0;
    await editState(brokenOff('creating', types));
    const refused = await run('up');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'stack "dev" is not settled: the creation of Secret hello-login is unfinished; the creation of Release hello is unfinished',
    );
    const found = await recover();
    expect(found).toMatchObject({ exitCode: 1, actions: [] });
    expect(found.operations.map(({ operation, cluster }) => ({ operation, cluster }))).toEqual([
      { operation: 'creating', cluster: 'present' },
      { operation: 'creating', cluster: 'present' },
    ]);
    // What the cluster contradicts is not done.
    expect(await recover('--not-created', 'Release/hello')).toMatchObject({ exitCode: 1, actions: [] });
    expect((await run('recover', '--created', 'Release/hullo')).stderr).toContain(
      'no creation that was broken off is of "Release/hullo"',
    );
    const settled = await recover('--created', 'Release/hello', '--created', 'Secret/hello-login');
    expect(settled).toMatchObject({ exitCode: 0, free: true, actions: [{ how: 'adopt' }, { how: 'adopt' }] });
    await must(run('up'));
    expect(await secrets()).toEqual(before);
    expect((await records())[0]).toMatchObject({ version: revision + 1, info: { status: 'deployed' } });
    expect((await must(run('preview'))).stdout).toContain('no changes');
  });

  test('not created: forgotten, and made by the next up', async () => {
    await must(
      execute('helm', ['uninstall', 'hello', '-n', 'hello'], example.environment, example.directory),
    );
    for (const name of await secrets())
      await ask(plane, `${plane.apiServer}/api/v1/namespaces/hello/secrets/${name}`, { method: 'DELETE' });
    await editState(brokenOff('creating', types));
    expect(await recover('--created', 'Release/hello')).toMatchObject({ exitCode: 1, actions: [] });
    const settled = await recover('--not-created', 'Release/hello', '--not-created', 'Secret/hello-login');
    expect(settled).toMatchObject({
      exitCode: 0,
      free: true,
      actions: [{ how: 'forget' }, { how: 'forget' }],
    });
    await must(run('up'));
    expect({ secrets: (await secrets()).length, status: await statusOf() }).toEqual({
      secrets: 1,
      status: 'deployed',
    });
    expect((await must(run('preview'))).stdout).toContain('no changes');
  });
});

test('a deletion that was carried out, though nobody could say so: the cluster is asked, and the release made again', async () => {
  await must(execute('helm', ['uninstall', 'hello', '-n', 'hello'], example.environment, example.directory));
  await editState(brokenOff('deleting', ['kubernetes:helm.sh/v3:Release']));
  expect(await recover()).toMatchObject({
    exitCode: 0,
    actions: [{ kind: 'refresh', how: 'ask', done: true }],
  });
  expect((await must(run('up'))).stdout).toMatch(/: 1 created/);
  expect(await statusOf()).toBe('deployed');
});

describe('a lock of another machine', () => {
  const folder = (): string => join(example.state, '.pulumi/locks/organization/plain-chart/dev');
  const since = '2026-11-20T10:00:00Z';
  const holdLock = (pid = 4711): void => {
    mkdirSync(folder(), { recursive: true });
    const lock = { pid, username: 'ann', hostname: 'ci-7', timestamp: since };
    writeFileSync(join(folder(), 'somebody.json'), JSON.stringify(lock));
  };
  afterEach(() => {
    rmSync(folder(), { recursive: true, force: true });
    rmSync(join(example.state, '.k8s-deploy/runs'), { recursive: true, force: true });
  });

  test('of which nothing is known: it stays, and the way to free it is told', async () => {
    holdLock();
    const told = await recover();
    expect(told).toMatchObject({ exitCode: 7, actions: [], locks: [{ run: { state: 'unknown' } }] });
    expect(told.stops[0]?.commands).toEqual(['pulumi cancel --yes --stack dev']);
    expect(locks()).toHaveLength(1);
    expect((await run('up', '--recover')).exitCode).toBe(7);
    expect(locks()).toHaveLength(1);
  });

  /** GitHub's documented answers about a run that has a job that is over, or the other way round. */
  async function github(
    whole: 'in_progress' | 'completed',
    job: 'in_progress' | 'completed',
  ): Promise<Server> {
    const answers: Record<string, object> = {
      '': { id: 77, status: whole, run_attempt: 2, updated_at: '2026-11-20T11:00:00Z' },
      '/jobs?per_page=100': {
        total_count: 2,
        jobs: [
          { id: 1, runner_name: 'other', status: 'in_progress', started_at: since, completed_at: null },
          {
            id: 2,
            runner_name: 'runner-12',
            status: job,
            started_at: since,
            completed_at: '2026-11-20T10:30:00Z',
          },
        ],
      },
    };
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/repos/acme/shop/actions/runs/77/attempts/2', '');
      const answer = request.headers.authorization === `Bearer ${token}` ? answers[path] : undefined;
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }
  const token = 'ghs_canary0123456789abcdefghijklmnop';

  test.each([
    ['goes on', 'in_progress', 'in_progress', 'live', 7],
    ['has ended', 'completed', 'completed', 'over', 0],
    ['goes on with other jobs, ours has ended', 'in_progress', 'completed', 'over', 0],
  ] as const)('its workflow run %s', async (_, ofRun, ofJob, state, exitCode) => {
    holdLock();
    const server = await github(ofRun, ofJob);
    const { port } = server.address() as AddressInfo;
    const apiUrl = `http://127.0.0.1:${port}`;
    const note = {
      format: 1,
      id: randomUUID(),
      operation: 'up',
      user: 'ann',
      host: 'ci-7',
      started: since,
      machine: 'another',
      process: { pid: 4000, identity: 'x', started: since },
      pulumi: [{ pid: 4711, identity: 'y', started: since }],
      workflow: {
        apiUrl,
        url: 'https://github.com/acme/shop/actions/runs/77/attempts/2',
        repository: 'acme/shop',
        run: '77',
        attempt: '2',
        job: 'deploy',
        runner: 'runner-12',
        hosted: false,
      },
    };
    mkdirSync(join(example.state, '.k8s-deploy/runs/plain-chart/dev'), { recursive: true });
    writeFileSync(
      join(example.state, `.k8s-deploy/runs/plain-chart/dev/${note.id}.json`),
      JSON.stringify(note),
    );
    const environment = { GITHUB_API_URL: apiUrl, GITHUB_TOKEN: token };
    try {
      const {
        stdout,
        stderr,
        exitCode: code,
      } = await example.run(['recover', ...onDev, '--json'], { environment });
      expect(readDocument(stdout)).toMatchObject({ locks: [{ run: { state, url: note.workflow.url } }] });
      expect({ code, locks: locks().length }).toEqual({ code: exitCode, locks: state === 'over' ? 0 : 1 });
      expect(stdout + stderr).not.toContain(token);
      if (state === 'over') return;
      const up = await example.run(['up', ...onDev], { environment });
      expect(up.exitCode).toBe(7);
      expect(up.stderr).toContain(`${note.workflow.url} (job deploy)`);
    } finally {
      server.close();
    }
  });

  test('is waited for: until it is free, or until the time is up', async () => {
    holdLock();
    const early = await run('up', '--wait-for-lock', '2s');
    expect(early.exitCode).toBe(7);
    expect(early.stderr).toContain(
      'waiting for the lock, at most 2 s more: ann@ci-7 holds it since 2026-11-20',
    );
    const free = (text: string): void => {
      if (text.includes('waiting for the lock')) rmSync(folder(), { recursive: true, force: true });
    };
    await must(example.run(['up', ...onDev, '--wait-for-lock', '5m'], { onText: free }));
  });
});

describe('a store that does not answer', () => {
  const environment = {
    PULUMI_BACKEND_URL:
      's3://states?endpoint=127.0.0.1:1&disableSSL=true&s3ForcePathStyle=true&region=eu-west-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
  };
  test.each([[['recover']], [['up']], [['up', '--recover']], [['up', '--wait-for-lock', '3s']]])(
    '%j: nothing is touched',
    async (args) => {
      const before = await records();
      const { exitCode, stderr } = await example.run([...args, ...onDev], { environment });
      expect(exitCode).toBe(6);
      expect(stderr).toContain('the state store s3://states');
      expect(await records()).toEqual(before);
      expect(stderr.includes('waiting for the lock')).toBe(args.includes('--wait-for-lock'));
    },
  );
});
