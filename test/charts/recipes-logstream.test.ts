/** The recipe's values, rendered by the charts of both generations. */
import { describe, expect, test } from 'vitest';
import { logstreamWorkerGroup } from '../../src/systems/logstream/index.ts';
import type { Recipe } from '../../src/systems/system.ts';
import { key, recipeOf } from '../unit/systems/recipes.ts';
import { filled, placeholderSecret } from './filled.ts';
import { template, type Rendered } from './helm.ts';
import { environment, firstContainer, mounts, spec } from './workload.ts';

const sources = [
  { name: 'syslog', port: 5140, protocol: 'UDP' },
  { name: 's2s', port: 9997 },
];
const leader = { host: 'leader.example.com', group: 'kubernetes', token: { fromConfig: 'criblToken' } };

const chartOf = { '1.0': 'logstream-workergroup-1.0', '4': 'logstream-workergroup' } as const;

function recipeFor(generation: keyof typeof chartOf, options: object): Recipe {
  const chart = { ref: './charts/logstream', version: generation === '4' ? '4.19.2' : '1.0' };
  return recipeOf(logstreamWorkerGroup, { chart, leader, sources, ...options }, { 'ca.pem': 'PEM' });
}

async function render(generation: keyof typeof chartOf, options: object): Promise<Rendered> {
  const { values } = recipeFor(generation, options);
  return await template(chartOf[generation], filled(values) as object, {
    release: key,
    namespace: 'logstream',
  });
}

interface Port {
  readonly name: string;
  readonly port?: number;
  readonly containerPort?: number;
  readonly protocol: string;
}

const kubernetesEnv = (rendered: Rendered): unknown[] =>
  (firstContainer(rendered.one('Deployment')).env ?? []).filter(({ name }) => name.startsWith('CRIBL_K8S_'));

describe('chart 4', () => {
  test('ports on the Service and on the container are the sources (LS-1)', async () => {
    const rendered = await render('4', { leader: { ...leader, tls: true } });
    const declared = [
      ['syslog', 5140, 'UDP'],
      ['s2s', 9997, 'TCP'],
    ];
    const service = spec(rendered.one('Service'))['ports'] as Port[];
    expect(service.map(({ name, port, protocol }) => [name, port, protocol])).toEqual(declared);
    const container = firstContainer(rendered.one('Deployment'))['ports'] as Port[];
    expect(container.map(({ name, containerPort, protocol }) => [name, containerPort, protocol])).toEqual(
      declared,
    );
  });

  test('the leader comes from our Secret, beside what the chart sets itself (LS-14)', async () => {
    const rendered = await render('4', { leader: { ...leader, tls: true } });
    const ours = environment(rendered.one('Deployment'));
    const own = environment((await template(chartOf['4'])).one('Deployment'));
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(own).toSorted());
    expect(ours).toMatchObject({
      CRIBL_DIST_MASTER_URL: `secret:${key}-leader-00000000/url-master`,
      CRIBL_K8S_POD: own['CRIBL_K8S_POD'],
      CRIBL_K8S_CPU_LIMIT: own['CRIBL_K8S_CPU_LIMIT'],
      NODE_TLS_REJECT_UNAUTHORIZED: '1',
    });
    expect(rendered.kinds).not.toContain('Secret');
  });

  test('the environment variables of the chart are said again as they are', async () => {
    expect(kubernetesEnv(await render('4', {}))).toEqual(kubernetesEnv(await template(chartOf['4'])));
  });

  test('workers may read pods (LS-16)', async () => {
    const rendered = await render('4', {});
    expect(rendered.one('ClusterRole')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    ]);
    expect((await render('4', { clusterRole: false })).kinds).not.toContain('ClusterRole');
  });

  test('the Deployment starts with the least number that the autoscaler allows (LS-11, LS-15)', async () => {
    const rendered = await render('4', { autoscaling: { min: 3, max: 5, cpu: 70 } });
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(3);
    const hpa = rendered.one('HorizontalPodAutoscaler', `${key}-logstream-workergroup-kubernetes`);
    expect(spec(hpa)).toMatchObject({
      minReplicas: 3,
      maxReplicas: 5,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
    });
    expect(firstContainer(rendered.one('Deployment'))['resources']).toMatchObject({
      requests: { cpu: '1250m' },
    });
  });

  test('without autoscaling there is none', async () => {
    const rendered = await render('4', { autoscaling: false, replicas: 4 });
    expect(rendered.kinds).not.toContain('HorizontalPodAutoscaler');
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(4);
  });

  test('certificates are mounted', async () => {
    const tls = {
      ca: { fromFile: 'ca.pem' },
      certificate: { fromConfig: 'c' },
      privateKey: { fromConfig: 'k' },
    };
    const rendered = await render('4', { leader: { ...leader, tls } });
    expect(mounts(rendered.one('Deployment'))).toEqual({
      '/etc/cribl-leader/ca': { configMap: { name: `${key}-leader-ca-00000000` } },
      '/etc/cribl-leader/client': { secret: { secretName: `${key}-leader-client-00000000` } },
    });
  });

  test('a passphrase follows the variables that it is made of', async () => {
    const tls = {
      certificate: { fromConfig: 'c' },
      privateKey: { fromConfig: 'k' },
      passphrase: { fromConfig: 'p' },
    };
    const rendered = await render('4', { leader: { ...leader, tls } });
    const names = (firstContainer(rendered.one('Deployment')).env ?? []).map(({ name }) => name);
    expect(names.indexOf('CRIBL_DIST_MASTER_URL')).toBeGreaterThan(names.indexOf('LEADER_URL'));
    expect(names.indexOf('CRIBL_DIST_MASTER_URL')).toBeGreaterThan(names.indexOf('LEADER_PASSPHRASE'));
  });

  test('the load balancer, the probe and the pod are as asked', async () => {
    const rendered = await render('4', {
      service: {
        sourceRanges: ['10.0.0.0/8'],
        externalTrafficPolicy: 'Local',
        annotations: { internal: 'true' },
      },
      image: { tag: '4.18.1' },
      terminationGracePeriod: '1m',
      podAnnotations: { team: 'a' },
    });
    expect(spec(rendered.one('Service'))).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
    });
    expect(rendered.one('Service').metadata.annotations).toEqual({ internal: 'true' });
    const container = firstContainer(rendered.one('Deployment'));
    expect(container).toMatchObject({
      image: 'cribl/cribl:4.18.1',
      readinessProbe: { httpGet: { path: '/api/v1/health', port: 9000, scheme: 'HTTP' } },
    });
    expect(spec(rendered.one('Deployment'))['template']).toMatchObject({
      metadata: { annotations: { team: 'a' } },
      spec: { terminationGracePeriodSeconds: 60 },
    });
  });

  test('an image is pinned by its digest', async () => {
    const digest = `sha256:${'0a'.repeat(32)}`;
    const rendered = await render('4', { image: { digest } });
    expect(firstContainer(rendered.one('Deployment')).image).toBe(`cribl/cribl@${digest}`);
  });
});

