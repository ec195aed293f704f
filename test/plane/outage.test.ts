/**
 * The control plane goes away while `up` is at work, and comes back. On a plane of its own: nobody else's shall be disturbed. By hand, with the five minutes of
 * a real upgrade: `K8S_DEPLOY_TEST_OUTAGE=300 vitest run --project plane test/plane/outage.test.ts`.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask } from '../../toolchain/plane/cluster.ts';
import type { ComponentName, Plane } from '../../toolchain/plane/plane.ts';
import { startPlane } from '../../toolchain/plane/start.ts';
import { stopPlane } from '../../toolchain/plane/stop.ts';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must } from '../setup/open-example.ts';
import { bringBack, takeAway } from '../setup/outage.ts';
import { operatorEnvironment } from '../setup/plane-environment.ts';
import { type Running, startCommand } from '../setup/running-command.ts';
import { copyExample, execute, type Ran, type StackCopy } from '../setup/stack-copy.ts';
import { type WebReleases, writeWebStack } from '../setup/web-stack.ts';

const shortSeconds = 30;
const longSeconds = Number(process.env['K8S_DEPLOY_TEST_OUTAGE'] ?? 12);
/** Over before the outage is. */
const shortTimeout = `${Math.ceil(longSeconds / 2)}s`;
/** Helm asks 30 times, two seconds apart, and gives up, be there more time. */
const givesUpBefore = longSeconds / 2 > 60;

let folder: string;
let plane: Plane;
let copy: StackCopy;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-outage-'));
  plane = await startPlane({ directory: folder });
  copy = copyExample('plain-chart', await operatorEnvironment(plane));
});
afterAll(async () => {
  await stopPlane(folder);
  copy.remove();
  rmSync(folder, { recursive: true, force: true });
});

const namespace = 'outage';
const options = ['--no-check', '--stack', 'dev'];
const up = (): Promise<Ran> => copy.run(['up', ...options]);
/** `web` waits for pods that nobody schedules until somebody does it by hand. */
const releases = (number: number, timeout = '5m'): WebReleases => ({
  [`one-${number}`]: { hook: 'default-scheduler' },
  [`web-${number}`]: { scheduler: 'nobody', fields: `timeout: ${timeout}, after: [one-${number}]` },
  [`late-${number}`]: { fields: `after: [web-${number}]` },
});

/** `up` at the moment when it waits for the pods of `web`. */
async function upThatWaits(number: number, timeout?: string): Promise<Running> {
  writeWebStack(copy, namespace, releases(number, timeout));
  const running = startCommand(copy, ['up', ...options]);
  await vi.waitFor(() => expect(running.text()).toContain(`Deployment ${namespace}/web-${number}: 0 of 2`), {
    timeout: 90_000,
    interval: 100,
  });
  return running;
}

async function outage(names: readonly ComponentName[], seconds: number): Promise<void> {
  await takeAway(plane, ...names);
  await sleep(seconds * 1000); // it is how long it lasts that matters
  plane = await bringBack(plane);
}

