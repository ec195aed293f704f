/** New pods without a change of what they are: with a reason, only where it is needed, and so that neither `up` nor `drift` minds. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { list } from '../setup/cluster.ts';
import { documentReader } from '../setup/document.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openStory, type Story } from './plan/story.ts';
import { chartFiles, configMap, deployment, stackFile } from './plan/web-chart.ts';

const plane = testPlane();
interface Told {
  readonly restarted: readonly {
    readonly object: { readonly name: string };
    readonly troubles: readonly { readonly events: readonly unknown[] }[];
  }[];
}
let story: Story;

const environment = '[{name: TOKEN, valueFrom: {secretKeyRef: {name: foreign, key: token}}}]';

const deployed = (name: string) => `/apis/apps/v1/namespaces/${story.namespace}/deployments/${name}`;

async function podsOf(app: string): Promise<string[]> {
  const pods = await list(plane, 'v1/pods', story.namespace);
  return pods
    .filter(({ metadata }) => metadata.labels?.['app'] === app && !('deletionTimestamp' in metadata))
    .map(({ metadata }) => metadata.name)
    .toSorted();
}

const annotationsOf = async (name: string): Promise<Record<string, string>> => {
  const [found] = (await list(plane, 'apps/v1/deployments', story.namespace)).filter(
    ({ metadata }) => metadata.name === name,
  );
  const template = found?.spec?.['template'] as { metadata: { annotations?: Record<string, string> } };
  return template.metadata.annotations ?? {};
};

beforeAll(async () => {
  story = await openStory('restart', {
    files: {
      ...stackFile(
        'web: { chart: { ref: ./charts/web }, namespace: NAMESPACE }\nplain: { chart: { ref: ./charts/plain }, namespace: NAMESPACE }',
      ),
      ...chartFiles('web', {
        'web.yaml': deployment('web', { replicas: '2', env: environment }),
        'other.yaml': deployment('other'),
      }),
      ...chartFiles('plain', { 'map.yaml': configMap('plain', '{a: b}') }),
    },
  });
  await story.byHand('POST', '/api/v1/namespaces', { metadata: { name: story.namespace } });
  story.edit('deploy.yaml', (text) => `${text}\nnamespaces: { ${story.namespace}: { create: false } }\n`);
  await story.byHand('POST', `/api/v1/namespaces/${story.namespace}/secrets`, {
    metadata: { name: 'foreign' },
    stringData: { token: 'the first token' },
  });
  await must(story.run(['up', '--no-check']));
});
afterAll(async () => {
  await story.close();
});

test('every pod of the release is made anew, and the reason stays on it', async () => {
  const before = await podsOf('web');
  const { stdout } = await must(story.run(['restart', 'web', '--reason', 'a new broker', '--json']));
  const { restarted } = JSON.parse(stdout) as { restarted: { object: { name: string }; rollout: object }[] };
  expect(restarted.map(({ object }) => object.name).toSorted()).toEqual(['other', 'web']);
  expect(restarted.map(({ rollout }) => rollout)).toEqual([
    expect.objectContaining({ state: 'ready', ready: 1, wanted: 1 }),
    expect.objectContaining({ state: 'ready', ready: 2, wanted: 2 }),
  ]);
  await vi.waitFor(async () => expect(await podsOf('web')).toHaveLength(2), { timeout: 30_000 });
  expect((await podsOf('web')).filter((name) => before.includes(name))).toEqual([]);
  expect(await annotationsOf('web')).toMatchObject({ 'k8s-deploy/restart-reason': 'a new broker' });
});

test('neither drift nor the next up has anything to say about it, and an upgrade leaves it', async () => {
  await must(story.run(['drift', '--detect']));
  await must(story.run(['preview', '--no-check', '--expect-no-changes']));
  story.edit('charts/web/templates/other.yaml', (text) => text.replace('replicas: 1', 'replicas: 2'));
  await must(story.run(['up', '--no-check']));
  expect(await annotationsOf('web')).toMatchObject({ 'k8s-deploy/restart-reason': 'a new broker' });
});

test('--rotated restarts what runs with an outdated Secret, and nothing else', async () => {
  await must(story.run(['restart', '--rotated']));
  const others = await podsOf('other');
  const second = Math.floor(Date.now() / 1000); // the server notes no less
  await vi.waitFor(() => expect(Math.floor(Date.now() / 1000)).toBeGreaterThan(second), { timeout: 5000 });
  await story.byHand('PATCH', `/api/v1/namespaces/${story.namespace}/secrets/foreign`, {
    stringData: { token: 'the second token' },
  });
  const before = await podsOf('web');
  const { stdout } = await must(story.run(['restart', '--rotated', '--json']));
  const { restarted } = JSON.parse(stdout) as { restarted: { object: { name: string }; reason: string }[] };
  expect(restarted).toMatchObject([{ object: { kind: 'Deployment', name: 'web' } }]);
  expect(restarted[0]?.reason).toMatch(/^Secret plan-restart\/foreign was written at .* by somebody$/);
  expect((await podsOf('web')).filter((name) => before.includes(name))).toEqual([]);
  expect(await podsOf('other')).toEqual(others);
  const again = await must(story.run(['restart', '--rotated']));
  expect(again.stdout).toContain('nothing was restarted');
});

test('what cannot be done is told before anything is done', async () => {
  const attempt = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await story.run(['restart', ...args]);
    expect(exitCode).toBeGreaterThan(0);
    return stderr;
  };
  expect(await attempt()).toMatch(/which release\?[^]*--reason says why/);
  expect(await attempt('web', '--reason', ' ')).toContain('--reason: it is empty');
  expect(await attempt('wep', '--reason', 'x')).toContain('has no release "wep"');
  expect(await attempt('plain', '--reason', 'x')).toContain('there is nothing to restart');
  await story.byHand('PATCH', deployed('other'), { spec: { paused: true } });
  const before = await podsOf('web');
  expect(await attempt('web', '--reason', 'x')).toContain('Deployment plan-restart/other: it is paused');
  expect(await podsOf('web')).toEqual(before);
  await story.byHand('PATCH', deployed('other'), { spec: { paused: null } });
});

test('pods that do not get ready in time are a timeout that says why: the pod, the cause, its events', async () => {
  await story.byHand('PATCH', deployed('other'), {
    spec: { template: { spec: { nodeSelector: { pool: 'gone' } } } },
  });
  const slow = ['restart', 'web', '--reason', 'x', '--timeout', '6s'];
  const { exitCode, stdout } = await story.run(slow);
  expect(exitCode).toBe(9);
  expect(stdout).toMatch(
    /✗ Deployment plan-restart\/other: .*time ran out.*\n {4}Pod plan-restart\/other-\S+ +of Deployment plan-restart\/other\s+\[unschedulable\]\n/,
  );
  expect(stdout).toMatch(/Warning FailedScheduling/);
  expect(stdout).toMatch(/✓ Deployment plan-restart\/web/);

  const told = await story.run([...slow, '--json']);
  expect(told.exitCode).toBe(9);
  const [other, web] = (documentReader('restart')(told.stdout) as Told).restarted;
  expect(web).toMatchObject({ object: { name: 'web' }, troubles: [] });
  expect(other).toMatchObject({ object: { name: 'other' }, rollout: { state: 'progressing' } });
  expect(other?.troubles[0]).toMatchObject({
    cause: 'unschedulable',
    object: { kind: 'Pod', namespace: story.namespace },
    of: { kind: 'Deployment', name: 'other' },
    message: expect.stringMatching(/node/) as string,
  });
  expect(JSON.stringify(other?.troubles[0]?.events)).toContain('FailedScheduling');
});