describe('chart 1.0', () => {
  const options = { sources: [{ name: 's2s', port: 9997 }], image: { tag: '2.3.2' } };

  test('the Deployment and the Secret have the names that the recipe says (LS-8, LS-9)', async () => {
    const rendered = await render('1.0', options);
    const { notices, occupies } = recipeFor('1.0', options);
    const restart = notices.find(({ rule }) => rule === 'LS-8')?.message;
    const { name } = rendered.one('Deployment').metadata;
    expect(restart).toContain(`\`kubectl rollout restart deployment/${name} -n logstream\``);
    expect(occupies).toEqual([{ kind: 'Secret', name: rendered.one('Secret').metadata.name }]);
  });

  test('the token is in the Secret of the chart, and nowhere else', async () => {
    const rendered = await render('1.0', options);
    const holders = rendered.objects.filter((object) => JSON.stringify(object).includes(placeholderSecret));
    expect(holders).toEqual([
      expect.objectContaining({
        kind: 'Secret',
        stringData: {
          'url-master': `tcp://${placeholderSecret}@leader.example.com:4200?group=kubernetes&tag=kubernetes`,
        },
      }),
    ]);
  });

  test('ports, numbers, ranges and image are as asked', async () => {
    const rendered = await render('1.0', {
      ...options,
      autoscaling: { min: 3, max: 4 },
      service: { sourceRanges: ['10.0.0.0/8'] },
    });
    const service = rendered.one('Service', `${key}-kubernetes`);
    expect(service.metadata.annotations).toEqual({
      'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8',
    });
    expect(spec(service)['ports']).toEqual([{ name: 's2s', port: 9997, targetPort: 9997, protocol: 'TCP' }]);
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(3);
    expect(firstContainer(rendered.one('Deployment')).image).toBe('cribl/cribl:2.3.2');
    expect(spec(rendered.one('HorizontalPodAutoscaler'))).toMatchObject({ minReplicas: 3, maxReplicas: 4 });
  });

  test('without autoscaling nothing of an API that is gone is rendered (LS-10)', async () => {
    const rendered = await render('1.0', { ...options, autoscaling: false });
    expect(rendered.kinds).not.toContain('HorizontalPodAutoscaler');
  });
});
