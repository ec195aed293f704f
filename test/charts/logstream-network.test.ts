/** Service, Ingress and autoscaler, rights, names, and what is added to them. */
import { describe, expect, test } from 'vitest';
import { template } from './helm.ts';
import { name, workers } from './logstream.ts';
import { podTemplate, spec } from './workload.ts';

const autoscalerName = async (config: object): Promise<string | undefined> =>
  (await workers({ config })).one('HorizontalPodAutoscaler').metadata.name;
const serviceName = async (values: object, release: string): Promise<string> =>
  (await template('logstream-workergroup', values, { release })).one('Service').metadata.name;
const backend = (number: number): object => ({ service: { name, port: { number } } });

describe('names and accounts', () => {
  test('LS-15 the autoscaler is named after the group, not after the tag that the URL has', async () => {
    expect(await autoscalerName({ group: 'euWest' })).toBe(`${name}-eu-west`);
    expect(await autoscalerName({ tag: 'old' })).toBe(`${name}-kubernetes`);
    expect(await autoscalerName({ group: '' })).toBeUndefined();
  });

  test('LS-17 no service account and no name: the rights go to "default"', async () => {
    const rendered = await workers({ serviceAccount: { create: false } });
    expect(rendered.one('ClusterRoleBinding')).toMatchObject({ subjects: [{ name: 'default' }] });
    expect(podTemplate(rendered.one('Deployment')).spec).not.toHaveProperty('serviceAccountName');
  });

  test('rbac: own name, groups, verbs and more rules; annotations are the service account’s', async () => {
    const extra = { apiGroups: [''], resources: ['nodes'], verbs: ['get'] };
    const rbac = {
      name: 'mine',
      apiGroups: [''],
      resources: ['pods'],
      verbs: ['watch'],
      extraRules: [extra],
    };
    const rendered = await workers({ rbac: { ...rbac, annotations: { role: 'arn' } } });
    expect(rendered.one('ClusterRole', 'mine')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['watch'] },
      extra,
    ]);
    expect(rendered.one('ClusterRoleBinding', 'mine')).toMatchObject({ roleRef: { name: 'mine' } });
    expect(rendered.one('ServiceAccount', name).metadata.annotations).toEqual({ role: 'arn' });
  });

  test('the release name is not doubled, and fullnameOverride wins', async () => {
    expect(await serviceName({}, 'eu-logstream-workergroup')).toBe('eu-logstream-workergroup');
    expect(await serviceName({ nameOverride: 'x' }, 'eu')).toBe('eu-x');
    expect(await serviceName({ fullnameOverride: 'mine' }, 'eu')).toBe('mine');
  });
});

describe('network', () => {
  test('load balancer address, source ranges, traffic policy, annotations and node ports', async () => {
    const service = {
      annotations: { internal: 'true' },
      loadBalancerIP: '203.0.113.7',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'syslog', port: 5140, protocol: 'UDP', nodePort: 30514 }],
    };
    const object = (await workers({ service })).one('Service');
    expect(object.metadata.annotations).toEqual({ internal: 'true' });
    expect(spec(object)).toMatchObject({
      loadBalancerIP: '203.0.113.7',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'syslog', port: 5140, targetPort: 5140, protocol: 'UDP', nodePort: 30514 }],
    });
    const internal = (await workers({ service: { ...service, type: 'ClusterIP' } })).one('Service');
    expect(spec(internal)).not.toHaveProperty('loadBalancerIP');
    expect(spec(internal)).not.toHaveProperty('externalTrafficPolicy');
  });

  test('LS-2 two ports named syslog render', async () => {
    const twice = [5140, 5141].map((port) => ({ name: 'syslog', port, protocol: 'TCP' }));
    const rendered = await workers({ service: { ports: twice } });
    expect(spec(rendered.one('Service'))['ports']).toMatchObject(twice);
    expect(podTemplate(rendered.one('Deployment')).spec.containers).toMatchObject([
      { ports: twice.map(({ port, ...rest }) => ({ ...rest, containerPort: port })) },
    ]);
  });

  test('each entry of ingress is an Ingress; its own settings win', async () => {
    const rendered = await workers({
      ingress: {
        enable: true,
        ingressClassName: 'nginx',
        annotations: { a: 'all', b: 'all' },
        ingress: [
          {
            name: 'one',
            annotations: { a: 'one' },
            tls: [{ secretName: 't' }],
            rules: [{ host: 'h', paths: [{ path: '/', port: 8088 }] }],
          },
          {
            name: 'two',
            ingressClassName: 'own',
            rules: [{ paths: [{ path: '/x', kind: 'Exact', port: 10080 }] }],
          },
        ],
      },
    });
    const one = rendered.one('Ingress', `${name}-one`);
    expect(one.metadata.annotations).toEqual({ a: 'one', b: 'all' });
    expect(spec(one)).toEqual({
      ingressClassName: 'nginx',
      tls: [{ secretName: 't' }],
      rules: [{ host: 'h', http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(8088) }] } }],
    });
    expect(spec(rendered.one('Ingress', `${name}-two`))).toEqual({
      ingressClassName: 'own',
      rules: [{ http: { paths: [{ path: '/x', pathType: 'Exact', backend: backend(10080) }] } }],
    });
  });
});

test('autoscaling by memory and with behavior', async () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 300 } };
  const values = { autoscaling: { targetMemoryUtilizationPercentage: 80, behavior } };
  const memory = { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } };
  const hpa = (await workers(values)).one('HorizontalPodAutoscaler');
  expect(spec(hpa)).toMatchObject({ behavior, metrics: [{}, { type: 'Resource', resource: memory }] });
});

test('extraObjects are templated, extraLabels are on every labelled object', async () => {
  const rendered = await workers({
    extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-x' } }],
    extraLabels: { team: 'edge' },
  });
  expect(rendered.one('ConfigMap').metadata.name).toBe('edge-x');
  for (const kind of ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Service', 'Deployment'])
    expect(rendered.one(kind).metadata.labels).toMatchObject({ team: 'edge' });
});
