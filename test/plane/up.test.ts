/** What `up` does with its options, what it shows, and what it says afterwards. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../toolchain/plane/cluster.ts';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { execute, type Ran } from '../setup/stack-copy.ts';
import { type WebReleases, writeWebStack } from '../setup/web-stack.ts';

const plane = testPlane();
const namespace = 'up-test';
let example: OpenExample;
let validate: ValidateFunction;

interface Told {
  readonly result: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly releases: readonly {
    readonly key: string;
    readonly state: string;
    readonly seconds: number | null;
    readonly record: { readonly revision: number; readonly status: string } | null;
    readonly workloads: readonly { readonly rollout: { readonly ready: number; readonly wanted: number } }[];
    readonly mismatches: readonly {
      readonly state: string;
      readonly places: readonly { readonly text: string }[];
    }[];
    readonly troubles: readonly { readonly cause: string; readonly object: { readonly kind: string } }[];
  }[];
}

const run = (args: readonly string[], onText?: (text: string) => void): Promise<Ran> =>
  example.run([...args, '--no-check', '--stack', 'dev'], onText === undefined ? {} : { onText });

/** `up --json`, its document as the schema has it. */
async function up(
  args: readonly string[] = [],
  onText?: (text: string) => void,
): Promise<Ran & { told: Told }> {
  const ran = await run(['up', '--json', ...args], onText);
  const told = JSON.parse(ran.stdout) as Told;
  if ('version' in told && !validate(told)) throw new Error(JSON.stringify(validate.errors));
  return { ...ran, told };
}

const states = ({ told }: { readonly told: Told }): Record<string, string> =>
  Object.fromEntries(told.releases.map(({ key, state }) => [key, state]));

const revisions = async (): Promise<Record<string, number>> => {
  const records = (await releaseRecords(plane)).filter((record) => record.namespace === namespace);
  return Object.fromEntries(
    Object.entries(Object.groupBy(records, ({ name }) => name)).map(([name, all = []]) => [name, all.length]),
  );
};

const write = (releases: WebReleases): void => writeWebStack(example, namespace, releases);
const good: WebReleases = {
  web: {},
  hooked: { hook: 'default-scheduler' },
  late: { fields: 'after: [web]' },
};
const stuck: WebReleases = { ...good, web: { scheduler: 'nobody', fields: 'timeout: 6s' } };

beforeAll(async () => {
  example = await openExample('plain-chart');
  const schema = readFileSync(join(import.meta.dirname, '../../schemas/outcome.schema.json'), 'utf8');
  validate = new Ajv({ strict: false }).compile(JSON.parse(schema) as object);
});
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev']);
  example.remove();
});

describe('one of several releases fails', () => {
  let failed: Ran & { told: Told };
  beforeAll(async () => {
    write(stuck);
    failed = await up();
  });

  test('row 41: the others are done, what needs it is not begun, and each is told', () => {
    expect(failed.exitCode).toBe(9);
    expect(states(failed)).toEqual({ web: 'failed', hooked: 'done', late: 'not-begun' });
    const [web] = failed.told.releases;
    expect(web?.record).toMatchObject({ revision: 1, status: 'failed' });
    expect(web?.workloads[0]?.rollout).toMatchObject({ ready: 0, wanted: 2 });
    expect(web?.troubles[0]?.object.kind).toMatch(/^(Deployment|Pod)$/);
    expect(failed.told).toMatchObject({ result: 'failed', error: { code: 'timeout' } });
    expect(failed.told.error?.message).toMatch(/^release web: (Deployment|Pod) up-test\/web/);
    expect(failed.told.error?.message).toContain('not begun because of that: release late');
  });

  test('while it is waited for, pods and hooks are shown, a line when something changes', () => {
    const lines = failed.stderr.split('\n').map((line) => line.trim());
    expect(lines).toContain('Deployment up-test/web: 0 of 2 pods are ready');
    expect(lines).toContain('hook Job up-test/hooked-migrate: running (0 of 1 pods have succeeded)');
    expect(lines.filter((line) => line.startsWith('Deployment up-test/web:')).length).toBeLessThan(5);
  });

  test('row 41: what was done is saved: mended, the next run does the rest and nothing twice', async () => {
    write({ ...good, web: { fields: 'timeout: 6s' } });
    const mended = await up();
    expect(mended.told.error).toBeNull();
    expect(states(mended)).toEqual({ web: 'done', hooked: 'unchanged', late: 'done' });
    expect(await revisions()).toEqual({ web: 2, hooked: 1, late: 1 });
  });
});

