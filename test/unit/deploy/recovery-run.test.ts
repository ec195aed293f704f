import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseBackend } from '../../../src/deploy/backend.ts';
import type { LockHolder } from '../../../src/deploy/locks.ts';
import { processesOf } from '../../../src/deploy/machine.ts';
import { noteRun } from '../../../src/deploy/noted-run.ts';
import { pendingRelease, type PendingRecord } from '../../../src/deploy/recovery/pending-release.ts';
import { noteOf, runState } from '../../../src/deploy/recovery/run-state.ts';
import { notedProcess, runNotes, thisRun, type RunNote } from '../../../src/deploy/run-note.ts';
import { stateStore } from '../../../src/deploy/state-store.ts';

const workflow = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '77',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'deploy',
  RUNNER_NAME: 'GitHub Actions 12',
  RUNNER_ENVIRONMENT: 'github-hosted',
};

const note = (given: Partial<RunNote> = {}): RunNote => ({
  ...thisRun('up', {}),
  machine: 'another',
  host: 'ci-7',
  pulumi: [{ pid: 4711, identity: null, started: '2026-11-21T10:00:00.000Z' }],
  ...given,
});

const lock = (given: Partial<LockHolder> = {}): LockHolder => ({
  path: 'a.json',
  user: 'ann',
  host: 'ci-7',
  pid: 4711,
  since: '2026-11-21T10:00:01.5Z',
  ...given,
});

describe('the run of a lock', () => {
  test.each([
    ['its Pulumi took it', {}, true],
    ['another host', { host: 'ci-8' }, false],
    ['another process', { pid: 4712 }, false],
    ['long after: the id of the process is somebody else’s by now', { since: '2026-11-21T11:00:00Z' }, false],
    ['before', { since: '2026-11-21T09:59:00Z' }, false],
    ['a lock that cannot be read', { pid: 0, host: 'unknown' }, false],
    ['no time', { since: '' }, false],
  ])('%s', (_, given, isIts) => {
    const own = note();
    expect(noteOf(lock(given), [note({ host: 'other' }), own])).toBe(isIts ? own : null);
  });

  test('two that fit prove nothing', () => {
    expect(noteOf(lock(), [note(), note()])).toBeNull();
  });
});

describe('whether a run is over', () => {
  const now = new Date('2026-11-21T10:05:00Z');
  const ofWorkflow = (hosted: boolean): RunNote =>
    note({ workflow: { ...(thisRun('up', workflow).workflow as NonNullable<RunNote['workflow']>), hosted } });
  const ended = { state: 'over', ended: '2026-11-21T10:04:00Z' } as const;
  test.each([
    ['without a note', null, { processes: null, workflow: null }, 'unknown'],
    ['its processes live', note(), { processes: { alive: true, orphans: [] }, workflow: null }, 'live'],
    ['its processes are gone', note(), { processes: { alive: false, orphans: [5] }, workflow: null }, 'over'],
    ['on another machine', note(), { processes: null, workflow: null }, 'unknown'],
    ['its workflow run goes on', ofWorkflow(true), { processes: null, workflow: { state: 'live' } }, 'live'],
    [
      'nobody could ask',
      ofWorkflow(true),
      { processes: null, workflow: { state: 'unknown', why: 'no' } },
      'unknown',
    ],
    [
      'its job ended, and its machine is gone',
      ofWorkflow(true),
      { processes: null, workflow: ended },
      'over',
    ],
    [
      'its job ended, on a machine that goes on',
      ofWorkflow(false),
      { processes: null, workflow: ended },
      'ending',
    ],
    [
      'its job ended long ago',
      ofWorkflow(false),
      { processes: null, workflow: { state: 'over', ended: '2026-11-21T09:58:00Z' } },
      'over',
    ],
    [
      'its job ended, nobody knows when',
      ofWorkflow(true),
      { processes: null, workflow: { state: 'over', ended: '' } },
      'unknown',
    ],
  ] as const)('%s', (_, of, evidence, state) => {
    expect(runState(of, evidence, now).state).toBe(state);
  });

  test('by its processes: a child that lives, then not', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const own = { ...thisRun('up', {}), process: notedProcess(child.pid ?? 0) };
    expect(processesOf(own)).toEqual({ alive: true, orphans: [] });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(processesOf(own)).toEqual({ alive: false, orphans: [] });
    // Somebody else has got its id.
    expect(processesOf({ ...own, process: { ...own.process, pid: process.pid } })?.alive).toBe(false);
    expect(processesOf({ ...own, machine: 'another' })).toBeNull();
    expect(processesOf({ ...own, machine: null })).toBeNull();
  });

  test('providers of a Pulumi that was killed are found by their session', async () => {
    const leader = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [text] = (await once(leader.stdout, 'data')) as [Buffer];
    const left = Number(text.toString());
    const own = {
      ...thisRun('up', {}),
      process: { ...notedProcess(process.pid), identity: 'gone' },
      pulumi: [notedProcess(leader.pid ?? 0)],
    };
    expect(processesOf(own)?.alive).toBe(true);
    leader.kill('SIGKILL');
    await once(leader, 'exit');
    expect(processesOf(own)).toEqual({ alive: false, orphans: [left] });
    process.kill(left, 'SIGKILL');
  });
});

