import { describe, expect, test } from 'vitest';
import { name, selector, workers } from './logstream.ts';
import { firstContainer, podTemplate, selects, spec } from './workload.ts';

const labels = {
  ...selector,
  'helm.sh/chart': 'logstream-workergroup-4.19.2',
  'app.kubernetes.io/version': '4.19.2',
  'app.kubernetes.io/managed-by': 'Helm',
};
const ports: [string, number][] = [
  ['tcpjson', 10001],
  ['s2s', 9997],
  ['http', 10080],
  ['https', 10081],
  ['syslog', 5140],
  ['metrics', 8125],
  ['elastic', 9200],
  ['hec', 8088],
  ['criblhttp', 10200],
  ['cribltcp', 10300],
];
const withoutWorkload = ['ClusterRole', 'ClusterRoleBinding', 'Secret', 'Service', 'ServiceAccount'];

const probe = (path: string): object => ({
  httpGet: { path, port: 9000, scheme: 'HTTP' },
  initialDelaySeconds: 20,
  failureThreshold: 3,
});

describe('kinds', () => {
  const cases: [string, object, string[]][] = [
    ['defaults', {}, ['Deployment', 'HorizontalPodAutoscaler']],
    ['a StatefulSet', { deployment: 'statefulset' }, ['StatefulSet', 'HorizontalPodAutoscaler']],
    ['a DaemonSet, without autoscaler', { deployment: 'daemonset' }, ['DaemonSet']],
    ['LS-24 a typo in deployment, without workload and error', { deployment: 'Deployment' }, []],
    ['no autoscaler', { autoscaling: { enabled: false } }, ['Deployment']],
  ];
  test.each(cases)('%s', async (_, values, added) => {
    expect((await workers(values)).kinds).toEqual([...withoutWorkload, ...added].toSorted());
  });

  const switches: [string, object, string[]][] = [
    ['service.enable', { service: { enable: false } }, ['Service']],
    ['rbac.create', { rbac: { create: false } }, ['ClusterRole', 'ClusterRoleBinding']],
    ['serviceAccount.create', { serviceAccount: { create: false } }, ['ServiceAccount']],
    ['config.useExistingSecret', { config: { useExistingSecret: true } }, ['Secret']],
  ];
  test.each(switches)('%s leaves out its objects only', async (_, values, gone) => {
    const { kinds } = await workers({ ...values, autoscaling: { enabled: false } });
    expect(kinds).toEqual(
      [...withoutWorkload, 'Deployment'].filter((kind) => !gone.includes(kind)).toSorted(),
    );
  });
});

test('the Deployment by default', async () => {
  const deployment = (await workers()).one('Deployment', name);
  expect(deployment.metadata.labels).toEqual(labels);
  expect(spec(deployment)).toMatchObject({ replicas: 1, selector: { matchLabels: selector } });
  expect(spec(deployment)).not.toHaveProperty('strategy');
  const pod = podTemplate(deployment);
  expect(pod.metadata).toEqual({ labels: selector });
  expect(Object.keys(pod.spec).toSorted()).toEqual(['containers', 'serviceAccountName']); // LS-20
  expect(pod.spec['serviceAccountName']).toBe(name);
  expect(firstContainer(deployment)).toEqual({
    name: 'logstream-workergroup',
    image: 'cribl/cribl:4.19.2',
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: probe('/api/v1/health'),
    readinessProbe: probe('/api/v1/readiness'),
    env: [
      {
        name: 'CRIBL_DIST_MASTER_URL',
        valueFrom: { secretKeyRef: { name: `logstream-config-${name}`, key: 'url-master' } },
      },
      { name: 'NODE_TLS_REJECT_UNAUTHORIZED', value: '0' }, // LS-6
      { name: 'CRIBL_K8S_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      {
        name: 'CRIBL_K8S_CPU_LIMIT',
        valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
      },
    ],
    ports: ports.map(([port, containerPort]) => ({ name: port, containerPort, protocol: 'TCP' })), // LS-3
    resources: {
      limits: { cpu: '6000m', memory: '8192Mi' },
      requests: { cpu: '1250m', memory: '256Mi' },
    },
  });
});

test('LS-11 the autoscaler by default: its minimum of 2 stands over one replica', async () => {
  const rendered = await workers();
  const hpa = rendered.one('HorizontalPodAutoscaler', `${name}-kubernetes`);
  expect(hpa.apiVersion).toBe('autoscaling/v2');
  expect(spec(hpa)).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
      },
    ],
  });
  expect(spec(rendered.one('Deployment'))['replicas']).toBe(1);
});

test('LS-19 the Service by default: a LoadBalancer, open to all, that selects the pods', async () => {
  const rendered = await workers();
  expect(spec(rendered.one('Service', name))).toEqual({
    type: 'LoadBalancer',
    selector,
    ports: ports.map(([port, number]) => ({ name: port, port: number, targetPort: number, protocol: 'TCP' })),
  });
  expect(selects(selector, podTemplate(rendered.one('Deployment')).metadata.labels)).toBe(true);
});

test('LS-16 LS-22 cluster-wide rights, named after the namespace, in a group that does not exist', async () => {
  const rendered = await workers();
  const role = `${name}:logstream-workergroup:cribl`;
  expect(rendered.one('ClusterRole', role)['rules']).toEqual([
    { apiGroups: ['core'], resources: ['pods'], verbs: ['get', 'list'] },
  ]);
  expect(rendered.one('ClusterRoleBinding', role)).toMatchObject({
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'cribl' }],
    roleRef: { kind: 'ClusterRole', name: role },
  });
});