describe('with everything in place', () => {
  beforeAll(async () => {
    write(good);
    await must(run(['up']));
  });

  test('nothing to do: Pulumi is not started a second time, and all is told as it is', async () => {
    const history = (): number =>
      readdirSync(join(example.state, '.pulumi/history'), { recursive: true }).length;
    const [before, records] = [history(), await revisions()];
    const { exitCode, told } = await up();
    expect(exitCode).toBe(0);
    expect([...new Set(Object.values(states({ told })))]).toEqual(['unchanged']);
    expect(told.releases[0]?.workloads[0]?.rollout).toMatchObject({ ready: 2, wanted: 2 });
    expect(told.counts['same']).toBeGreaterThan(0);
    expect([history(), await revisions()]).toEqual([before, records]);
  });

  test('--target: one release with what it needs; the others are left out, whatever they would change', async () => {
    const before = await revisions();
    write({
      web: { replicas: 3 },
      hooked: { hook: 'default-scheduler', replicas: 3 },
      late: { replicas: 3, fields: 'after: [web]' },
    });
    const preview = await must(run(['preview', '--target', 'late', '--json']));
    const plan = JSON.parse(preview.stdout) as {
      digest: string;
      gaps: string[];
      releases: { key: string; operation: string }[];
    };
    expect(plan.gaps).toEqual([expect.stringContaining('left out by --target')]);
    expect(plan.releases.filter(({ operation }) => operation !== 'same').map(({ key }) => key)).toEqual([
      'web',
      'late',
    ]);
    const all = await run(['up', '--expect-digest', plan.digest]);
    expect(all.exitCode).toBe(5); // what was reviewed is less than this
    const done = await up(['--target', 'late', '--expect-digest', plan.digest, '--parallel', '1']);
    expect(states(done)).toEqual({ web: 'done', hooked: 'left-out', late: 'done' });
    expect(done.told.digest).toBe(plan.digest);
    expect(await revisions()).toEqual({
      ...before,
      web: (before['web'] ?? 0) + 1,
      late: (before['late'] ?? 0) + 1,
    });
    await must(run(['up']));
  });

  test('--target that is not there is refused, with the nearest name', async () => {
    const { exitCode, stderr } = await run(['up', '--target', 'hookd']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('stack "dev" has no release "hookd"; did you mean "hooked"?');
  });

  test('--timeout and --atomic alone upgrade nothing', async () => {
    const before = await revisions();
    const { exitCode, told } = await up(['--timeout', '20m', '--atomic']);
    expect(exitCode).toBe(0);
    expect([...new Set(Object.values(states({ told })))]).toEqual(['unchanged']);
    expect(await revisions()).toEqual(before);
  });

  test('--timeout ends the wait, and --atomic brings back what was; the last that was seen is told', async () => {
    write({ ...good, web: { scheduler: 'nobody', replicas: 3 } });
    const { exitCode, told } = await up(['--target', 'web', '--timeout', '6', '--atomic']);
    expect(exitCode).toBe(9);
    expect(told.releases[0]).toMatchObject({ state: 'failed', record: { status: 'deployed' } });
    expect(told.error?.message).toContain(
      '(--atomic: it went back by itself; last seen before: Deployment up-test/web: ',
    );
    const [web] = (await list(plane, 'apps/v1/deployments', namespace)).filter(
      ({ metadata }) => metadata.name === 'web',
    );
    expect(JSON.stringify(web?.spec)).not.toContain('nobody');
    write(good);
    await must(run(['up']));
  });

  test('--timeout alone tries what failed again, for as long as it says now', async () => {
    write({ ...good, web: { scheduler: 'nobody', replicas: 3 } });
    expect((await up(['--target', 'web', '--timeout', '3'])).exitCode).toBe(9);
    const { exitCode, told } = await up(['--target', 'web', '--timeout', '8']);
    expect({ exitCode, ...states({ told }) }).toMatchObject({ exitCode: 9, web: 'failed' });
    expect(told.releases[0]?.seconds).toBeGreaterThan(7);
    write(good);
    await must(run(['up']));
  });

  test('--refresh: what was uninstalled by hand is planned, and brought back', async () => {
    await must(
      execute('helm', ['uninstall', 'hooked', '-n', namespace], example.environment, example.directory),
    );
    const preview = await must(run(['preview', '--refresh', '--json']));
    const { releases, digest } = JSON.parse(preview.stdout) as {
      digest: string;
      releases: { key: string; operation: string }[];
    };
    expect(releases.find(({ key }) => key === 'hooked')?.operation).toBe('create');
    const back = await up(['--refresh', '--expect-digest', digest]);
    expect(back.exitCode).toBe(0);
    expect(states(back)['hooked']).toBe('done');
  });

  test('what runs is not what was planned, since somebody else wrote meanwhile: told, and no success', async () => {
    write({
      web: { replicas: 3 },
      hooked: { hook: 'default-scheduler' },
      late: { replicas: 3, fields: 'after: [web]' },
    });
    let text = '';
    let edited: Promise<unknown> | null = null;
    const { exitCode, told } = await up([], (part) => {
      text += part;
      if (edited !== null || !text.includes('✓ Release web updated')) return;
      edited = ask(
        plane,
        `${plane.apiServer}/apis/apps/v1/namespaces/${namespace}/deployments/web?fieldManager=somebody`,
        {
          method: 'PATCH',
          type: 'application/strategic-merge-patch+json',
          body: JSON.stringify({
            spec: {
              template: {
                spec: { containers: [{ name: 'main', image: 'registry.example.com/web:by-hand' }] },
              },
            },
          }),
        },
      );
    });
    expect(exitCode).toBe(1);
    expect(told).toMatchObject({ result: 'failed', error: { code: 'failed' } });
    expect(told.error?.message).toContain(
      'release web: Deployment up-test/web is not as planned: spec.template.spec.containers[main].image',
    );
    expect(told.releases.map(({ mismatches }) => mismatches.length)).toEqual([1, 0, 0]);
  });
});
