/** Releases and namespaces that somebody else made: taken over when the stack file says so, and shown before. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openStory, type Story } from './plan/story.ts';
import { chartFiles, configMap, deployment, hookJob, release, stackFile } from './plan/web-chart.ts';

const plane = testPlane();
let story: Story;

const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await story.run([...args, '--json'])).stdout) as Record<string, unknown>;

const revisions = async (): Promise<number[]> =>
  (await releaseRecords(plane))
    .filter(({ namespace }) => namespace === story.namespace)
    .map(({ version }) => version)
    .toSorted((a, b) => a - b);

beforeAll(async () => {
  story = await openStory('adopt', {
    files: {
      ...stackFile(`web: ${release('web', 'values: { colour: green }')}`),
      ...chartFiles(
        'web',
        {
          'web.yaml': deployment('web', { replicas: '{{ .Values.replicas }}' }),
          'map.yaml': configMap('web', '{colour: {{ .Values.colour }}}'),
          'hook.yaml': hookJob('migrate', 'pre-upgrade', { policy: 'hook-succeeded' }),
        },
        { values: 'colour: blue\nreplicas: 1\n' },
      ),
    },
  });
  await story.byHand('POST', '/api/v1/namespaces', { metadata: { name: story.namespace } });
  await must(
    story.helm(['install', 'web', 'charts/web', '--set=replicas=2,colour=red,password=set by somebody else']),
  );
});
afterAll(async () => {
  await story.close();
});

test('without a word it is an error, and the hint says how it is taken over', async () => {
  const plan = await json('preview', '--no-check');
  const risks = plan['risks'] as { id: string; severity: string; message: string; hint: string }[];
  expect(risks).toContainEqual(
    expect.objectContaining({
      id: 'adopt',
      severity: 'error',
      hint: expect.stringContaining('adopt: true') as string,
    }),
  );
  const { exitCode } = await story.run(['up', '--no-check']);
  expect(exitCode).toBe(5);
  expect(await revisions()).toEqual([1]);
});

test('with adopt: true the plan shows against what runs now what will change, hooks included', async () => {
  story.edit('deploy.yaml', (text) =>
    text
      .replace('wait: false', 'wait: false, adopt: true')
      .replace('stacks:', 'namespaces: { NAMESPACE: { adopt: true, labels: { team: shop } } }\nstacks:'),
  );
  const plan = await json('preview', '--no-check');
  expect(plan['verdict']).toMatchObject({ outcome: 'changes' });
  const [web] = plan['releases'] as {
    operation: string;
    objects: { object: { kind: string }; change: string }[];
    hooks: { object: { name: string } }[];
  }[];
  expect(web?.operation).toBe('import');
  expect(web?.objects.map(({ object, change }) => `${change} ${object.kind}`).toSorted()).toEqual([
    'changed ConfigMap',
    'changed Deployment',
  ]);
  expect(web?.hooks.map(({ object }) => object.name)).toEqual(['migrate']);
  expect(plan['backing']).toMatchObject([{ kind: 'Namespace', operation: 'import' }]);
  expect(plan['risks']).toContainEqual(expect.objectContaining({ id: 'adopt', severity: 'warning' }));
  const { exitCode } = await story.run(['preview', '--no-check', '--deny', 'adopt']);
  expect(exitCode).toBe(5);
});

test('up takes it over: the same release goes on, and afterwards state, record and cluster agree', async () => {
  const [before] = await list(plane, 'apps/v1/deployments', story.namespace);
  const plan = await json('preview', '--no-check');
  await must(story.run(['up', '--no-check', '--expect-digest', String(plan['digest'])]));
  expect(await revisions()).toEqual([1, 2]);
  const [after] = await list(plane, 'apps/v1/deployments', story.namespace);
  expect(after?.metadata.uid).toBe(before?.metadata.uid);
  expect(after?.spec?.['replicas']).toBe(1);
  const [namespace] = (await list(plane, 'v1/namespaces')).filter(
    ({ metadata }) => metadata.name === story.namespace,
  );
  expect(namespace?.metadata.labels).toMatchObject({ team: 'shop' });
  await must(story.run(['preview', '--no-check', '--expect-no-changes']));
  await must(story.run(['drift', '--detect']));
});

test('values that only the adopted release had are not left in the state', () => {
  const folder = (story.environment['PULUMI_BACKEND_URL'] ?? '').replace('file://', '');
  const stacks = readdirSync(join(folder, '.pulumi/stacks'), { recursive: true, withFileTypes: true });
  const texts = stacks
    .filter((entry) => entry.isFile() && entry.name === 'dev.json')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(texts).toHaveLength(1);
  expect(texts.join('')).not.toContain('set by somebody else');
});

test('adopt: true may stay in the file, and means nothing where there is nothing to take over', async () => {
  await must(story.run(['destroy', '--yes', '--delete-namespaces']));
  const plan = await json('preview', '--no-check');
  const steps = plan['steps'] as { operation: string }[];
  expect(steps.map(({ operation }) => operation)).not.toContain('import');
  await must(story.run(['up', '--no-check']));
});
