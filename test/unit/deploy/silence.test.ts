import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { describe, expect, test, vi } from 'vitest';
import { parseBackend } from '../../../src/deploy/backend.ts';
import type { DeployOperation } from '../../../src/deploy/cancelled.ts';
import { Deployment } from '../../../src/deploy/deployment.ts';
import { explain } from '../../../src/deploy/failures.ts';
import { PulumiExit } from '../../../src/deploy/pulumi-command.ts';
import { runningSteps, silenceLimits } from '../../../src/deploy/silence-limits.ts';
import { silence } from '../../../src/deploy/silence.ts';
import type { Progress } from '../../../src/deploy/steps.ts';
import type { Failure } from '../../../src/stack/failure.ts';
import { standIn } from '../toolchain/stand-in.ts';
import { exitOf, isGone, pulumiStandIn } from './pulumi-stand-in.ts';
import { recordedEvents, recordedProgress } from './recorded-events.ts';

/** Counts the SIGINTs it gets, with a provider in a process group of its own that ignores all; both name themselves. */
const hanging = `
set -m
sh -c 'trap "" INT TERM; echo $$ > provider; while :; do sleep 0.05; done' &
set +m
count=0
trap 'count=$((count + 1)); echo $count > ints' INT
while [ ! -s provider ]; do sleep 0.05; done
echo $$ > leader
while :; do sleep 0.05; done`;

const pidsIn = (folder: string): number[] =>
  ['provider', 'leader'].map((name) => Number(readFileSync(join(folder, name), 'utf8')));

const goneFrom = async (folder: string): Promise<void> => {
  const pids = pidsIn(folder);
  await vi.waitFor(() => expect(pids.map(isGone)).toEqual([true, true]), 10_000);
};

describe.concurrent('row 36: a Pulumi that says nothing', () => {
  test.each(['up', 'destroy', 'refresh'])(
    '%s: gets both signals, and is ended with all that it has started',
    async (command) => {
      const { folder, run } = await pulumiStandIn(
        hanging,
        undefined,
        silence({ limit: () => 6_000, grace: 2_000 }),
      );
      const error = await exitOf(run([command, '--yes']));
      expect(error).toMatchObject({ signal: 'SIGKILL', silentSeconds: 6 });
      expect(error.message).toBe(`pulumi ${command} --yes said nothing for 6 seconds and was ended`);
      expect(readFileSync(join(folder, 'ints'), 'utf8')).toBe('2\n');
      await goneFrom(folder);
    },
  );

  test('preview: there is nothing to wait for, one signal is enough', async () => {
    const { folder, run } = await pulumiStandIn(
      hanging,
      undefined,
      silence({ limit: () => 6_000, grace: 60_000 }),
    );
    expect(await exitOf(run(['preview']))).toMatchObject({ signal: 'SIGKILL', silentSeconds: 6 });
    expect(readFileSync(join(folder, 'ints'), 'utf8')).toBe('1\n');
    await goneFrom(folder);
  });

  test('one that can ends in order at the first signal', async () => {
    const { run, folder } = await pulumiStandIn(
      `trap 'echo saved > saved; exit 8' INT; while :; do sleep 0.05; done`,
      undefined,
      silence({ limit: () => 2_000 }),
    );
    expect(await exitOf(run(['up']))).toMatchObject({ exitCode: 8, signal: null, silentSeconds: 2 });
    expect(existsSync(join(folder, 'saved'))).toBe(true);
  });

  test.each([
    ['output', 'echo something'],
    ['words on its error stream', 'echo something >&2'],
  ])('%s now and then is no silence', async (_what, speak) => {
    const ears = silence({ limit: () => 4_000, grace: 100 });
    const { run } = await pulumiStandIn(
      `for i in 1 2 3 4 5 6 7 8; do sleep 0.7; ${speak}; done`,
      undefined,
      ears,
    );
    await expect(run(['up'])).resolves.toMatchObject({ code: 0 });
  });

  test('neither is what is heard on another way, as events of the engine are', async () => {
    const ears = silence({ limit: () => 4_000, grace: 100 });
    const speaking = setInterval(() => ears.heard(), 500);
    const { run } = await pulumiStandIn('sleep 6; echo done', undefined, ears);
    await expect(run(['up'])).resolves.toMatchObject({ stdout: 'done\n', code: 0 });
    clearInterval(speaking);
  });

  test('who is cancelled meanwhile is not told of silence, and what hangs ends all the same', async () => {
    const { folder, run, gentle } = await pulumiStandIn(
      hanging,
      undefined,
      silence({ limit: () => 6_000, grace: 2_000 }),
    );
    const running = exitOf(run(['up']));
    await vi.waitFor(() => expect(existsSync(join(folder, 'leader'))).toBe(true), 10_000);
    gentle.abort();
    const error = await running;
    await goneFrom(folder);
    expect((await explained(error, 'up', [], true)).code).toBe('cancelled');
  });
});

