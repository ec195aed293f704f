import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { statusJsonSchema } from '../../src/report/status/json.ts';
import { fixtureChart, ksmlRelease, openHelmStack, type HelmStack } from '../setup/helm-stack.ts';
import { limitedAccount } from '../setup/limited-account.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const namespace = 'status-of-stacks';
let stack: HelmStack;
let chart: string;

const webTemplate = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: {{ .Values.app | default "web" }} } }
  template:
    metadata: { labels: { app: {{ .Values.app | default "web" }} }, annotations: {{ .Values.annotations | default dict | toJson }} }
    spec: { containers: [{ name: main, image: registry.example.com/web:1 }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], storageClassName: {{ .Values.class | default "standard" }}, resources: { requests: { storage: 1Gi } } }
`;

beforeAll(async () => {
  stack = await openHelmStack(namespace);
  chart = stack.room.chart('web', { 'templates/web.yaml': webTemplate });
});
afterAll(async () => {
  await stack.close();
});

interface Told {
  readonly releases: readonly {
    readonly key: string;
    readonly health: string;
    readonly helm: object | null;
    readonly workloads: readonly object[];
    readonly autoscalers: readonly object[];
    readonly lease: object | null;
  }[];
  readonly gaps: readonly string[];
}

const validate = new Ajv({ allErrors: true }).compile(statusJsonSchema());

async function told(args: readonly string[] = []): Promise<Told> {
  const { stdout } = await must(stack.run(['status', '--json', ...args]));
  const found = JSON.parse(stdout) as Told;
  validate(found);
  expect(validate.errors).toBeNull();
  return found;
}

const web = async (): Promise<Told['releases'][number] | undefined> => (await told(['web'])).releases[0];

describe('status', () => {
  test('a release that Helm does not know is told to be absent, and only --check makes that a failure', async () => {
    const { releases } = await told();
    expect(releases.map(({ key, health, helm }) => ({ key, health, helm }))).toEqual(
      ['web', 'sensor-inspector', 'sf2loki'].map((key) => ({ key, health: 'absent', helm: null })),
    );
    expect(await stack.run(['status', '--check'])).toMatchObject({ exitCode: 1 });
    const { exitCode, stderr } = await stack.run(['status', 'wen']);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean "web"?') as string,
    });
  });

  test('what runs: revision, chart, application, pods, autoscaler', async () => {
    await stack.room.helm(['install', 'web', chart]);
    await vi.waitFor(async () => expect(await web()).toMatchObject({ health: 'ready' }), {
      timeout: 60_000,
      interval: 500,
    });
    const found = await web();
    expect(found).toMatchObject({
      helm: {
        status: 'deployed',
        revision: 1,
        chart: { name: 'web', version: '1.2.3', appVersion: '4.5' },
        description: 'Install complete',
      },
      workloads: [
        {
          object: { kind: 'Deployment', namespace, name: 'web' },
          exists: true,
          ready: 2,
          wanted: 2,
          state: 'ready',
        },
      ],
      autoscalers: [
        {
          target: 'Deployment web',
          min: 2,
          max: 5,
          metrics: [{ name: 'cpu', current: null, target: '50%' }],
        },
      ],
      lease: null,
    });
    const { stdout } = await must(stack.run(['status', 'web', '--check']));
    expect(stdout).toMatch(/^✓ {2}web +deployed +1 +web-1\.2\.3 +4\.5 +2\/2 +.* ago: Install complete$/m);
    expect(stdout).toContain(`Deployment ${namespace}/web  2/2`);
    expect(stdout).toContain('cpu ? of 50%');
  });

  test('pods that do not come up, and a claim that is not bound', async () => {
    const waiting = '{"plane.k8s-deploy/waiting":"ImagePullBackOff"}';
    await stack.room.helm(['upgrade', 'web', chart, '--set-json', `annotations=${waiting}`]);
    await vi.waitFor(
      async () => expect(await web()).toMatchObject({ health: 'progressing', helm: { revision: 2 } }),
      {
        timeout: 60_000,
        interval: 500,
      },
    );
    await stack.room.helm(['uninstall', 'web']);
    await stack.room.helm(['install', 'web', chart, '--set', 'class=nobody']);
    const claim = {
      object: { kind: 'PersistentVolumeClaim', namespace, name: 'data' },
      state: 'progressing',
      note: 'it is Pending',
    };
    await vi.waitFor(async () => expect((await web())?.workloads).toMatchObject([claim, { ready: 2 }]), {
      timeout: 60_000,
      interval: 500,
    });
    expect(await web()).toMatchObject({ health: 'progressing' });
  });

  test('an upgrade that failed, and an object that somebody deleted', async () => {
    await stack.room.helm(['upgrade', 'web', chart]).catch(() => undefined);
    await expect(stack.room.helm(['upgrade', 'web', chart, '--set', 'app=other'])).rejects.toThrow(
      'immutable',
    );
    expect(await web()).toMatchObject({ health: 'failed', helm: { status: 'failed' } });
    await stack.room.helm(['uninstall', 'web']);
    await stack.room.helm(['install', 'web', chart]);
    await stack.room.remove(`/apis/apps/v1/namespaces/${namespace}/deployments/web`);
    expect(await web()).toMatchObject({
      health: 'failed',
      helm: { status: 'deployed' },
      workloads: [{ object: { name: 'web' }, exists: false, ready: null }],
    });
    const { stdout } = await must(stack.run(['status', 'web']));
    expect(stdout).toContain(`Deployment ${namespace}/web  is not there`);
  });

  test('who leads among the replicas of sf2loki', async () => {
    const election = [
      'ha.enabled=true',
      'replicaCount=2',
      'config.coordinate.type=k8s_lease',
      'config.state.store=s3',
    ];
    const settings = [...election, 'config.coordinate.k8s_lease.namespace=${POD_NAMESPACE}'].flatMap(
      (each) => ['--set', each],
    );
    await stack.room.helm(['install', 'sf2loki', fixtureChart('sf2loki'), ...settings]);
    const lease = async (): Promise<unknown> => (await told(['sf2loki'])).releases[0]?.lease;
    const object = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name: 'sf2loki-leader' };
    expect(await lease()).toMatchObject({ object, holder: null });
    const renewTime = new Date(Date.now() + 60_000).toISOString().replace('Z', '000Z');
    await stack.room.create(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`, {
      metadata: { name: 'sf2loki-leader' },
      spec: { holderIdentity: 'sf2loki-0-abc', leaseDurationSeconds: 30, renewTime, leaseTransitions: 3 },
    });
    expect(await lease()).toEqual({
      object,
      holder: 'sf2loki-0-abc',
      acquired: null,
      renewed: renewTime,
      seconds: 30,
      transitions: 3,
      expired: false,
    });
    await stack.room.edit(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/sf2loki-leader`, {
      spec: { renewTime: '2026-01-01T00:00:00.000000Z' },
    });
    expect(await lease()).toMatchObject({ holder: 'sf2loki-0-abc', expired: true });
  });

  test('what may not be read is told as a gap, and never as absent', async () => {
    const kubeconfig = `${stack.room.folder}/limited`;
    const account = await limitedAccount(testPlane(), `${namespace}-reader`, kubeconfig);
    try {
      await account.allow([{ group: 'apps', resource: 'deployments', namespace, verbs: ['get'] }]);
      const { exitCode, stdout } = await stack.run(['status', '--json'], { KUBECONFIG: kubeconfig });
      expect(exitCode).toBe(0);
      const { releases, gaps } = JSON.parse(stdout) as Told;
      expect(new Set(releases.map(({ health }) => health))).toEqual(new Set(['unknown']));
      expect(gaps).toEqual([
        expect.stringContaining(`no permission to list secrets in namespace ${namespace}`),
      ]);
    } finally {
      await account.remove();
    }
  });
});

describe('status --format ksml', () => {
  const answer = async (): Promise<string> =>
    (await must(stack.run(['status', 'sensor-inspector', '--format', 'ksml']))).stdout;
  const expected = (kubernetes: string, revision = 1): string =>
    `{
  "helm": {
    "name": "${ksmlRelease}",
    "chart": "ksml",
    "version": "1.1.1",
    "appVersion": "1.1.1",
    "namespace": "${namespace}",
    "revision": ${revision},
    "status": "deployed",
    "deployedAt": "TIME"
  },
  "kubernetes": {
    "name": "${ksmlRelease}",
    ${kubernetes}
  }
}
`;
  const timeless = (text: string): string => text.replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/, '"TIME"');
  /** The answer as soon as it is what is wanted; the last one if it never is. */
  const settled = async (wanted: string): Promise<string> => {
    let last = '';
    const look = async (): Promise<void> => {
      last = timeless(await answer());
      if (last !== wanted) throw new Error('not yet');
    };
    await vi.waitFor(look, { timeout: 60_000, interval: 500 }).catch(() => undefined);
    return last;
  };

  test('an application that is not deployed is a failure that says so', async () => {
    const { exitCode, stderr } = await stack.run(['status', 'sensor-inspector', '--format', 'ksml']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('is not deployed') as string,
    });
    const other = await stack.run(['status', 'web', '--format', 'ksml']);
    expect({ exitCode: other.exitCode, stderr: other.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('it has sensor-inspector') as string,
    });
  });

  test('Running, with all replicas ready', async () => {
    await stack.installKsml(['replicaCount=2']);
    expect(await settled(expected('"status": "Running",\n    "replicas": 2,\n    "readyReplicas": 2'))).toBe(
      expected('"status": "Running",\n    "replicas": 2,\n    "readyReplicas": 2'),
    );
  });

  test('Starting, as long as a replica is not ready; Failing, when one cannot come up', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/${ksmlRelease}`;
    const template = (annotations: object, nodeSelector: object | null): object => ({
      spec: { template: { metadata: { annotations }, spec: { nodeSelector } } },
    });
    await stack.room.edit(path, template({}, { nobody: 'here' }));
    expect(await settled(expected('"status": "Starting",\n    "replicas": 2,\n    "readyReplicas": 1'))).toBe(
      expected('"status": "Starting",\n    "replicas": 2,\n    "readyReplicas": 1'),
    );
    await stack.room.edit(path, template({ 'plane.k8s-deploy/exit-code': '1' }, null));
    // A StatefulSet waits for a pod that is not ready, and does not replace it.
    for (const ordinal of [0, 1])
      await removed(`/api/v1/namespaces/${namespace}/pods/${ksmlRelease}-${ordinal}`);
    expect(await settled(expected('"status": "Failing",\n    "replicas": 2,\n    "readyReplicas": 0'))).toBe(
      expected('"status": "Failing",\n    "replicas": 2,\n    "readyReplicas": 0'),
    );
    expect(await stack.run(['status', 'sensor-inspector', '--format', 'ksml', '--check'])).toMatchObject({
      exitCode: 1,
    });
    await stack.room.helm(['uninstall', ksmlRelease]);
  });

  test('a Job that has done its work is Running: there is no fourth word', async () => {
    await stack.installKsml(['deploymentMode=Job']);
    expect(await settled(expected('"status": "Running",\n    "replicas": 1,\n    "readyReplicas": 1'))).toBe(
      expected('"status": "Running",\n    "replicas": 1,\n    "readyReplicas": 1'),
    );
  });
});

/** Its controller may have been quicker. */
async function removed(path: string): Promise<void> {
  await stack.room.remove(path).catch((error: unknown) => {
    if (!String(error).includes(': 404 ')) throw error;
  });
}
