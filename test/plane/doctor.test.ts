import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Need } from '../../src/contract/needs/need.ts';
import { limitedAccount, type LimitedAccount } from '../setup/limited-account.ts';
import { must } from '../setup/open-example.ts';
import { operatorEnvironment, testPlane } from '../setup/plane-environment.ts';
import { openRoom, type Room } from '../setup/room.ts';
import { execute, type Ran } from '../setup/stack-copy.ts';
import { configMap, deployment, hookJob, service } from './plan/web-chart.ts';

const plane = testPlane();
const namespace = 'doctor';
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? '';

const rbac = (kind: string, more: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: web}\n${more}\n`;

const files: Readonly<Record<string, string>> = {
  'Pulumi.yaml': 'name: doctor\nruntime: nodejs\nmain: .\n',
  'deploy.yaml': `apiVersion: k8s-deploy/v1
name: doctor
cluster: { identifier: doctor }
namespaces: { ${namespace}: { create: false } }
backing:
  secrets:
    login: { namespace: ${namespace}, data: { username: me } }
releases:
  web: { chart: { ref: ./charts/web }, namespace: ${namespace}, timeout: 60s }
  shop: { chart: { ref: ./charts/shop }, namespace: ${namespace}, wait: false }
stacks: { dev: {} }
`,
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nkubeVersion: ">=1.21.0-0"\n',
  'charts/web/templates/deployment.yaml': deployment('web'),
  'charts/web/templates/service.yaml': service('web'),
  'charts/web/templates/config.yaml': configMap('web', '{a: b}'),
  'charts/web/templates/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n',
  'charts/web/templates/role.yaml': rbac(
    'Role',
    'rules: [{apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create]}]',
  ),
  'charts/web/templates/binding.yaml': rbac(
    'RoleBinding',
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}\nsubjects: [{kind: ServiceAccount, name: web}]',
  ),
  'charts/web/templates/hook.yaml': hookJob('migrate', 'pre-install,pre-upgrade'),
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/templates/ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {ingressClassName: doctor, defaultBackend: {service: {name: web, port: {number: 80}}}}
`,
  'charts/shop/templates/policy.yaml':
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: shop}\nspec: {podSelector: {}}\n',
  'charts/shop/templates/claim.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: shop}
spec: {storageClassName: doctor, accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
`,
};

interface Document {
  readonly counts: { readonly ok: number; readonly missing: number; readonly unknown: number };
  readonly needs: readonly Need[];
  readonly gaps: readonly string[];
}

let room: Room;
let folder: string;
let environment: NodeJS.ProcessEnv;
const run = async (args: readonly string[], kubeconfig = plane.kubeconfig): Promise<Ran> =>
  await execute(
    process.execPath,
    [entry, ...args, '--cwd', join(folder, 'stack'), '--stack', 'dev'],
    { ...environment, KUBECONFIG: kubeconfig },
    folder,
  );
const doctor = async (kubeconfig?: string): Promise<Document & { readonly exitCode: number }> => {
  const { stdout, exitCode } = await run(['doctor', '--json'], kubeconfig);
  return { ...(JSON.parse(stdout) as Document), exitCode };
};
const states = (needs: readonly Need[], id: Need['id']): string[] =>
  needs.flatMap((need) => (need.id === id ? need.state : []));

beforeAll(async () => {
  room = await openRoom(namespace);
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-doctor-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'stack', file)), { recursive: true });
    writeFileSync(join(folder, 'stack', file), text);
  }
  mkdirSync(join(folder, 'state'));
  environment = {
    ...(await operatorEnvironment(plane)),
    PULUMI_BACKEND_URL: `file://${join(folder, 'state')}`,
    PULUMI_HOME: join(folder, 'home'),
  };
});
afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('what the cluster has', () => {
  const classes = [
    [
      '/apis/storage.k8s.io/v1/storageclasses',
      { metadata: { name: 'doctor' }, provisioner: 'efs.csi.aws.com' },
    ],
    [
      '/apis/networking.k8s.io/v1/ingressclasses',
      { metadata: { name: 'doctor' }, spec: { controller: 'example.com/doctor' } },
    ],
  ] as const;
  afterAll(async () => {
    for (const [path] of classes) await room.remove(`${path}/doctor`);
  });

  test('is told need by need, and preview tells it too', async () => {
    const { needs, exitCode } = await doctor();
    expect(exitCode).toBe(5);
    expect(states(needs, 'storage-class')).toEqual(['missing']);
    expect(states(needs, 'ingress-class')).toEqual(['missing']);
    expect(states(needs, 'network-policy')).toEqual(['unknown']);
    expect(states(needs, 'kubernetes-version')).toEqual(['ok']);
    expect(states(needs, 'pod-security')).toEqual(['ok']);
    expect(states(needs, 'right').every((state) => state === 'ok')).toBe(true);

    const { stdout } = await run(['preview', '--json']);
    const plan = JSON.parse(stdout) as {
      findings: { rule: string }[];
      gaps: string[];
      timings: Record<string, number>;
    };
    const rules = plan.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('plan/need-'));
    expect(rules.toSorted()).toEqual(['plan/need-ingress-class', 'plan/need-storage-class']);
    expect(plan.gaps.filter((gap) => gap.includes('network plugin'))).toHaveLength(1);
    expect(plan.timings['needs']).toBeGreaterThan(0);
  });

  test('a namespace that enforces a level refuses pods that do not keep to it', async () => {
    const label = (level: string | null): object => ({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } },
    });
    await room.edit(`/api/v1/namespaces/${namespace}`, label('restricted'));
    const { needs } = await doctor();
    await room.edit(`/api/v1/namespaces/${namespace}`, label(null));
    const [need] = needs.filter(({ id }) => id === 'pod-security');
    expect(need).toMatchObject({ state: 'missing', severity: 'error' });
    expect(need?.message).toMatch(/it enforces restricted, and refuses .*pods of Deployment web/);
  });

  test('and is asked for anew each time', async () => {
    for (const [path, object] of classes) await room.create(path, object);
    const { needs, exitCode } = await doctor();
    expect(states(needs, 'storage-class')).toEqual(['ok']);
    expect(states(needs, 'ingress-class')).toEqual(['ok']);
    expect(exitCode).toBe(0);
  });
});