/** As a scheduler does. */
async function schedule(app: string): Promise<void> {
  const pods = (await list(plane, 'v1/pods', namespace)).filter(
    ({ metadata }) => metadata.labels?.['app'] === app,
  );
  const [node] = await list(plane, 'v1/nodes');
  for (const { metadata } of pods) {
    const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}/binding`;
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: metadata.name },
      target: { apiVersion: 'v1', kind: 'Node', name: node?.metadata.name },
    };
    const { status, body } = await ask(plane, `${plane.apiServer}${path}`, {
      method: 'POST',
      body: JSON.stringify(binding),
    });
    if (status >= 300) throw new Error(`${metadata.name}: ${status} ${body}`);
  }
}

/** Everything is there once, Helm has deployed all of it, nobody holds the state, and nothing is left to do. */
async function expectConverged(number: number, revisions: Readonly<Record<string, number>>): Promise<void> {
  const own = Object.keys(releases(number));
  const records = (await releaseRecords(plane)).filter(({ name }) => own.includes(name));
  const counts = Object.fromEntries(
    own.map((key) => [key, records.filter(({ name }) => name === key).length]),
  );
  expect(counts).toEqual(revisions);
  const last = own.map(
    (key) => records.filter(({ name }) => name === key).toSorted((a, b) => b.version - a.version)[0],
  );
  expect(last.map((record) => record?.info.status)).toEqual(own.map(() => 'deployed'));
  const deployments = (await list(plane, 'apps/v1/deployments', namespace)).map(
    ({ metadata }) => metadata.name,
  );
  expect(deployments.toSorted()).toEqual(own.toSorted());
  const locks = readdirSync(join(copy.state, '.pulumi/locks'), { recursive: true, withFileTypes: true });
  expect(locks.filter((entry) => entry.isFile())).toEqual([]);
  const { stdout } = await must(copy.run(['preview', '--expect-no-changes', ...options]));
  expect(stdout).toContain('no changes');
}

/** Of a test that waits for a real outage. */
const patience = (seconds: number): { readonly timeout: number } => ({
  timeout: 150_000 + 3 * seconds * 1000,
});

const uninstallIn = ({ stdout, stderr }: Ran): string[] | null =>
  /helm (uninstall web-3 --namespace [\w-]+)/
    .exec((stdout + stderr).replaceAll(/\s+/g, ' '))?.[1]
    ?.split(' ') ?? null;

describe('in the middle of an apply', () => {
  test(
    `rows 38 and 39: the API server is gone for ${shortSeconds} s: it is waited for, and all is done`,
    patience(shortSeconds),
    async () => {
      const running = await upThatWaits(1);
      await outage(['kube-apiserver'], shortSeconds);
      await schedule('web-1');
      const { stdout } = await must(running.ended);
      expect(stdout).toMatch(/^✓ late-1 +done/m);
      await expectConverged(1, { 'one-1': 1, 'web-1': 1, 'late-1': 1 });
    },
  );

  test('row 39: etcd is restarted: it is waited for, and all is done', patience(10), async () => {
    const running = await upThatWaits(2);
    await outage(['etcd'], 3);
    await schedule('web-2');
    const { stdout } = await must(running.ended);
    expect(stdout).toMatch(/^✓ late-2 +done/m);
    await expectConverged(2, { 'one-2': 1, 'web-2': 1, 'late-2': 1 });
  });

  test(
    `row 38: the API server is gone for ${longSeconds} s, longer than the release may take: a failure with a code; then it converges`,
    patience(longSeconds),
    async () => {
      const running = await upThatWaits(3, shortTimeout);
      const over = outage(['kube-apiserver'], longSeconds);
      const { exitCode, stderr } = await running.ended;
      await over;
      expect(exitCode).toBe(givesUpBefore ? 6 : 9);
      expect(stderr).toMatch(/error \((?:timeout|unreachable)\): release web-3: .*cannot be reached/);
      expect(stderr).toContain('not begun because of that: release late-3');

      // Helm could not note that it had failed: the next run stops, and says how to go on.
      const stopped = await up();
      expect(stopped.exitCode).toBe(1);
      expect(stopped.stderr).toContain(
        `release web-3 in namespace ${namespace} is pending-install in revision 1`,
      );
      expect(stopped.stderr).toContain('k8s-deploy recover --stack dev');
      const recovered = await copy.run(['recover', '--stack', 'dev']);
      writeWebStack(copy, namespace, { ...releases(3), 'web-3': { fields: 'after: [one-3]' } });
      // Pulumi does not know it. Soon afterwards nobody knows either whether that Helm is over; a person says so, by the command that is given.
      const told = uninstallIn(recovered) ?? uninstallIn(await up());
      if (told !== null) await must(execute('helm', told, copy.environment, copy.directory));
      await must(up());
      await expectConverged(3, { 'one-3': 1, 'web-3': told === null ? 2 : 1, 'late-3': 1 });
    },
  );
});