describe('notes', () => {
  const place = () => {
    const folder = mkdtempSync(join(tmpdir(), 'notes-'));
    return { folder, place: { backend: parseBackend(`file://${folder}`), project: 'p', stack: 'dev' } };
  };
  const allOf = async (of: ReturnType<typeof place>['place']): Promise<RunNote[]> => {
    const store = await stateStore(of.backend);
    return store === null ? [] : await runNotes(store, of.project, of.stack).all();
  };

  test('one says who runs, with its Pulumi, and goes when all is known', async () => {
    const { place: at } = place();
    const noted = await noteRun(at, 'up', workflow);
    noted.began(process.pid);
    await noted.ended({ settled: false });
    const [left, ...others] = await allOf(at);
    expect(others).toEqual([]);
    expect(left).toMatchObject({
      operation: 'up',
      process: { pid: process.pid },
      pulumi: [{ pid: process.pid }],
      workflow: {
        repository: 'acme/shop',
        url: 'https://github.com/acme/shop/actions/runs/77/attempts/2',
        job: 'deploy',
        runner: 'GitHub Actions 12',
        hosted: true,
      },
    });
    const second = await noteRun(at, 'destroy', {});
    await second.ended({ settled: true });
    expect(await allOf(at)).toEqual([left]);
  });

  test('a store that takes none stops nothing', async () => {
    const at = { backend: parseBackend('file:///dev/null/state'), project: 'p', stack: 'dev' };
    const noted = await noteRun(at, 'up', {});
    noted.began(1);
    await expect(noted.ended({ settled: true })).resolves.toBeUndefined();
  });

  test.each([
    ['not JSON', '{'],
    ['no note', '{"format":1}'],
    [
      'a path for an id',
      '{"format":1,"id":"../../../../etc/passwd/aaaaaaaaaaaaaaaaaaa","process":{"pid":1}}',
    ],
    ['of a later version', JSON.stringify({ format: 2, ...note() })],
  ])('%s proves nothing', async (_, text) => {
    const { folder, place: at } = place();
    mkdirSync(join(folder, '.k8s-deploy/runs/p/dev'), { recursive: true });
    writeFileSync(join(folder, '.k8s-deploy/runs/p/dev/x.json'), text);
    expect(await allOf(at)).toEqual([]);
    expect(readdirSync(join(folder, '.k8s-deploy/runs/p/dev'))).toEqual(['x.json']);
  });

  test('a workflow that is not as GitHub makes it is left out', () => {
    for (const broken of [{ GITHUB_REPOSITORY: 'no' }, { GITHUB_RUN_ID: '../7' }, { GITHUB_ACTIONS: '' }])
      expect(thisRun('up', { ...workflow, ...broken }).workflow).toBeNull();
  });
});

describe('until when somebody may be at work on a release', () => {
  const record = (given: Partial<PendingRecord> = {}): PendingRecord => ({
    key: 'web',
    name: 'web',
    namespace: 'shop',
    revision: 2,
    status: 'pending-upgrade',
    updated: '2026-11-21T10:00:00.000Z',
    hooks: 1,
    timeoutSeconds: 300,
    begun: true,
    ...given,
  });
  const at = (time: string) => new Date(`2026-11-21T${time}Z`);
  test.each([
    ['one wait for it, one for its hook, and a minute', {}, '10:10:59', false],
    ['then it is too long', {}, '10:11:00', true],
    ['without hooks', { hooks: 0 }, '10:06:00', true],
    ['nobody knows since when', { updated: '' }, '23:59:59', false],
  ])('%s', (_, given, now, expired) => {
    expect(pendingRelease(record(given), [], at(now))?.expired).toBe(expired);
  });

  test.each(['deployed', 'failed', 'superseded', 'uninstalled', 'unknown'])('%s is not pending', (status) => {
    expect(pendingRelease(record({ status }), [], at('10:00:01'))).toBeNull();
  });

  test.each([
    ['a run that is over had begun it', {}, '2026-11-21T09:59:00Z', true],
    ['it was begun before that run', {}, '2026-11-21T10:00:01Z', false],
    ['it was begun days after', {}, '2026-11-18T10:00:00Z', false],
    [
      'Pulumi knows nothing of it: Helm itself, or somebody else',
      { begun: false },
      '2026-11-21T09:59:00Z',
      false,
    ],
  ])('%s', (_, given, started, runOver) => {
    expect(pendingRelease(record(given), [{ started }], at('10:00:10'))?.runOver).toBe(runOver);
  });
});
