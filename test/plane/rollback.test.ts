/** Back to a former revision: Pulumi's state, Helm's records and the cluster agree afterwards. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { list, releaseRecords } from '../setup/cluster.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openStory, type Story } from './plan/story.ts';
import { chartFiles, configMap, deployment, hookJob, stackFile } from './plan/web-chart.ts';

const plane = testPlane();
let story: Story;

const up = ['up', '--no-check'];
const back = ['rollback', 'web', '--no-check', '--yes'];

interface Plan {
  readonly releases: readonly {
    readonly key: string;
    readonly objects: readonly { object: { kind: string; name: string }; change: string }[];
  }[];
}

/** What going forward again would change. */
async function forward(): Promise<string[]> {
  const { stdout } = await must(story.run(['preview', '--no-check', '--json']));
  const { releases } = JSON.parse(stdout) as Plan;
  return releases
    .flatMap(({ objects }) => objects)
    .filter(({ change }) => change !== 'unchanged')
    .map(({ object, change }) => `${change} ${object.kind} ${object.name}`)
    .toSorted();
}

const maps = async (): Promise<Record<string, string | undefined>> =>
  Object.fromEntries(
    (await list(plane, 'v1/configmaps', story.namespace))
      .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
      .map(({ metadata, data }) => [metadata.name, data?.['colour']]),
  );

/** Of web, with what Helm says of each. */
const revisions = async (): Promise<string[]> =>
  (await releaseRecords(plane))
    .filter(({ namespace, name }) => namespace === story.namespace && name === 'web')
    .toSorted((a, b) => a.version - b.version)
    .map(({ version, info }) => `${version} ${info.status}`);

const template = async (): Promise<Record<string, unknown>> => {
  const [found] = await list(plane, 'apps/v1/deployments', story.namespace);
  const pods = found?.spec?.['template'] as { spec: Record<string, unknown> } | undefined;
  return pods?.spec ?? {};
};

beforeAll(async () => {
  story = await openStory('rollback', {
    files: {
      ...stackFile(
        'web: { chart: { ref: ./charts/web }, namespace: NAMESPACE, timeout: 8s, values: { colour: red, login: { nameOf: login } } }\nother: { chart: { ref: ./charts/other }, namespace: NAMESPACE }',
        'backing: { secrets: { login: { namespace: NAMESPACE, data: { password: { fromEnv: KAFKA_LOGIN } } } } }',
      ),
      ...chartFiles('web', {
        'web.yaml': deployment('web', {
          env: '[{name: LOGIN, valueFrom: {secretKeyRef: {name: {{ .Values.login }}, key: password}}}]',
        }),
        'map.yaml': configMap('web', '{colour: {{ .Values.colour }}}'),
        'undo.yaml': hookJob('undo', 'pre-rollback'),
      }),
      ...chartFiles('other', { 'map.yaml': configMap('other', '{colour: grey}') }),
    },
  });
  await must(story.run(up));
  story.edit('deploy.yaml', (text) => text.replace('colour: red', 'colour: green'));
  story.edit('charts/web/Chart.yaml', (text) => text.replace('1.0.0', '2.0.0'));
  story.write({ 'charts/web/templates/second.yaml': configMap('second', '{colour: new}') });
  story.environment['KAFKA_LOGIN'] = 'another login';
  await must(story.run(up));
});
afterAll(async () => {
  await story.close();
});

test('nothing is done unasked, and what cannot be done is told', async () => {
  const unasked = await story.run(['rollback', 'web', '--no-check']);
  expect(unasked).toMatchObject({ exitCode: 2 });
  expect(unasked.stderr).toContain('Release web goes back to revision 1: chart web 1.0.0');
  expect(unasked.stderr).toContain(
    '! For Helm this is an upgrade to the old chart: its rollback hooks do not run (Job plan-rollback/undo)\n',
  );
  const nowhere = await story.run([...back, '--to', '7']);
  expect(nowhere.exitCode).toBe(2);
  expect(nowhere.stderr).toContain('Helm has no revision 7 of it; it can go back to: 1');
  expect((await story.run([...back, '--to', '2'])).stderr).toContain('revision 2 is what runs');
  expect(await revisions()).toEqual(['1 superseded', '2 deployed']);
});

test('objects, chart and values go back, credentials do not', async () => {
  const secrets = async (): Promise<string[]> =>
    (await list(plane, 'v1/secrets', story.namespace))
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.startsWith('login-'));
  const before = await secrets();
  const { stdout } = await must(story.run([...back, '--json']));
  expect(JSON.parse(stdout)).toMatchObject({
    operation: 'rollback',
    result: 'succeeded',
    releases: [
      { key: 'web', state: 'done', record: { revision: 3, status: 'deployed' } },
      { key: 'other', state: 'left-out' },
    ],
  });
  expect(await maps()).toEqual({ web: 'red', other: 'grey' });
  expect(await secrets()).toEqual(before);
  expect(JSON.stringify(await template())).toContain(before[0]);
  expect(await revisions()).toEqual(['1 superseded', '2 superseded', '3 deployed']);
});

test('state, record and cluster agree: there is no drift, and the preview shows the way forward', async () => {
  await must(story.run(['drift', '--detect']));
  expect(await forward()).toEqual(['changed ConfigMap web', 'created ConfigMap second']);
});

test('once the stack file is reverted there is nothing to do', async () => {
  const file = story.read('deploy.yaml');
  const second = story.read('charts/web/templates/second.yaml');
  story.edit('deploy.yaml', (text) => text.replace('colour: green', 'colour: red'));
  story.edit('charts/web/Chart.yaml', (text) => text.replace('2.0.0', '1.0.0'));
  rmSync(join(story.directory, 'charts/web/templates/second.yaml'));
  expect((await story.run(['preview', '--no-check', '--expect-no-changes'])).exitCode).toBe(0);
  story.write({ 'deploy.yaml': file, 'charts/web/templates/second.yaml': second });
});

test('what a failed upgrade has brought goes as well: objects and single fields', async () => {
  story.edit('charts/web/Chart.yaml', (text) => text.replace('1.0.0', '3.0.0'));
  story.edit('charts/web/templates/web.yaml', (text) =>
    text.replace('    spec:\n', '    spec:\n      nodeSelector: {disk: none}\n'),
  );
  expect((await story.run(up)).exitCode).toBeGreaterThan(0);
  expect(Object.keys(await maps())).toContain('second');
  rmSync(join(story.directory, '.k8s-deploy'), { recursive: true }); // another machine has no charts of former runs
  const { stderr } = await must(story.run(back));
  expect(stderr).toContain("from Helm's record of that revision");
  expect(await maps()).toEqual({ web: 'red', other: 'grey' });
  expect(await template()).not.toHaveProperty('nodeSelector');
  expect((await revisions()).slice(-3)).toEqual(['3 superseded', '4 failed', '5 deployed']);
  await must(story.run(['drift', '--detect']));
});

test('what somebody has upgraded by hand goes back, too', async () => {
  await must(story.helm(['upgrade', 'web', 'charts/web', '--reuse-values', '--set', 'colour=purple']));
  expect(await maps()).toMatchObject({ web: 'purple' });
  await must(story.run([...back, '--to', '5']));
  expect(await maps()).toEqual({ web: 'red', other: 'grey' });
  await must(story.run(['drift', '--detect']));
});
