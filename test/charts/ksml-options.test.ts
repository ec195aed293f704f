import { describe, expect, test } from 'vitest';
import { ksml, name, selector } from './ksml.ts';
import { firstContainer, mounts, podTemplate, spec } from './workload.ts';

const policy = async (networkPolicy: object): Promise<unknown> =>
  spec(
    (await ksml({ networkPolicy: { enabled: true, ...networkPolicy } })).one(
      'NetworkPolicy',
      `${name}-network-policy`,
    ),
  );

describe('values that reach the pod', () => {
  const cases: [string, object, object][] = [
    ['podAnnotations', { podAnnotations: { a: 'b' } }, { metadata: { annotations: { a: 'b' } } }],
    ['podLabels', { podLabels: { a: 'b' } }, { metadata: { labels: { a: 'b' } } }],
    [
      'podSecurityContext',
      { podSecurityContext: { fsGroup: 0 } },
      { spec: { securityContext: { fsGroup: 0 } } },
    ],
    [
      'securityContext',
      { securityContext: { runAsNonRoot: true } },
      { spec: { containers: [{ securityContext: { runAsNonRoot: true } }] } },
    ],
    ['runtimeClassName', { runtimeClassName: 'gvisor' }, { spec: { runtimeClassName: 'gvisor' } }],
    [
      'imagePullSecrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { spec: { imagePullSecrets: [{ name: 'a' }] } },
    ],
    ['nodeSelector', { nodeSelector: { a: 'b' } }, { spec: { nodeSelector: { a: 'b' } } }],
    ['affinity', { affinity: { nodeAffinity: {} } }, { spec: { affinity: { nodeAffinity: {} } } }],
    ['tolerations', { tolerations: [{ key: 'a' }] }, { spec: { tolerations: [{ key: 'a' }] } }],
    [
      'image',
      { image: { repository: 'r', tag: '9', pullPolicy: 'Always' } },
      { spec: { containers: [{ image: 'r:9', imagePullPolicy: 'Always' }] } },
    ],
    [
      'resources',
      { resources: { limits: { memory: '1Gi' } } },
      { spec: { containers: [{ resources: { limits: { memory: '1Gi' } } }] } },
    ],
    [
      'an own service account',
      { serviceAccount: { create: false, name: 'mine' } },
      { spec: { serviceAccountName: 'mine' } },
    ],
    [
      'no service account',
      { serviceAccount: { create: false } },
      { spec: { serviceAccountName: 'default' } },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(podTemplate((await ksml(values)).one('StatefulSet'))).toMatchObject(expected);
    expect(podTemplate((await ksml({ ...values, deploymentMode: 'Job' })).one('Job'))).toMatchObject(
      expected,
    );
  });

  test('volumes and volumeMounts', async () => {
    const values = {
      volumes: [{ name: 'tls', secret: { secretName: 's' } }],
      volumeMounts: [{ name: 'tls', mountPath: '/tls', readOnly: true }],
    };
    expect(mounts((await ksml(values)).one('StatefulSet'))).toHaveProperty(['/tls'], {
      secret: { secretName: 's' },
    });
  });

  test('KR-4 the application server off: the probes stay', async () => {
    const container = firstContainer(
      (await ksml({ applicationServer: { enabled: false } })).one('StatefulSet'),
    );
    expect(container).toMatchObject({
      startupProbe: { httpGet: { port: 'http' } },
      readinessProbe: { httpGet: { port: 'http' } },
      livenessProbe: { httpGet: { port: 'http' } },
    });
  });

  test('a probe set to null is left out', async () => {
    const container = firstContainer((await ksml({ livenessProbe: null })).one('StatefulSet'));
    expect(container).not.toHaveProperty('livenessProbe');
  });

  test('KR-7 both security contexts are empty by default', async () => {
    const statefulSet = (await ksml()).one('StatefulSet');
    expect(podTemplate(statefulSet).spec['securityContext']).toEqual({});
    expect(firstContainer(statefulSet)['securityContext']).toEqual({});
  });
});

test('the service account: annotations, token, name', async () => {
  const serviceAccount = { name: 'mine', annotations: { a: 'b' }, automount: false };
  const rendered = await ksml({ serviceAccount });
  expect(rendered.one('ServiceAccount', 'mine')).toMatchObject({
    metadata: { annotations: { a: 'b' } },
    automountServiceAccountToken: false,
  });
});

test('the Ingress: host, class, TLS, backend', async () => {
  const tls = [{ hosts: ['h'], secretName: 't' }];
  const hosts = [{ host: 'h', paths: [{ path: '/q', pathType: 'Prefix' }] }];
  const ingress = { enabled: true, className: 'nginx', annotations: { a: 'b' }, tls, hosts };
  const object = (await ksml({ ingress, service: { port: 8080 } })).one('Ingress', name);
  expect(object.metadata.annotations).toEqual({ a: 'b' });
  const backend = { service: { name: name, port: { number: 8080 } } };
  expect(spec(object)).toEqual({
    ingressClassName: 'nginx',
    tls,
    rules: [{ host: 'h', http: { paths: [{ path: '/q', pathType: 'Prefix', backend }] } }],
  });
});

describe('the NetworkPolicy', () => {
  const both = { podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'] };

  test('KR-8 allows everything in both directions by default', async () => {
    expect(await policy({})).toEqual({ ...both, ingress: [{}], egress: [{}] });
  });

  test('takes rules', async () => {
    const egress = [{ ports: [{ port: 9093 }] }];
    expect(await policy({ ingress: [], egress })).toEqual({ ...both, ingress: [], egress });
  });
});
