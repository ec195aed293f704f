import { describe, expect, test } from 'vitest';
import { type Rendered, template } from './helm.ts';
import { environment, firstContainer, mounts, podTemplate, spec } from './workload.ts';

const always = ['ConfigMap', 'Deployment', 'PodDisruptionBudget', 'Service', 'ServiceAccount'];
const selector = { 'app.kubernetes.io/name': 'sf2loki', 'app.kubernetes.io/instance': 'sf2loki' };
const labels = {
  ...selector,
  'helm.sh/chart': 'sf2loki-0.2.0',
  'app.kubernetes.io/version': '0.2.0',
  'app.kubernetes.io/managed-by': 'Helm',
  'app.kubernetes.io/part-of': 'sf2loki',
};

const sf2loki = (values: object = {}): Promise<Rendered> => template('sf2loki', values);
const named = async (values: object, release: string): Promise<string> =>
  (await template('sf2loki', values, { release })).one('Deployment').metadata.name;

describe('kinds', () => {
  const cases: [string, object, string[]][] = [
    ['defaults', {}, []],
    ['env', { env: { A: 'b' } }, ['ConfigMap']],
    ['secrets.create', { secrets: { create: true, data: { 'loki-token': 'x' } } }, ['Secret']],
    ['an existing Secret', { secrets: { existingSecret: 'mine' } }, []],
    ['ha', { ha: { enabled: true }, replicaCount: 2 }, ['Role', 'RoleBinding']],
    ['networkPolicy', { networkPolicy: { enabled: true } }, ['NetworkPolicy']],
    ['externalSecrets', { externalSecrets: { enabled: true } }, ['ExternalSecret', 'SecretStore']],
  ];
  test.each(cases)('%s', async (_, values, added) => {
    const { kinds, objects } = await sf2loki(values);
    expect(kinds).toEqual([...always, ...added].toSorted());
    for (const object of objects) expect(object.metadata).toMatchObject({ namespace: 'default', labels });
  });

  const switches: [string, object][] = [
    ['PodDisruptionBudget', { podDisruptionBudget: { enabled: false } }],
    ['Service', { service: { enabled: false } }],
    ['ServiceAccount', { serviceAccount: { create: false } }],
  ];
  test.each(switches)('%s can be left out', async (kind, values) => {
    expect((await sf2loki(values)).kinds).toEqual(always.filter((each) => each !== kind));
  });
});

test('the Deployment by default', async () => {
  const deployment = (await sf2loki()).one('Deployment', 'sf2loki');
  expect(spec(deployment)).toMatchObject({
    replicas: 1,
    revisionHistoryLimit: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } },
    selector: { matchLabels: selector },
  });
  const pod = podTemplate(deployment);
  expect(pod.metadata.labels).toEqual(labels);
  expect(pod.metadata.annotations?.['checksum/config']).toMatch(/^[0-9a-f]{64}$/);
  expect(pod.spec).toMatchObject({
    serviceAccountName: 'sf2loki',
    terminationGracePeriodSeconds: 40,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  });
  expect(pod.spec).not.toHaveProperty('affinity');
  expect(pod.spec).not.toHaveProperty('topologySpreadConstraints');
  expect(environment(deployment)).toEqual({
    POD_NAME: 'field:metadata.name',
    POD_NAMESPACE: 'field:metadata.namespace',
  });
  expect(mounts(deployment)).toEqual({
    '/etc/sf2loki/config.yaml': { configMap: { name: 'sf2loki-config' } },
    '/etc/sf2loki/secrets': { secret: { secretName: 'sf2loki-secrets' } },
    '/var/lib/sf2loki': { emptyDir: {} },
    '/tmp': { emptyDir: {} },
  });
  const probe = { periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 3 };
  const container = firstContainer(deployment);
  expect(container).toMatchObject({
    name: 'sf2loki',
    image: 'ghcr.io/rknightion/sf2loki:0.2.0',
    imagePullPolicy: 'IfNotPresent',
    args: ['--config', '/etc/sf2loki/config.yaml'],
    ports: [{ name: 'health', containerPort: 8080, protocol: 'TCP' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    securityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    readinessProbe: { httpGet: { path: '/readyz', port: 'health' }, initialDelaySeconds: 20, ...probe },
    livenessProbe: { httpGet: { path: '/healthz', port: 'health' }, initialDelaySeconds: 10, ...probe },
  });
  expect(container).not.toHaveProperty('envFrom');
  expect(container.volumeMounts?.slice(0, 2)).toEqual([
    { name: 'config', mountPath: '/etc/sf2loki/config.yaml', subPath: 'config.yaml', readOnly: true },
    { name: 'secrets', mountPath: '/etc/sf2loki/secrets', readOnly: true },
  ]);
});

