import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isBroken, parseCheckpoint } from '../../src/deploy/checkpoint/parse.ts';
import { ask } from '../../toolchain/plane/cluster.ts';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { type OwnStore, openStore } from '../setup/own-store.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { type Running, startCommand } from '../setup/running-command.ts';
import { s3Client } from '../setup/s3.ts';
import { bucketUrl } from '../setup/s3-state.ts';
import type { Ran } from '../setup/stack-copy.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 }); // Pulumi tries ten times to save, for half a minute each time it saves

const plane = testPlane();
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-stores-'));
const onDev = ['--stack', 'dev', '--json'];
let example: OpenExample;
let environment: NodeJS.ProcessEnv;

const run = (...args: string[]): Promise<Ran> => example.run([...args, ...onDev], { environment });

interface Told {
  readonly exitCode: number;
  readonly code: string;
  readonly text: string;
}
function told({ exitCode, stdout, stderr }: Ran): Told {
  const { error, failure } = JSON.parse(stdout) as Record<
    'error' | 'failure',
    { code: string; message: string; hint: string | null } | undefined
  >;
  const said = error ?? failure;
  return { exitCode, code: said?.code ?? '', text: `${said?.message}\n${said?.hint}\n${stderr}` };
}

/** The pods of the next revision wait for a node with this label. */
const template = (): string => join(example.directory, 'charts/hello/templates/deployment.yaml');
function gate(round: number): void {
  const text = readFileSync(template(), 'utf8').replace(/      nodeSelector: .*\n/, '');
  writeFileSync(
    template(),
    text.replace('      containers:', `      nodeSelector: {gate: open-${round}}\n      containers:`),
  );
}
async function open(round: number): Promise<void> {
  for (const { metadata } of await list(plane, 'v1/nodes')) {
    await ask(plane, `${plane.apiServer}/api/v1/nodes/${metadata.name}`, {
      method: 'PATCH',
      type: 'application/merge-patch+json',
      body: JSON.stringify({ metadata: { labels: { gate: `open-${round}` } } }),
    });
  }
}

/** At the moment when the release is waited for. */
async function upThatWaits(round: number): Promise<Running> {
  gate(round);
  const running = startCommand(example, ['up', ...onDev], { environment });
  await vi.waitFor(
    async () => {
      const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
      expect(JSON.stringify(deployment?.spec)).toContain(`open-${round}`);
    },
    { timeout: 60_000, interval: 200 },
  );
  return running;
}

/** As the message says: what is left over is settled, then the run goes on, and there is nothing more to do. */
async function recovers(): Promise<void> {
  await must(run('recover'));
  await must(run('up'));
  await must(run('preview', '--expect-no-changes'));
  const status = (await releaseRecords(plane))
    .filter(({ name }) => name === 'hello')
    .map(({ info }) => info.status);
  expect(status.filter((each) => each === 'deployed')).toHaveLength(1);
  expect(status.filter((each) => each.startsWith('pending'))).toEqual([]);
}

/** The state that is kept outside of the store: whole, with no secret in it that can be read. */
function expectExport(text: string): void {
  const [, file = ''] = /the state as it was before is kept in (\S+),/.exec(text) ?? [];
  const content = readFileSync(file, 'utf8');
  expect(Object.keys(JSON.parse(content) as object)).toEqual(['version', 'deployment']);
  for (const secret of example.secrets.canaries) expect(content).not.toContain(secret);
  expect(text).toContain(`--file ${file}`);
}