describe('how long is too long', () => {
  const step = (
    op: string,
    { type = 'kubernetes:helm.sh/v3:Release', name = 'web', inputs = {}, at = 'resourcePreEvent' } = {},
  ): EngineEvent =>
    ({
      [at]: { metadata: { op, urn: `urn:pulumi:dev::p::${type}::${name}`, type, new: { inputs } } },
    }) as unknown as EngineEvent;
  const limitAfter = (events: readonly EngineEvent[], hooks: Record<string, number> = {}): number => {
    const steps = runningSteps(new Map(Object.entries(hooks)), 1_000);
    for (const event of events) steps.note(event);
    return steps.limit() - 1_000;
  };

  test.each<[string, number, EngineEvent, Record<string, number>]>([
    ['the timeout of its release', 60, step('create', { inputs: { timeout: 60 } }), { web: 0 }],
    ["Helm's where it has none", 300, step('update'), { web: 0 }],
    ['and 0 is none', 300, step('update', { inputs: { timeout: 0 } }), { web: 0 }],
    ['once more for each hook', 180, step('create', { inputs: { timeout: 60 } }), { web: 2 }],
    [
      'as often again for the way back',
      240,
      step('create', { inputs: { timeout: 60, atomic: true } }),
      { web: 1 },
    ],
    ['two hooks where nobody knows them', 180, step('update', { inputs: { timeout: 60 } }), {}],
    ['nor those of a release that goes', 180, step('delete', { inputs: { timeout: 60 } }), { web: 0 }],
    [
      'what the provider waits for other objects',
      600,
      step('create', { type: 'kubernetes:core/v1:Secret' }),
      {},
    ],
  ])('%s: %i s', (_what, seconds, event, hooks) => {
    expect(limitAfter([event], hooks)).toBe(seconds * 1_000);
  });

  test('the longest of what runs, and nothing of what has ended', () => {
    const long = { inputs: { timeout: 1_800 } };
    const begun = [step('update', { name: 'api', inputs: { timeout: 60 } }), step('create', long)];
    const hooks = { web: 0, api: 0 };
    expect(limitAfter(begun, hooks)).toBe(1_800_000);
    expect(limitAfter([...begun, step('create', { at: 'resOutputsEvent' })], hooks)).toBe(60_000);
    expect(limitAfter([...begun, step('create', { at: 'resOpFailedEvent' })], hooks)).toBe(60_000);
  });

  test.each(['create', 'rotation', 'destroy', 'failure'] as const)(
    'at the end of a real %s no step is thought to run',
    (name) => {
      const events = recordedEvents(name);
      expect(limitAfter(events)).toBe(0);
    },
  );

  test('while nothing runs, it is longer than Pulumi tries to save its state', () => {
    expect(runningSteps(new Map()).limit()).toBe(silenceLimits.idle);
    expect(silenceLimits.idle).toBeGreaterThan(3 * 60_000);
  });
});

