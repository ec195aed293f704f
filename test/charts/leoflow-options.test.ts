/** The objects that option groups of the Leoflow chart add. */
import { describe, expect, test } from 'vitest';
import { leoflow, matchLabels } from './leoflow.ts';
import { spec } from './workload.ts';

const resource = (name: string, averageUtilization: number): object => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});
const tcp = (port: number): object => ({ port, protocol: 'TCP' });

describe('logs.persistence', () => {
  const cases: [string, object, object][] = [
    ['by default', {}, { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } }],
    [
      'shared',
      { accessMode: 'ReadWriteMany', size: '1Gi', storageClass: 'nfs' },
      {
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'nfs',
      },
    ],
  ];
  test.each(cases)('%s', async (_, persistence, expected) => {
    const claim = (await leoflow({ logs: { persistence } })).one('PersistentVolumeClaim', 'leoflow-logs');
    expect(spec(claim)).toEqual(expected);
  });
});

test('taskServiceAccount goes to the task namespace', async () => {
  const annotations = { 'iam.gke.io/gcp-service-account': 'x' };
  const rendered = await leoflow({
    taskNamespace: 'tasks',
    taskServiceAccount: { create: true, annotations },
  });
  expect(rendered.one('ServiceAccount', 'leoflow-task').metadata).toMatchObject({
    namespace: 'tasks',
    annotations,
  });
});

describe('autoscaling', () => {
  const cases: [string, object, object][] = [
    ['by CPU', {}, { minReplicas: 2, maxReplicas: 6, metrics: [resource('cpu', 70)] }],
    [
      'by memory too, with a behaviour',
      { targetMemoryUtilizationPercentage: 80, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
      {
        metrics: [resource('cpu', 70), resource('memory', 80)],
        behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
      },
    ],
  ];
  test.each(cases)('%s', async (_, autoscaling, expected) => {
    const hpa = (await leoflow({ autoscaling: { enabled: true, ...autoscaling } })).one(
      'HorizontalPodAutoscaler',
    );
    expect(hpa.apiVersion).toBe('autoscaling/v2');
    expect(spec(hpa)).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'leoflow' },
      ...expected,
    });
  });
});

test('podDisruptionBudget', async () => {
  const budget = (await leoflow({ podDisruptionBudget: { enabled: true } })).one(
    'PodDisruptionBudget',
    'leoflow',
  );
  expect(budget.apiVersion).toBe('policy/v1');
  expect(spec(budget)).toEqual({ minAvailable: 1, selector: { matchLabels } });
});

describe('networkPolicy', () => {
  const from = [{ podSelector: {} }];
  const dns = { ports: [{ port: 53, protocol: 'UDP' }, tcp(53)] };
  const cases: [string, object, object][] = [
    [
      'LF-12: metrics from nowhere, the rest from anywhere to anywhere',
      {},
      { ingress: [{ ports: [tcp(8080), tcp(9091)] }], egress: [dns, {}] },
    ],
    ['ingressFrom', { ingressFrom: from }, { ingress: [{ ports: [tcp(8080), tcp(9091)], from }] }],
    [
      'metricsFrom',
      { metricsFrom: from },
      { ingress: [{ ports: [tcp(8080), tcp(9091)] }, { ports: [tcp(9090)], from }] },
    ],
    ['egress', { egress: [{ to: from }] }, { egress: [dns, { to: from }] }],
  ];
  test.each(cases)('%s', async (_, networkPolicy, expected) => {
    const policy = (await leoflow({ networkPolicy: { enabled: true, ...networkPolicy } })).one(
      'NetworkPolicy',
      'leoflow',
    );
    expect(spec(policy)).toMatchObject({
      podSelector: { matchLabels },
      policyTypes: ['Ingress', 'Egress'],
      ...expected,
    });
  });
});

test('metrics.serviceMonitor', async () => {
  const serviceMonitor = {
    enabled: true,
    namespace: 'monitoring',
    interval: '10s',
    additionalLabels: { release: 'prom' },
  };
  const monitor = (await leoflow({ metrics: { serviceMonitor } })).one('ServiceMonitor', 'leoflow');
  expect(monitor).toMatchObject({
    apiVersion: 'monitoring.coreos.com/v1',
    metadata: { namespace: 'monitoring', labels: { ...matchLabels, release: 'prom' } },
  });
  expect(spec(monitor)).toEqual({
    namespaceSelector: { matchNames: ['leoflow'] },
    selector: { matchLabels },
    endpoints: [{ port: 'metrics', path: '/metrics', interval: '10s', scrapeTimeout: '10s' }],
  });
});

test('ingress', async () => {
  const backend = { service: { name: 'leoflow', port: { name: 'http' } } };
  const plain = (await leoflow({ ingress: { enabled: true } })).one('Ingress', 'leoflow');
  expect(spec(plain)).toEqual({
    rules: [{ host: 'leoflow.local', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
  });
  const tls = [{ hosts: ['lf.example.com'], secretName: 'web' }];
  const hosts = [{ host: 'lf.example.com', paths: [{ path: '/a', pathType: 'Exact' }] }];
  const full = (
    await leoflow({ ingress: { enabled: true, className: 'nginx', annotations: { a: 'b' }, tls, hosts } })
  ).one('Ingress');
  expect(full.metadata.annotations).toEqual({ a: 'b' });
  expect(spec(full)).toEqual({
    ingressClassName: 'nginx',
    tls,
    rules: [{ host: 'lf.example.com', http: { paths: [{ path: '/a', pathType: 'Exact', backend }] } }],
  });
});
