/** The values of both KSML recipes, rendered by their charts. */
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { ksmlApplication, ksmlProvisioner } from '../../src/systems/ksml/index.ts';
import { key, recipeOf } from '../unit/systems/recipes.ts';
import { filled } from './filled.ts';
import { template, type Rendered } from './helm.ts';
import { environment, firstContainer, mounts, podTemplate, spec } from './workload.ts';

const files = {
  'ca.pem': '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n',
  'app.yaml': 'streams: {}\npipelines:\n  p: {from: s}\n',
  'SensorData.avsc': '{"type": "record"}\n',
};

describe('provisioner', () => {
  const minimal = {
    chart: { ref: './charts/ksml-provisioner' },
    namespace: 'axual',
    registry: { url: 'registry.axual.io/opensource/charts', chartVersion: '1.3.0' },
  };

  async function render(options: object): Promise<Rendered> {
    const { values } = recipeOf(ksmlProvisioner, { ...minimal, ...options }, files);
    return await template('ksml-provisioner', filled(values) as object, { release: key, namespace: 'axual' });
  }

  test('everything at once', async () => {
    const rendered = await render({
      targetNamespace: 'ksml',
      registry: {
        ...minimal.registry,
        ca: { fromFile: 'ca.pem' },
        auth: { username: 'robot', password: { fromConfig: 'registryPassword' } },
      },
      basicAuth: { username: 'admin', password: { fromConfig: 'apiPassword' } },
      tls: { certificate: { fromFile: 'tls.crt' }, privateKey: { fromConfig: 'tlsKey' } },
      tracing: { endpoint: 'http://otel:4317', serviceName: 'ksml' },
      serviceAccount: { owner: 'stack' },
      customValues: { store: { spec: { resources: { requests: { storage: '1Gi' } } } } },
    });
    const deployment = rendered.one('Deployment');
    expect(environment(deployment)).toEqual({
      NAMESPACE: 'ksml',
      REGISTRY_URL: 'registry.axual.io/opensource/charts',
      CHART_NAME: 'ksml',
      CHART_VERSION: '1.3.0',
      CLIENT_CA_FILE: '/etc/ksml-registry-ca/ca.crt',
      REGISTRY_AUTH_ENABLED: 'true',
      REGISTRY_USERNAME: `secret:${key}-registry-00000000/username`,
      REGISTRY_PASSWORD: `secret:${key}-registry-00000000/password`,
      BASIC_AUTH_ENABLED: 'true',
      BASIC_AUTH_USERNAME: `secret:${key}-basic-auth-00000000/username`,
      BASIC_AUTH_PASSWORD: `secret:${key}-basic-auth-00000000/password`,
      SERVER_TLS_CERTIFICATE: `secret:${key}-tls-00000000/tls.crt`,
      SERVER_TLS_PRIVATE_KEY: `secret:${key}-tls-00000000/tls.key`,
      DISTRIBUTED_TRACING_ENABLED: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4317',
      OTEL_SERVICE_NAME: 'ksml',
      CUSTOM_VALUES_FILE: '/etc/ksml-provisioner/values.yaml',
    });
    expect(mounts(deployment)).toMatchObject({
      '/etc/ksml-registry-ca': { configMap: { name: `${key}-registry-ca-00000000` } },
    });
    expect(podTemplate(deployment).spec['serviceAccountName']).toBe(key);
    expect(rendered.kinds).toEqual(['ConfigMap', 'Deployment', 'Service']);
    const custom = rendered.one('ConfigMap')['data'] as Record<string, string>;
    expect(parse(custom['values.yaml'] ?? '')).toMatchObject({ podSecurityContext: { fsGroup: 0 } });
  });

  test('the Role of the chart follows NAMESPACE (KP-2)', async () => {
    const rendered = await render({ targetNamespace: 'ksml' });
    expect(rendered.one('Role').metadata.namespace).toBe('ksml');
    expect(environment(rendered.one('Deployment'))).toMatchObject({ NAMESPACE: 'ksml' });
    expect((await render({})).one('Role').metadata.namespace).toBe('axual');
  });

  test('every kind that the runner chart renders is covered by our Role (KP-10)', async () => {
    const { backing } = recipeOf(ksmlProvisioner, { ...minimal, serviceAccount: { owner: 'stack' } }, files);
    const rules = backing.flatMap((item) => (item.kind === 'role' ? item.rules : []));
    const values = {
      ksmlRunnerConfig: {
        definitions: { a: 'a.yaml' },
        kafka: { 'application.id': 'a', 'bootstrap.servers': 'b' },
      },
      ingress: { enabled: true },
      networkPolicy: { enabled: true },
      prometheus: { enabled: true },
      prometheusRule: { enabled: true },
      serviceMonitor: { enabled: true },
    };
    const rendered = await Promise.all(
      ['StatefulSet', 'Job'].map((deploymentMode) =>
        template('ksml', { ...values, deploymentMode }, { apiVersions: ['monitoring.coreos.com/v1'] }),
      ),
    );
    const objects = rendered.flatMap((each) => each.objects);
    expect(new Set(objects.map(({ kind }) => kind)).size).toBe(9);
    for (const { apiVersion, kind } of objects) {
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
      const resource =
        kind === 'NetworkPolicy'
          ? 'networkpolicies'
          : `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
      const rule = rules.find(
        ({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource),
      );
      expect(rule?.verbs, `${group}/${resource}`).toEqual(
        expect.arrayContaining(['get', 'create', 'patch', 'delete']),
      );
    }
  });
});

describe('application', () => {
  const minimal = {
    tenant: 'dizzl',
    instance: 'sandbox',
    environment: 'dev',
    application: 'sensor-inspector',
    definition: { fromFile: 'app.yaml' },
    kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': 'io.axual.sensor-inspector' },
  };
  const name = 'dizzl-sandbox-dev-sensor-inspector-ksml';

  async function render(options: object = {}): Promise<Rendered> {
    const { values, releaseName = '' } = recipeOf(ksmlApplication, { ...minimal, ...options }, files);
    return await template('ksml', filled(values) as object, {
      release: releaseName,
      namespace: 'ksml',
      apiVersions: ['monitoring.coreos.com/v1'],
    });
  }

  const runnerFiles = (rendered: Rendered): Record<string, string> =>
    rendered.one('ConfigMap', `${name}-runner`)['data'] as Record<string, string>;

  test('all objects have the name of the release, and the schema of the chart is content', async () => {
    const rendered = await render();
    expect(rendered.kinds).toEqual([
      'ConfigMap',
      'ConfigMap',
      'Service',
      'Service',
      'ServiceAccount',
      'StatefulSet',
    ]);
    expect(rendered.one('StatefulSet').metadata.name).toBe(name);
  });

  test('the runner finds the definition and the schemas (KR-1)', async () => {
    const rendered = await render({
      schemas: [{ name: 'SensorData.avsc', body: { fromFile: 'SensorData.avsc' } }],
    });
    const data = runnerFiles(rendered);
    const runner = parse(data['ksml-runner.yaml'] ?? '') as { ksml: { definitions: Record<string, string> } };
    const [file = ''] = Object.values(runner.ksml.definitions);
    expect(data[file]).toBe(files['app.yaml']);
    expect(data['SensorData.avsc']).toBe(files['SensorData.avsc']);
  });

  test('pods pass the restricted Pod Security Standard (KR-7)', async () => {
    const statefulSet = (await render()).one('StatefulSet');
    expect(podTemplate(statefulSet).spec['securityContext']).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(firstContainer(statefulSet)['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('a store is a claim that the runner may write to (KR-2, KP-14)', async () => {
    const statefulSet = (await render({ store: { size: '5Gi' } })).one('StatefulSet');
    expect(spec(statefulSet)['volumeClaimTemplates']).toMatchObject([
      { metadata: { name: 'ksml-store' }, spec: { resources: { requests: { storage: '5Gi' } } } },
    ]);
    expect(podTemplate(statefulSet).spec['securityContext']).toMatchObject({ fsGroup: 0 });
    expect(mounts(statefulSet)['/ksml-store']).toEqual({});
  });

  test('metrics are scraped, and only with prometheus on (KR-5)', async () => {
    const rendered = await render({ prometheus: { serviceMonitor: { labels: { team: 'a' } }, rules: true } });
    expect(rendered.one('ServiceMonitor').metadata.labels).toMatchObject({ team: 'a' });
    expect(rendered.kinds).toContain('PrometheusRule');
    expect((await render({ prometheus: {} })).kinds).not.toContain('ServiceMonitor');
  });

  test('a network policy closes what it does not list (KR-8)', async () => {
    const policy = (
      await render({ networkPolicy: { ingress: [], egress: [{ ports: [{ port: 9093 }] }] } })
    ).one('NetworkPolicy');
    expect(spec(policy)['policyTypes']).toEqual(expect.arrayContaining(['Ingress', 'Egress']));
    expect(spec(policy)['egress']).toEqual([{ ports: [{ port: 9093 }] }]);
    expect(spec(policy)['ingress'] ?? []).toEqual([]);
  });

  test('a job has the same files', async () => {
    const rendered = await render({ deploymentMode: 'Job' });
    expect(rendered.kinds).toContain('Job');
    expect(runnerFiles(rendered)['ksml-definition.yaml']).toBe(files['app.yaml']);
  });

  test('secret properties are in no ConfigMap; the last config.providers has both (KR-10)', async () => {
    const rendered = await render({
      kafka: {
        ...minimal.kafka,
        'ssl.key.password': { fromConfig: 'keyPassword' },
        'ssl.keystore.location': { fromConfig: 'keystore' },
      },
    });
    const runner = parse(runnerFiles(rendered)['ksml-runner.yaml'] ?? '', { uniqueKeys: false }) as {
      kafka: Record<string, string>;
    };
    expect(runner.kafka).toMatchObject({
      'config.providers': 'env,directory',
      'config.providers.directory.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
      'group.instance.id': '${env:KSML_GROUP_INSTANCE_ID}',
      'ssl.key.password': '${directory:/kafka-credentials:ssl.key.password}',
      'ssl.keystore.location': '/kafka-credentials/ssl.keystore.location',
    });
    expect(mounts(rendered.one('StatefulSet'))['/kafka-credentials']).toEqual({
      secret: { secretName: `${name}-kafka-00000000` },
    });
  });
});