beforeAll(async () => {
  example = await openExample('plain-chart');
});
afterAll(async () => {
  await run('destroy', '--yes');
  example.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('an object store', () => {
  let store: OwnStore;
  let round = 0;
  const isState = (path: string): boolean => path.includes('/.pulumi/stacks/');

  beforeAll(async () => {
    store = await openStore(join(folder, 's3'));
    const client = s3Client(store.s3);
    await client.send(new CreateBucketCommand({ Bucket: 'states' }));
    client.destroy();
    environment = {
      PULUMI_BACKEND_URL: bucketUrl(store.s3, 'states'),
      AWS_ENDPOINT_URL_S3: undefined,
      AWS_ACCESS_KEY_ID: store.s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: store.s3.secretAccessKey,
      AWS_MAX_ATTEMPTS: '1', // for Pulumi's SDK, so that each of its ten tries to save is one request: minutes less, and the same end
    };
    await must(run('up'));
  });
  beforeEach(() => {
    round += 1;
  });
  afterEach(() => store.mood(() => null));
  afterAll(async () => {
    await run('destroy', '--yes');
    await store.close();
  });

  test('that refuses expired credentials: told at once, not tried again, nothing written', async () => {
    const asked: string[] = [];
    store.mood((method, path) => {
      asked.push(`${method} ${path}`);
      return { status: 403, code: 'ExpiredToken' };
    });
    const { exitCode, code, text } = told(await run('up'));
    expect({ exitCode, code }).toEqual({ exitCode: 3, code: 'authentication' });
    expect(text).toContain('refused the credentials (ExpiredToken: no)');
    expect(asked.filter((each) => !each.startsWith('GET'))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length); // each thing is asked for once
  });

  test('whose credentials expire in mid-apply', async () => {
    const running = await upThatWaits(round);
    store.mood(() => ({ status: 403, code: 'ExpiredToken' }));
    await open(round);
    const { exitCode, code, text } = told(await running.ended);
    expect({ exitCode, code, text }).toMatchObject({ exitCode: 3, code: 'authentication' });
    expect(text).toContain('not all that was done since is in the state of stack "dev"');
    expectExport(text);
    store.mood(() => null);
    await recovers();
  });

  // Pulumi tries to save for three minutes.
  describe.runIf(process.env['K8S_DEPLOY_SLOW_TESTS'] !== undefined)('for long', () => {
    test('that answers 503 while the state is saved', async () => {
      const running = await upThatWaits(round);
      store.mood((method, path) =>
        method === 'PUT' && isState(path) ? { status: 503, code: 'SlowDown' } : null,
      );
      await open(round);
      const { exitCode, text } = told(await running.ended);
      expect({ exitCode, text }).not.toMatchObject({ exitCode: 0 });
      expect(text).toMatch(/the state of stack "dev" could not be saved in time|does not answer/);
      expectExport(text);
      store.mood(() => null);
      await recovers();
    });

    test('that is killed in mid-apply and stays away', async () => {
      const running = await upThatWaits(round);
      await store.kill();
      await open(round);
      const { exitCode, code, text } = told(await running.ended);
      expect({ exitCode, code, text }).toMatchObject({ exitCode: 6, code: 'unreachable' });
      expect(text).toContain('Release hello');
      expectExport(text);
      await store.start();
      await recovers();
    });
  });

  test('that is killed in mid-apply and is soon back: nobody notices', async () => {
    const running = await upThatWaits(round);
    await store.kill();
    await open(round);
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // Pulumi has tried to save by now
    await store.start();
    expect((await running.ended).exitCode).toBe(0);
    await must(run('preview', '--expect-no-changes'));
  });
});

describe.skipIf(process.getuid?.() !== 0)('a folder on a disk that is full', () => {
  const disk = join(folder, 'disk');
  const filler = join(disk, 'filler');

  beforeAll(async () => {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    environment = { PULUMI_BACKEND_URL: `file://${disk}` };
    await must(run('up'));
  });
  afterAll(async () => {
    rmSync(filler, { force: true });
    await run('destroy', '--yes');
    execFileSync('umount', [disk]);
  });

  test('in mid-apply: told with what was done, nothing that was saved is lost, and the next run goes on', async () => {
    const running = await upThatWaits(100);
    fill(filler);
    await open(100);
    const { exitCode, text } = told(await running.ended);
    expect({ exitCode, text }).not.toMatchObject({ exitCode: 0 });
    expect(text).toMatch(/is full \(.*ENOSPC/);
    expectExport(text);
    const state = readFileSync(join(disk, '.pulumi/stacks/plain-chart/dev.json'));
    expect(isBroken(parseCheckpoint(state, { project: 'plain-chart', stack: 'dev' }))).toBe(false);
    rmSync(filler);
    await recovers();
  });
});

/** To the last byte. */
function fill(file: string): void {
  for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    try {
      writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      continue; // what fits was written
    }
  }
}
