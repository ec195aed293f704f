import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { list } from '../setup/cluster.ts';
import { documentReader } from '../setup/document.ts';
import { ksmlRelease, openHelmStack, type HelmStack } from '../setup/helm-stack.ts';
import { openMetricsApi } from '../setup/metrics-api.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const namespace = 'metrics-of-stacks';
const plane = testPlane();
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
          resources: { requests: { cpu: 200m, memory: 64Mi }, limits: { memory: 128Mi } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`;

beforeAll(async () => {
  stack = await openHelmStack(namespace);
  await stack.room.helm([
    'install',
    'web',
    stack.room.chart('web', { 'templates/web.yaml': template }),
    '--wait',
  ]);
  await stack.installKsml(['replicaCount=2', 'resources.limits.cpu=1']);
});
afterAll(async () => {
  await stack.close();
});

const podsOf = async (start: string): Promise<string[]> =>
  (await list(plane, 'v1/pods', namespace))
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith(start));

test.each([[['web']], [['sensor-inspector', '--format', 'ksml']]])(
  'metrics %j: a cluster that measures nothing is a failure that says why, and what to install',
  async (args) => {
    const { exitCode, stderr, stdout } = await stack.run(['metrics', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(
      'the cluster has no Metrics API (metrics.k8s.io/v1beta1): nothing measures its pods',
    );
    expect(stderr).toContain('metrics-server');
  },
);

test('what pods use, beside what they ask for and may have', async () => {
  const api = await openMetricsApi(plane, stack.room);
  onTestFinished(async () => {
    await api.close();
  });
  const [first = '', second = ''] = await podsOf('web-');
  api.measure({ [first]: { main: { cpu: '51200001n', memory: '130000Ki' } } });

  const { stdout } = await must(stack.run(['metrics', 'web', '--json']));
  const { releases } = documentReader('metrics')(stdout) as { releases: { pods: { name: string }[] }[] };
  const resources = {
    cpu: { request: 0.2, limit: null },
    memory: { request: 64 * 2 ** 20, limit: 128 * 2 ** 20 },
  };
  expect(releases[0]?.pods.toSorted((a) => (a.name === first ? -1 : 1))).toMatchObject([
    {
      name: first,
      window: '15s',
      containers: [
        {
          name: 'main',
          cpu: { ...resources.cpu, used: 0.051200001 },
          memory: { ...resources.memory, used: 133_120_000 },
        },
      ],
    },
    { name: second, window: null, containers: [{ name: 'main', cpu: { ...resources.cpu, used: null } }] },
  ]);
  const text = (await must(stack.run(['metrics', 'web']))).stdout;
  expect(text).toMatch(new RegExp(`^web +${first} +main +52m +200m +- +127Mi +64Mi +128Mi$`, 'm'));
  expect(text).toMatch(new RegExp(`^web +${second} +main +not measured yet +200m`, 'm'));

  const ksml = ['metrics', 'sensor-inspector', '--format', 'ksml'];
  expect(await stack.run(ksml)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('its pods are not measured yet') as string,
  });
  const usage = { ksml: { cpu: '125m', memory: '256Mi' } };
  api.measure({ [`${ksmlRelease}-0`]: usage, [`${ksmlRelease}-1`]: usage });
  expect((await must(stack.run(ksml))).stdout).toBe(
    '{\n  "cpu": {\n    "usedMillicores": "250"\n  },\n  "memory": {\n    "usedMb": "512"\n  }\n}\n',
  );

  // The controller of the HPA asks the same API, every 15 s.
  api.measure(
    Object.fromEntries([first, second].map((pod) => [pod, { main: { cpu: '70m', memory: '64Mi' } }])),
  );
  await vi.waitFor(
    async () => {
      const status = JSON.parse((await must(stack.run(['status', 'web', '--json']))).stdout) as {
        releases: { autoscalers: object[] }[];
      };
      expect(status.releases[0]?.autoscalers).toMatchObject([
        { current: 2, desired: 2, min: 2, max: 5, metrics: [{ name: 'cpu', current: '35%', target: '50%' }] },
      ]);
    },
    { timeout: 90_000, interval: 1000 },
  );

  api.silence(true);
  expect(await stack.run(['metrics', 'web'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('does not answer') as string,
  });
});

test('a Job is measured as a StatefulSet is', async () => {
  await stack.room.helm(['uninstall', ksmlRelease]);
  await vi.waitFor(async () => expect(await podsOf(ksmlRelease)).toEqual([]), { timeout: 60_000 });
  await stack.installKsml(['deploymentMode=Job']);
  const pod = await vi.waitFor(
    async () => {
      const [name] = await podsOf(ksmlRelease);
      if (name === undefined) throw new Error('no pod yet');
      return name;
    },
    { timeout: 60_000 },
  );
  const api = await openMetricsApi(plane, stack.room);
  onTestFinished(async () => {
    await api.close();
  });
  api.measure({ [pod]: { ksml: { cpu: '1', memory: '1Gi' } } });
  const { stdout } = await must(stack.run(['metrics', 'sensor-inspector', '--format', 'ksml']));
  expect(JSON.parse(stdout)).toEqual({ cpu: { usedMillicores: '1000' }, memory: { usedMb: '1024' } });
});