test('Service, budget and service account by default', async () => {
  const rendered = await sf2loki();
  expect(spec(rendered.one('Service', 'sf2loki'))).toEqual({
    type: 'ClusterIP',
    selector,
    ports: [{ name: 'health', port: 8080, targetPort: 'health', protocol: 'TCP' }],
  });
  expect(spec(rendered.one('PodDisruptionBudget', 'sf2loki'))).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: selector },
  });
  expect(rendered.one('ServiceAccount', 'sf2loki').metadata).not.toHaveProperty('annotations');
});

describe('values that reach the pod', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const cases: [string, object, object][] = [
    ['podLabels', { podLabels: { team: 'x' } }, { metadata: { labels: { ...labels, team: 'x' } } }],
    ['podAnnotations', { podAnnotations: { a: 'b' } }, { metadata: { annotations: { a: 'b' } } }],
    ['priorityClassName', { priorityClassName: 'high' }, { spec: { priorityClassName: 'high' } }],
    ['nodeSelector', { nodeSelector: { a: 'b' } }, { spec: { nodeSelector: { a: 'b' } } }],
    ['tolerations', { tolerations: [{ key: 'a' }] }, { spec: { tolerations: [{ key: 'a' }] } }],
    [
      'imagePullSecrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { spec: { imagePullSecrets: [{ name: 'a' }] } },
    ],
    ['a tag', { image: { tag: '9' } }, { spec: { containers: [{ image: 'ghcr.io/rknightion/sf2loki:9' }] } }],
    [
      'a digest, which wins over the tag',
      { image: { tag: '9', digest } },
      { spec: { containers: [{ image: `ghcr.io/rknightion/sf2loki@${digest}` }] } },
    ],
    [
      'env and extraEnvFrom',
      { env: { GC_LOKI: 'https://loki' }, extraEnvFrom: [{ secretRef: { name: 'more' } }] },
      {
        spec: {
          containers: [
            { envFrom: [{ configMapRef: { name: 'sf2loki-env' } }, { secretRef: { name: 'more' } }] },
          ],
        },
      },
    ],
    [
      'extraContainers',
      { extraContainers: [{ name: 'side' }] },
      { spec: { containers: [{}, { name: 'side' }] } },
    ],
    [
      'an existing Secret',
      { secrets: { existingSecret: 's' } },
      { spec: { volumes: [{}, { secret: { secretName: 's' } }, {}, {}] } },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(podTemplate((await sf2loki(values)).one('Deployment'))).toMatchObject(expected);
  });

  test('stateDir, extraVolumes and extraVolumeMounts', async () => {
    const values = {
      stateDir: '/state',
      extraVolumes: [{ name: 'more', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'more', mountPath: '/more' }],
    };
    const found = mounts((await sf2loki(values)).one('Deployment'));
    expect(found).toMatchObject({ '/state': { emptyDir: {} }, '/more': { emptyDir: {} } });
    expect(found).not.toHaveProperty('/var/lib/sf2loki');
  });
});

test('secrets.create makes a Secret with a key for every file', async () => {
  const data = { 'server.key': '-----BEGIN\nPRIVATE-----\n', 'loki-token': 'x' };
  const secret = (await sf2loki({ secrets: { create: true, data } })).one('Secret', 'sf2loki-secrets');
  expect(secret).toMatchObject({ type: 'Opaque', stringData: data });
  expect(secret.metadata).not.toHaveProperty('annotations');
});

test('names follow the release, nameOverride and fullnameOverride', async () => {
  expect(await named({}, 'eu')).toBe('eu-sf2loki');
  expect(await named({}, 'sf2loki-eu')).toBe('sf2loki-eu');
  expect(await named({ nameOverride: 'x' }, 'eu')).toBe('eu-x');
  expect(await named({ fullnameOverride: 'mine' }, 'eu')).toBe('mine');
});
