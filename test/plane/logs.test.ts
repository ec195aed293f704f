import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { documentReader } from '../setup/document.ts';
import { ksmlRelease, openHelmStack, type HelmStack } from '../setup/helm-stack.ts';
import { limitedAccount } from '../setup/limited-account.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const namespace = 'logs-of-stacks';
const canary = 'kept-to-itself-4711-xyzzy';
let stack: HelmStack;

const template = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          image: registry.example.com/web:1
          env: [{ name: TOKEN, valueFrom: { secretKeyRef: { name: web-login, key: token } } }]
        - { name: side, image: registry.example.com/side:1 }
`;

beforeAll(async () => {
  stack = await openHelmStack(namespace);
  // Not part of a release: nobody but the pods refers to it.
  await stack.room.create(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: 'web-login' },
    stringData: { token: canary },
  });
  await stack.room.helm([
    'install',
    'web',
    stack.room.chart('web', { 'templates/web.yaml': template }),
    '--wait',
  ]);
  await stack.installKsml(['replicaCount=2']);
  await stack.log(['first', `signed in with ${canary}`, '::error::not a command'], ['the one before']);
});
afterAll(async () => {
  await stack.close();
});

describe('logs', () => {
  test('of all replicas and containers, each line with where it comes from', async () => {
    const { stdout } = await must(stack.run(['logs', 'web']));
    const lines = stdout.trimEnd().split('\n');
    const places = new Set(lines.map((line) => line.split(' | ')[0]?.replace(/^web-\w+-\w+/, 'POD') ?? ''));
    expect(places).toEqual(new Set(['POD/main', 'POD/side']));
    expect(lines.filter((line) => line.endsWith(' | first'))).toHaveLength(4);
    expect(new Set(lines.map((line) => line.split('/')[0]))).toHaveProperty('size', 2);
  });

  test('what a Secret of the pods holds does not leave, in any format', async () => {
    for (const args of [[], ['--json'], ['--timestamps'], ['--container', 'side']]) {
      const { stdout, stderr } = await must(stack.run(['logs', 'web', ...args]));
      expect(stdout).toContain('signed in with (secret)');
      expect(stdout + stderr).not.toContain(canary);
    }
  });

  test('nothing that a container prints is a command to the runner', async () => {
    const { stdout } = await must(stack.run(['logs', 'web']));
    expect(stdout).toContain('not a command');
    expect(stdout).not.toMatch(/^\s*::/m);
  });

  test('some lines, of one container, with their times', async () => {
    const { stdout } = await must(
      stack.run(['logs', 'web', '--tail', '1', '--container', 'main', '--timestamps']),
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).toMatch(/^web-\w+-\w+\/main \| \d{4}-\d\d-\d\dT[\d:.]+Z : :error::not a command$/);
    expect((await must(stack.run(['logs', 'web', '--since', '1h', '--tail', 'all']))).stdout).toContain(
      ' | first',
    );
    expect((await must(stack.run(['logs', 'web', '--tail', '0']))).stdout).toBe('');
  });

  test('as JSON', async () => {
    const { stdout } = await must(stack.run(['logs', 'web', '--json', '--container', 'main', '--tail', '3']));
    const { version, logs } = documentReader('logs')(stdout) as {
      version: number;
      logs: { lines: { text: string }[] }[];
    };
    expect({ version, logs }).toMatchObject({
      version: 1,
      logs: [{ release: 'web', namespace, container: 'main' }, {}],
    });
    expect(logs[0]?.lines.map(({ text }) => text)).toEqual([
      'first',
      'signed in with (secret)',
      '::error::not a command',
    ]);
  });

  test('of the containers before their last restart', async () => {
    const { stdout } = await must(stack.run(['logs', 'web', '--previous', '--container', 'main']));
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' | ')[1]),
    ).toEqual(['the one before', 'the one before']);
  });

  test.each([
    [['web', '--container', 'nope'], 2, 'no pod has a container "nope"'],
    [['web', '--follow', '--previous'], 2, 'nothing follows'],
    [['web', '--since', 'yesterday'], 2, 'expected a number and s, m, h or d'],
    [['--format', 'ksml', '--tail', 'all'], 2, '--tail needs a number'],
    [['--format', 'ksml', '--follow'], 2, 'does not follow'],
  ])('%j is refused', async (args, exitCode, message) => {
    const ran = await stack.run(['logs', ...args]);
    expect(ran).toMatchObject({ exitCode, stderr: expect.stringContaining(message) as string });
  });

  test('of a release that is not installed there is nothing to wait for', async () => {
    const ran = await stack.run(['logs', 'sf2loki', '--follow']);
    expect(ran).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('sf2loki: it is not installed') as string,
    });
  });

  test('without the right to read logs or Secrets it says what is missing', async () => {
    const kubeconfig = `${stack.room.folder}/limited`;
    const account = await limitedAccount(testPlane(), `${namespace}-reader`, kubeconfig);
    onTestFinished(async () => {
      await account.remove();
    });
    const records = { group: '', resource: 'secrets', namespace, verbs: ['list'] };
    const workloads = { group: 'apps', resource: '*', namespace, verbs: ['get', 'list'] };
    const pods = { group: '', resource: 'pods', namespace, verbs: ['list'] };
    await account.allow([records, workloads, pods]);
    const refused = await stack.run(['logs', 'web'], { KUBECONFIG: kubeconfig });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`no permission to read logs in namespace ${namespace} (pods/log)`);
    expect(refused.stderr).toContain(`Secret ${namespace}/web-login cannot be read`);
  });
});

describe('logs --follow', () => {
  test('goes on with new lines and new pods, keeps secrets in, and ends at once when it is told to', async () => {
    const running = stack.start(['logs', 'web', '--follow', '--tail', '1', '--container', 'main']);
    const printed = async (text: string, times: number): Promise<void> =>
      vi.waitFor(() => expect(running.text().split(text)).toHaveLength(times + 1), { timeout: 60_000 });
    await printed('not a command', 2);
    await stack.log([`again ${canary}`]);
    await printed('again (secret)', 2);
    await stack.room.edit(`/apis/apps/v1/namespaces/${namespace}/deployments/web`, { spec: { replicas: 3 } });
    await printed('not a command', 3); // all that the new one has printed
    await stack.log(['the last']);
    await printed('the last', 3);
    running.signal('SIGINT');
    const { exitCode, seconds, stdout, stderr } = await running.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(seconds).toBeLessThan(10); // the runner's patience
    expect(stdout).not.toContain(canary);
  });

  test('as JSON: one object on each line', async () => {
    const read = documentReader('logs');
    const running = stack.start(['logs', 'sensor-inspector', '--follow', '--json', '--tail', '1']);
    await vi.waitFor(() => expect(running.text().split('\n')).toHaveLength(3), { timeout: 60_000 });
    running.signal('SIGTERM');
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => read(line) as { pod: string })
        .toSorted((a, b) => (a.pod < b.pod ? -1 : 1)),
    ).toEqual(
      [0, 1].map((ordinal) => ({
        release: 'sensor-inspector',
        namespace,
        pod: `${ksmlRelease}-${ordinal}`,
        container: 'ksml',
        time: expect.stringMatching(/Z$/) as string,
        text: 'the last',
      })),
    );
  });
});

test("logs --format ksml is the provisioner's GET /logs", async () => {
  const { stdout } = await must(stack.run(['logs', 'sensor-inspector', '--format', 'ksml', '--tail', '1']));
  expect(stdout).toBe(`{
  "tailLines": 1,
  "logs": [
    {
      "replicaName": "0",
      "lines": "the last\\n"
    },
    {
      "replicaName": "1",
      "lines": "the last\\n"
    }
  ]
}
`);
});