describe('rights', () => {
  let account: LimitedAccount;
  let kubeconfig: string;
  const rights = async () => (await doctor()).needs.flatMap(({ right }) => right ?? []);

  beforeAll(async () => {
    kubeconfig = join(folder, 'limited.kubeconfig');
    account = await limitedAccount(plane, 'doctor-limited', kubeconfig);
  });
  afterAll(async () => await account.remove());

  test('nobody with none of them is told that there is nothing to do', async () => {
    const { needs, exitCode } = await doctor(kubeconfig);
    expect(exitCode).toBe(5);
    expect(states(needs, 'right').every((state) => state === 'missing')).toBe(true);
    const byDaemonSets = needs.find(({ id }) => id === 'network-policy');
    expect(byDaemonSets?.message).toContain('no permission to list daemonsets');
  });

  test('who has exactly those that are asked for can apply the stack and remove it', async () => {
    const leases = {
      group: 'coordination.k8s.io',
      resource: 'leases',
      namespace,
      verbs: ['create'],
    };
    await account.allow([...(await rights()), leases]);
    const { needs } = await doctor(kubeconfig);
    expect(needs.filter(({ id, state }) => id === 'right' && state !== 'ok')).toEqual([]);
    const up = await must(run(['up'], kubeconfig));
    expect(up.stdout).toContain('web');
    await must(run(['destroy', '--yes'], kubeconfig));
  });

  test.each([
    ['services', 'get', 'error'],
    ['replicasets', 'list', 'error'],
    ['configmaps', 'delete', 'warning'],
  ])('without that to %s: %s is missing, as an %s', async (resource, verb, severity) => {
    const all = await rights();
    await account.allow(
      all.map((right) =>
        right.resource === resource
          ? { ...right, verbs: right.verbs.filter((each) => each !== verb) }
          : right,
      ),
    );
    const { needs } = await doctor(kubeconfig);
    const missing = needs.filter(({ right, state }) => right !== null && state === 'missing');
    expect(missing.map(({ right, severity: is }) => [right?.resource, right?.denied, is])).toEqual([
      [resource, [verb], severity],
    ]);
    // The Role of the chart grants what this account no longer has.
    const grants = needs.filter(
      ({ id, right, state }) => id === 'right' && right === null && state === 'missing',
    );
    expect(grants.map(({ by }) => by[0]?.object?.kind ?? '').toSorted()).toEqual(['Role', 'RoleBinding']);
  });
});

test('a cluster that does not answer is no diagnosis', async () => {
  const nowhere = join(folder, 'nowhere.kubeconfig');
  writeFileSync(
    nowhere,
    `apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {token: nothing-but-a-test}}]
`,
  );
  const ran = await run(['doctor'], nowhere);
  expect(ran.exitCode).toBe(6);
});