const explained = (
  error: unknown,
  operation: DeployOperation,
  progress: readonly Progress[],
  cancelled = false,
): Promise<Failure> =>
  explain(error, {
    operation,
    releases: [],
    backend: parseBackend(`file://${mkdtempSync(join(tmpdir(), 'state-'))}`),
    project: 'p',
    stack: 'dev',
    encryptionSalt: null,
    environment: {},
    progress,
    cancelled,
  });

describe('what is told of it', () => {
  const exit = (signal: NodeJS.Signals | null): PulumiExit =>
    new PulumiExit('up', {
      exitCode: signal === null ? 8 : null,
      signal,
      pid: 1,
      stderr: '',
      silentSeconds: 300,
    });
  const events = recordedProgress('create');
  const beginning = events.findIndex((item) => item.at === 'started' && item.step.kind === 'Release');

  test('planning: nothing was heard, nothing was changed', async () => {
    expect(await explained(exit('SIGKILL'), 'preview', [])).toMatchObject({
      code: 'timeout',
      message:
        'planning: Pulumi said nothing for 5 minutes, and was ended\nlast heard of: nothing since it was started',
      hint:
        'it waits for something that does not answer: the cluster, the store of the state, what holds the secrets, or a provider of Pulumi\n' +
        'nothing was changed; look whether those answer, then run the command again',
    });
  });

  test('applying: the last that was heard, what is done, what is unknown, and the way on', async () => {
    const { code, message, hint } = await explained(exit('SIGKILL'), 'up', events.slice(0, beginning + 1));
    expect(code).toBe('timeout');
    expect(message).toBe(
      'applying: Pulumi said nothing for 5 minutes, and was ended\n' +
        'last heard of: Release hello began\n' +
        '4 steps are done\n' +
        'how far these got is unknown: Release hello',
    );
    expect(hint).toContain(
      '`k8s-deploy recover --stack dev` finds out how far it got, then `k8s-deploy up --stack dev` goes on',
    );
  });

  test.each<[Progress, string]>([
    [
      { at: 'message', severity: 'info', urn: 'u', name: 'hello', text: 'waiting\nfor it' },
      'last heard of: hello: waiting',
    ],
    [{ at: 'message', severity: 'info', urn: null, name: null, text: 'loading' }, 'last heard of: loading'],
  ])('%#: also a word of its own is something heard', async (said, line) => {
    expect((await explained(exit(null), 'destroy', [said])).message).toBe(
      `destroying: Pulumi said nothing for 5 minutes, and was ended\n${line}`,
    );
  });
});

test('row 36: a whole preview of a Pulumi that hangs ends as timed out, in its phase, and leaves no process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'silent-'));
  const state = mkdtempSync(join(tmpdir(), 'state-'));
  writeFileSync(join(folder, 'Pulumi.yaml'), 'name: acme\nruntime: nodejs\nmain: .\n');
  await standIn(join(folder, 'bin'), 'pulumi', `[ "$1" = version ] && echo v3.259.0 && exit\n${hanging}`);
  vi.stubEnv('K8S_DEPLOY_CACHE', join(folder, 'cache'));
  const stack = {
    project: 'acme',
    stack: 'dev',
    cluster: { identifier: 'x', context: null, kubeconfig: null, kubeVersion: null },
    backing: [],
    releases: [],
    adopt: [],
    notices: [],
  };
  const never = new AbortController().signal;
  const deployment = new Deployment({
    directory: folder,
    stack,
    environment: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: 'test',
    },
    onProgress: () => undefined,
    learn: () => undefined,
    interruption: { signal: never, force: never },
    patience: { idle: 8_000, grace: 2_000 },
  });
  await expect(deployment.preview(new Map())).rejects.toMatchObject({
    code: 'timeout',
    message:
      'planning: Pulumi said nothing for 8 seconds, and was ended\nlast heard of: nothing since it was started',
  });
  vi.unstubAllEnvs();
  await goneFrom(folder);
});
