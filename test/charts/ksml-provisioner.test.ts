import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { charts, helm } from './helm.ts';
import { name, provisioner, selector } from './ksml-provisioner.ts';
import { environment, firstContainer, podTemplate, selects, spec } from './workload.ts';

const labels = {
  ...selector,
  'helm.sh/chart': 'ksml-provisioner-0.5.0',
  'app.kubernetes.io/version': '0.5.0',
  'app.kubernetes.io/managed-by': 'Helm',
};
const always = ['Deployment', 'Role', 'RoleBinding', 'Service', 'ServiceAccount'];

describe('kinds', () => {
  const cases: [string, object, string[]][] = [
    ['defaults', {}, always],
    ['customValues', { customValues: { a: 1 } }, [...always, 'ConfigMap']],
    ['rbac.create=false', { rbac: { create: false } }, ['Deployment', 'Service', 'ServiceAccount']],
    [
      'serviceAccount.create=false',
      { serviceAccount: { create: false, name: 'x' } },
      ['Deployment', 'Role', 'RoleBinding', 'Service'],
    ],
  ];
  test.each(cases)('%s; KP-12 nothing cluster-wide', async (_, values, expected) => {
    const { kinds, objects } = await provisioner(values);
    expect(kinds).toEqual(expected.toSorted());
    for (const object of objects) expect(object.metadata).toMatchObject({ labels });
  });
});

test('the Deployment by default; KP-1 without any of the required variables', async () => {
  const deployment = (await provisioner()).one('Deployment', name);
  expect(spec(deployment)).toMatchObject({ replicas: 1, selector: { matchLabels: selector } });
  const pod = podTemplate(deployment);
  expect(pod.metadata).toEqual({ labels });
  expect(pod.spec).toMatchObject({ serviceAccountName: name, securityContext: {} });
  expect(pod.spec).not.toHaveProperty('volumes');
  const tcpSocket = { port: 'http' };
  expect(firstContainer(deployment)).toEqual({
    name,
    image: 'registry.axual.io/axual/ksml-provisioner:0.5.0',
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    startupProbe: { tcpSocket, periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { tcpSocket, periodSeconds: 10 },
    livenessProbe: { tcpSocket, periodSeconds: 20 },
    env: [],
    resources: {},
    securityContext: {},
  });
});

test('KP-4 the Service by default: inside the cluster, without credentials', async () => {
  const rendered = await provisioner();
  const ports = [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }];
  expect(spec(rendered.one('Service', name))).toEqual({ type: 'ClusterIP', selector, ports });
  expect(selects(selector, podTemplate(rendered.one('Deployment')).metadata.labels)).toBe(true);
  const service = { type: 'LoadBalancer', port: 443, annotations: { a: 'b' } };
  const exposed = (await provisioner({ service })).one('Service');
  expect(exposed.metadata.annotations).toEqual({ a: 'b' });
  expect(spec(exposed)).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 443, targetPort: 'http' }] });
});

describe('env', () => {
  test('values and references go into the container as they are', async () => {
    const key = { name: 'tls', key: 'tls.key' };
    const env = [
      { name: 'NAMESPACE', value: 'ksml' },
      { name: 'SERVER_TLS_PRIVATE_KEY', valueFrom: { secretKeyRef: key } },
    ];
    const deployment = (await provisioner({ env })).one('Deployment');
    expect(firstContainer(deployment).env).toEqual(env);
    expect(environment(deployment)).toEqual({
      NAMESPACE: 'ksml',
      SERVER_TLS_PRIVATE_KEY: 'secret:tls/tls.key',
    });
  });

  test('KP-8 a boolean stays a boolean', async () => {
    const env = [{ name: 'BASIC_AUTH_ENABLED', value: true }];
    expect(firstContainer((await provisioner({ env })).one('Deployment')).env).toEqual(env);
  });

  test('KP-3 KP-5 KP-6 KP-7 KP-13 half a setting renders', async () => {
    const env = [
      'REGISTRY_AUTH_ENABLED',
      'SERVER_TLS_CERTIFICATE',
      'DISTRIBUTED_TRACING_ENABLED',
      'CLIENT_CA_FILE',
    ].map((variable) => ({ name: variable, value: 'true' }));
    expect(firstContainer((await provisioner({ env })).one('Deployment')).env).toEqual(env);
  });
});

describe('the two nestings', () => {
  const values = { customValues: { podSecurityContext: { fsGroup: 0 } }, rbac: { namespace: 'ksml' } };

  test('under ksml-provisioner: of a parent chart, Helm moves them to the top level', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'umbrella-'));
    try {
      await mkdir(join(parent, 'charts'));
      await cp(`${charts}ksml-provisioner`, join(parent, 'charts', 'ksml-provisioner'), { recursive: true });
      await writeFile(join(parent, 'Chart.yaml'), 'apiVersion: v2\nname: umbrella\nversion: 1.0.0\n');
      const args = ['template', name, parent, '--namespace=axual', '--kube-version=1.33.0', '--values=-'];
      const text = await helm(args, JSON.stringify({ 'ksml-provisioner': values }));
      const nested = parseAllDocuments(text).map((document) => document.toJS() as unknown);
      expect(nested).toEqual((await provisioner(values)).objects);
    } finally {
      await rm(parent, { recursive: true });
    }
  });

  test('installed by itself the chart takes the top level only', async () => {
    expect((await provisioner({ 'ksml-provisioner': values })).objects).toEqual(
      (await provisioner()).objects,
    );
  });
});
