import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { list } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const plane = testPlane();
let example: OpenExample;
let checkpoint: string;
let good: Buffer;
let first: Buffer;

const failure = async (command: string): Promise<{ code: string; message: string; hint: string }> => {
  const { exitCode, stdout } = await example.run([
    command,
    '--stack',
    'dev',
    '--json',
    ...(command === 'destroy' ? ['--yes'] : []),
  ]);
  expect(exitCode).toBe(1);
  return (JSON.parse(stdout) as { error: Awaited<ReturnType<typeof failure>> }).error;
};
const stored = (): string =>
  readdirSync(example.state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'hex'))
    .join('\n');
const deployments = async (): Promise<unknown> =>
  (await list(plane, 'apps/v1/deployments', 'hello')).map(({ metadata: { uid, generation } }) => ({
    uid,
    generation,
  }));

beforeAll(async () => {
  example = await openExample('plain-chart');
  checkpoint = join(example.state, '.pulumi/stacks/plain-chart/dev.json');
  await must(example.run(['up', '--stack', 'dev']));
  first = readFileSync(checkpoint);
  await must(example.run(['up', '--stack', 'dev'], { environment: { HELLO_PASSWORD: 'another one' } }));
  good = readFileSync(checkpoint);
});
afterEach(() => writeFileSync(checkpoint, good));
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev']);
  example.remove();
});

const flipped = (): Buffer => {
  const at = good.indexOf('ciphertext') + 60;
  const bytes = Buffer.from(good);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

// The folder store of Pulumi writes them in place: a lost machine leaves an empty one, and Pulumi reads "EOF" instead of the state beside it.
test.each(['dev.json.attrs', 'dev.json.bak.attrs'])(
  'an empty %s, as a lost machine leaves it, is in nobody’s way',
  async (file) => {
    const attributes = join(example.state, '.pulumi/stacks/plain-chart', file);
    writeFileSync(attributes, '');
    await must(example.run(['up', '--stack', 'dev'], { environment: { HELLO_PASSWORD: 'another one' } }));
    expect(existsSync(attributes) ? readFileSync(attributes, 'utf8') : null).not.toBe('');
    writeFileSync(attributes, '');
    await must(
      example.run(['preview', '--stack', 'dev'], { environment: { HELLO_PASSWORD: 'another one' } }),
    );
  },
);

describe.each(['preview', 'up', 'destroy'])(
  '%s stops, writes nothing over and touches nothing',
  (command) => {
    test.each([
      ['cut off', /is damaged: .*it ends in the middle/, () => good.subarray(0, good.length / 2)],
      ['empty', /is damaged: .*it is empty/, () => Buffer.alloc(0)],
      ['with one bit of a secret flipped', /was altered: /, flipped],
      ['older than the last one', /is older than the last one seen/, () => first],
    ] as const)('at a state that is %s', async (_, message, bytes) => {
      writeFileSync(checkpoint, bytes());
      const before = { stored: stored(), deployments: await deployments() };
      const told = await failure(command);
      expect(told.code).toBe('failed');
      expect(told.message).toMatch(message);
      expect(told.hint).toMatch(
        /a copy of it is kept in \S+\nthe newest whole copy is \.pulumi\/history\/plain-chart\/dev\/\S+/,
      );
      expect({ stored: stored(), deployments: await deployments() }).toEqual(before);
    });
  },
);

test('what it says puts the newest whole copy back, and the next run has nothing to do', async () => {
  writeFileSync(checkpoint, good.subarray(0, 1_000));
  const { hint } = await failure('up');
  const [, args = ''] = /`k8s-deploy (backend restore [^`]*)`/.exec(hint) ?? [];
  await must(example.run(args.split(' ')));
  expect(readFileSync(checkpoint)).toEqual(good);
  const { stdout } = await must(
    example.run(['preview', '--stack', 'dev'], { environment: { HELLO_PASSWORD: 'another one' } }),
  );
  expect(stdout).toContain('no changes');
});

test('what Pulumi itself has put in place is no older one: stack import, state edits', async () => {
  const exported = join(example.directory, '..', 'export.json');
  await must(example.pulumi(['stack', 'export', '--stack', 'dev', '--file', exported]));
  const { version, deployment } = JSON.parse(readFileSync(exported, 'utf8')) as {
    version: number;
    deployment: { resources: { urn: string }[] };
  };
  const old = JSON.parse(first.toString()) as { checkpoint: { latest: unknown } };
  const file = join(example.directory, '..', 'import.json');
  writeFileSync(file, JSON.stringify({ version, deployment: old.checkpoint.latest }));
  await must(example.pulumi(['stack', 'import', '--stack', 'dev', '--file', file]));
  expect((await example.run(['preview', '--stack', 'dev'])).exitCode).toBe(0);
  writeFileSync(checkpoint, good);
  cpSync(checkpoint, `${checkpoint}.bak`);

  const release = deployment.resources.find(({ urn }) => urn.endsWith('Release::hello'))?.urn ?? '';
  await must(example.pulumi(['state', 'protect', release, '--yes', '--stack', 'dev']));
  expect((await example.run(['preview', '--stack', 'dev'])).exitCode).toBe(0);
});
