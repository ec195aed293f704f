import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { type Rendered, charts, helm, template } from './helm.ts';
import { leaderUrl as url } from './logstream.ts';
import { environment, firstContainer, podTemplate, selects, spec } from './workload.ts';

const chart = 'logstream-workergroup-1.0';
const name = 'edge-workers-kubernetes';
const selector = { 'app.kubernetes.io/name': 'workers', 'app.kubernetes.io/instance': 'edge' };
const labels = {
  ...selector,
  'helm.sh/chart': 'logstream-workergroup-1',
  'app.kubernetes.io/version': '2.3.2',
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
];

const workers = (values: object = {}): Promise<Rendered> => template(chart, values, { release: 'edge' });

test('five objects by default, all but Secret and test Pod named <fullname>-<tag>', async () => {
  const { objects, one } = await workers();
  expect(objects.map((object) => `${object.kind}/${object.metadata.name}`).toSorted()).toEqual([
    `Deployment/${name}`,
    `HorizontalPodAutoscaler/${name}`,
    'Pod/edge-workers-test-connection',
    'Secret/logstream-config',
    `Service/${name}`,
  ]);
  for (const kind of ['Deployment', 'HorizontalPodAutoscaler', 'Service'])
    expect(one(kind).metadata.labels).toEqual(labels);
});

test('the Deployment: env, ports, resources and nothing more', async () => {
  const deployment = (await workers()).one('Deployment', name);
  expect(spec(deployment)).toMatchObject({ replicas: 1, selector: { matchLabels: selector } });
  const pod = podTemplate(deployment);
  expect(pod.metadata).toEqual({ labels: selector });
  expect(Object.keys(pod.spec)).toEqual(['containers']); // LS-20: no security context, no service account
  expect(environment(deployment)).toEqual({
    CRIBL_DIST_MASTER_URL: 'secret:logstream-config/url-master',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  });
  const { env: _, ...container } = firstContainer(deployment);
  expect(container).toEqual({
    name: 'logstream-workergroup',
    image: 'cribl/cribl:latest', // LS-12
    imagePullPolicy: 'Always',
    ports: ports.map(([port, containerPort]) => ({ name: port, containerPort })),
    resources: {
      limits: { cpu: '2000m', memory: '1Gi' },
      requests: { cpu: '1250m', memory: '256Mi' },
    },
  });
});

test('LS-19 the Service: a LoadBalancer, open to all, that selects the pods', async () => {
  const rendered = await workers();
  const service = rendered.one('Service', name);
  expect(spec(service)).toEqual({
    type: 'LoadBalancer',
    selector,
    ports: ports.map(([port, number]) => ({ name: port, port: number, targetPort: number, protocol: 'TCP' })),
  });
  expect(selects(selector, podTemplate(rendered.one('Deployment')).metadata.labels)).toBe(true);
});

describe('values', () => {
  test('podAnnotations, imagePullSecrets, image and replicaCount', async () => {
    const deployment = (
      await workers({
        replicaCount: 3,
        podAnnotations: { a: 'b' },
        imagePullSecrets: [{ name: 'pull' }],
        image: { tag: '2.3.2', pullPolicy: 'IfNotPresent' },
      })
    ).one('Deployment');
    expect(spec(deployment)).toMatchObject({ replicas: 3 });
    expect(podTemplate(deployment)).toMatchObject({
      metadata: { annotations: { a: 'b' } },
      spec: {
        imagePullSecrets: [{ name: 'pull' }],
        containers: [{ image: 'cribl/cribl:2.3.2', imagePullPolicy: 'IfNotPresent' }],
      },
    });
  });

  test('service type, annotations and ports', async () => {
    const service = (
      await workers({
        service: {
          type: 'ClusterIP',
          annotations: { a: 'b' },
          ports: [{ name: 'x', port: 1, protocol: 'UDP' }],
        },
      })
    ).one('Service');
    expect(service.metadata.annotations).toEqual({ a: 'b' });
    expect(spec(service)).toMatchObject({
      type: 'ClusterIP',
      ports: [{ name: 'x', port: 1, targetPort: 1, protocol: 'UDP' }],
    });
  });

  test('host, tag and token make the URL; the tag names the objects', async () => {
    const rendered = await workers({ config: { host: 'leader.example.com', tag: 'eu', token: 'secret' } });
    expect(url(rendered)).toBe('tcp://secret@leader.example.com:4200?group=eu&tag=eu');
    expect(rendered.one('Deployment').metadata.name).toBe('edge-workers-eu');
  });

  test('the autoscaler can be left out, and scale by memory', async () => {
    expect((await workers({ autoscaling: { enabled: false } })).kinds).not.toContain(
      'HorizontalPodAutoscaler',
    );
    const memory = { name: 'memory', targetAverageUtilization: 80 };
    const hpa = (await workers({ autoscaling: { targetMemoryUtilizationPercentage: 80 } })).one(
      'HorizontalPodAutoscaler',
    );
    expect(spec(hpa)['metrics']).toContainEqual({ type: 'Resource', resource: memory });
  });
});

describe('sharp edges', () => {
  test('LS-2 LS-3 a second port named syslog renders; container ports drop the protocol', async () => {
    const twice = [
      { name: 'syslog', port: 5140, protocol: 'UDP' },
      { name: 'syslog', port: 5141, protocol: 'TCP' },
    ];
    const rendered = await workers({ service: { ports: twice } });
    expect(spec(rendered.one('Service'))['ports']).toMatchObject(twice);
    expect(firstContainer(rendered.one('Deployment'))['ports']).toEqual([
      { name: 'syslog', containerPort: 5140 },
      { name: 'syslog', containerPort: 5141 },
    ]);
  });

  test('LS-5 LS-6 the token is not URL-encoded and the link is plain tcp, the default token included', async () => {
    expect(url(await workers({ config: { token: 'a/b@c#d' } }))).toBe(
      'tcp://a/b@c#d@logstream-master:4200?group=kubernetes&tag=kubernetes',
    );
    expect(url(await workers())).toMatch(/^tcp:\/\/criblmaster@/);
  });

  test('LS-8 a new token leaves the pod template as it was', async () => {
    const [before, after] = await Promise.all([workers(), workers({ config: { token: 'new' } })]);
    expect(url(after)).not.toBe(url(before));
    expect(podTemplate(after.one('Deployment'))).toEqual(podTemplate(before.one('Deployment')));
  });

  test('LS-9 the Secret has the same name in every release, and no namespace', async () => {
    const { metadata } = (await template(chart, {}, { release: 'other', namespace: 'x' })).one('Secret');
    expect(metadata).toEqual({ name: 'logstream-config' });
  });

  test.each(['1.24.0', '1.33.0'])(
    'LS-10 LS-11 autoscaling/v2beta1 on Kubernetes %s, min 2 over 1',
    async (version) => {
      const rendered = await template(chart, {}, { release: 'edge', kubeVersion: version });
      const hpa = rendered.one('HorizontalPodAutoscaler', name);
      expect(hpa.apiVersion).toBe('autoscaling/v2beta1');
      expect(spec(hpa)).toEqual({
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } }],
      });
      expect(spec(rendered.one('Deployment'))['replicas']).toBe(1);
    },
  );

  test('LS-21 the test Pod asks a Service that does not exist, for no port', async () => {
    const rendered = await workers();
    const pod = rendered.one('Pod');
    expect(pod.metadata.annotations).toEqual({ 'helm.sh/hook': 'test-success' });
    expect(spec(pod)['containers']).toMatchObject([
      { image: 'busybox', command: ['wget'], args: ['edge-workers:'] },
    ]);
    expect(rendered.objects.filter((object) => object.metadata.name === 'edge-workers')).toEqual([]);
  });

  test('the float version 1.0 is packaged as version "1"', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logstream-'));
    try {
      await helm(['package', `${charts}${chart}`, '--destination', folder]);
      expect(await readdir(folder)).toEqual(['logstream-workergroup-1.tgz']);
      const packaged = join(folder, 'logstream-workergroup-1.tgz');
      expect(parse(await helm(['show', 'chart', packaged]))).toMatchObject({
        version: '1',
        appVersion: '2.3.2',
      });
      const rendered = await helm(['template', 'edge', packaged, '--kube-version=1.33.0']);
      expect(rendered).toBe((await workers()).text);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
