/** What `values` may not do to a recipe: secrets in plain text, and what undoes it. */
import { describe, expect, test } from 'vitest';
import { ksmlApplication, ksmlProvisioner } from '../../../src/systems/ksml/index.ts';
import { logstreamWorkerGroup } from '../../../src/systems/logstream/index.ts';
import { minimal as leoflow, refusals as leoflowRefusals } from './leoflow-releases.ts';
import { refusalsOf } from './recipes.ts';
import { application, files, firstWorkerGroup, provisioner, workerGroup } from './samples.ts';
import { pair, refusals as sf2lokiRefusals, single } from './sf2loki-releases.ts';

type Case = [path: string, rule: string, values: object];

/** `path: rule` of each refusal; all of it if it repeats the secret. */
const seen = (refused: readonly string[]): string[] =>
  refused.map((line) => (line.includes('hunter2') ? line : line.split(': ', 2).join(': ')));

describe('sf2loki', () => {
  test.each<Case>([
    ['values.secrets.data', 'SF-19', { secrets: { data: { 'loki-token': 'hunter2' } } }],
    [
      'values.config.sink.loki.auth_token',
      'SF-12',
      { config: { sink: { loki: { auth_token: 'hunter2' } } } },
    ],
    [
      'values.config.salesforce.client_secret',
      'SF-12',
      { config: { salesforce: { client_secret: 'hunter2' } } },
    ],
    ['values.config.salesforce.private_key', 'SF-12', { config: { salesforce: { private_key: 'hunter2' } } }],
    ['values.config.sink.api_token', 'SF-12', { config: { sink: { api_token: 'hunter2' } } }],
    ['values.config.sink.loki.url', 'SF-13', { config: { sink: { loki: { url: '${NOWHERE}' } } } }],
    ['values.config.coordinate.type', 'SF-2', { config: { coordinate: { type: 'k8s_lease' } } }],
    ['values.configOverride', 'SF-18', { configOverride: 'sink: {}' }],
    ['values.replicaCount', 'SF-1', { replicaCount: 2 }],
    ['values.ha.enabled', 'SF-2', { ha: { enabled: true } }],
    ['values.rollingUpdate.maxSurge', 'SF-23', { rollingUpdate: { maxSurge: 1 } }],
    ['values.terminationGracePeriodSeconds', 'SF-10', { terminationGracePeriodSeconds: 20 }],
    ['values.config.service.shutdown_grace', 'SF-10', { config: { service: { shutdown_grace: '2m' } } }],
    ['values.probes.liveness.httpGet', 'SF-9', { probes: { liveness: { httpGet: { path: '/x' } } } }],
    ['values.probes.readiness.exec', 'SF-9', { probes: { readiness: { exec: { command: ['x'] } } } }],
    ['values.podSecurityContext.runAsUser', 'SF-26', { podSecurityContext: { runAsUser: 0 } }],
    ['values.podSecurityContext.runAsNonRoot', 'SF-26', { podSecurityContext: { runAsNonRoot: null } }],
    ['values.securityContext', 'SF-26', { securityContext: null }],
    ['values.securityContext.privileged', 'SF-26', { securityContext: { privileged: true } }],
    [
      'values.securityContext.allowPrivilegeEscalation',
      'SF-26',
      { securityContext: { allowPrivilegeEscalation: true } },
    ],
    [
      'values.securityContext.capabilities.add[0]',
      'SF-26',
      { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
    ],
    [
      'values.securityContext.capabilities.drop',
      'SF-26',
      { securityContext: { capabilities: { drop: [] } } },
    ],
  ])('%s (%s)', (path, rule, values) => {
    expect(seen(sf2lokiRefusals({ ...single, values }))).toEqual([`${path}: ${rule}`]);
  });

  test.each<Case>([
    ['values.ha.enabled', 'SF-2', { ha: { enabled: false }, replicaCount: 1 }],
    ['values.ha.leaseName', 'SF-3', { ha: { leaseName: 'other' } }],
    [
      'values.config.coordinate.k8s_lease.namespace',
      'SF-4',
      { config: { coordinate: { k8s_lease: { namespace: 'default' } } } },
    ],
    ['values.config.state.store', 'SF-5', { config: { state: { store: 'file' } } }],
  ])('with ha, %s (%s)', (path, rule, values) => {
    expect(seen(sf2lokiRefusals({ ...pair, values }))).toEqual([`${path}: ${rule}`]);
  });

  test.each<[string, object]>([
    [
      'a variable of the values',
      { env: { MORE: 'x' }, config: { sink: { loki: { tenant_id: '${MORE}' } } } },
    ],
    [
      'variables of a Secret that nobody here knows',
      { extraEnvFrom: [{ secretRef: { name: 's' } }], config: { sink: { loki: { tenant_id: '${MORE}' } } } },
    ],
    [
      'files of a Secret that nobody here knows',
      {
        secrets: { existingSecret: 'theirs' },
        config: { sources: { transform_salt_file: '/etc/sf2loki/secrets/transform-salt' } },
      },
    ],
    ['times of a probe', { probes: { liveness: { period: 30 } } }],
    ['another user than root', { podSecurityContext: { runAsUser: 2000 } }],
  ])('allowed: %s', (_, values) => {
    expect(sf2lokiRefusals({ ...single, values })).toEqual([]);
  });
});

describe('leoflow', () => {
  test.each<Case>([
    ['values.database.url', 'LF-33', { database: { url: 'hunter2' } }],
    ['values.redis.url', 'LF-33', { redis: { url: 'hunter2' } }],
    ['values.auth.jwtSecret', 'LF-33', { auth: { jwtSecret: 'hunter2' } }],
    ['values.secretKey', 'LF-33', { secretKey: 'hunter2' }],
    ['values.bootstrap.password', 'LF-33', { bootstrap: { password: 'hunter2' } }],
    ['values.replicaCount', 'LF-7', { replicaCount: 2 }],
    ['values.autoscaling.maxReplicas', 'LF-7', { autoscaling: { enabled: true } }],
    [
      'values.autoscaling.maxReplicas',
      'LF-15',
      { autoscaling: { enabled: true, maxReplicas: 1 }, logs: { persistence: { enabled: false } } },
    ],
    ['values.podDisruptionBudget', 'LF-13', { podDisruptionBudget: { enabled: true, maxUnavailable: 1 } }],
  ])('%s (%s)', (path, rule, values) => {
    expect(seen(leoflowRefusals({ ...leoflow, values }))).toEqual([`${path}: ${rule}`]);
  });

  test.each<[string, object]>([
    ['pods without a volume', { replicaCount: 3, logs: { persistence: { enabled: false } } }],
    ['pods with a shared one', { replicaCount: 3, logs: { persistence: { accessMode: 'ReadWriteMany' } } }],
    [
      'a budget with one of the two',
      { podDisruptionBudget: { enabled: true, minAvailable: '', maxUnavailable: 1 } },
    ],
  ])('allowed: %s', (_, values) => {
    expect(leoflowRefusals({ ...leoflow, values })).toEqual([]);
  });
});

describe('ksml-provisioner', () => {
  const env = [
    { name: 'NAMESPACE', value: 'axual' },
    { name: 'REGISTRY_URL', value: 'registry.example.com' },
    { name: 'CHART_NAME', value: 'ksml' },
    { name: 'CHART_VERSION', value: '1.3.0' },
  ];
  const refusals = (options: object): string[] =>
    refusalsOf(ksmlProvisioner, { ...provisioner, ...options }, files);

  test.each<Case>([
    ['values.env[4].value', 'KP-3', { env: [...env, { name: 'REGISTRY_PASSWORD', value: 'hunter2' }] }],
    ['values.env[4].value', 'KP-4', { env: [...env, { name: 'BASIC_AUTH_PASSWORD', value: 'hunter2' }] }],
    ['values.env[4].value', 'KP-5', { env: [...env, { name: 'SERVER_TLS_PRIVATE_KEY', value: 'hunter2' }] }],
    [
      'values.env[4].value',
      'KP-6',
      { env: [...env, { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'a=hunter2' }] },
    ],
    ['values.env', 'KP-1', { env: env.slice(0, 3) }],
    ['values.env[0].value', 'KP-2', { env: [{ name: 'NAMESPACE', value: 'other' }, ...env.slice(1)] }],
    ['values.rbac.namespace', 'KP-2', { rbac: { namespace: 'other' } }],
    [
      'values.customValues.ksmlRunnerConfig.kafka["ssl.key.password"]',
      'KR-10',
      { customValues: { ksmlRunnerConfig: { kafka: { 'ssl.key.password': 'hunter2' } } } },
    ],
  ])('%s (%s)', (path, rule, values) => {
    expect(seen(refusals({ values }))).toEqual([`${path}: ${rule}`]);
  });

  test('below the umbrella too', () => {
    const values = { 'ksml-provisioner': { rbac: { namespace: 'other' } } };
    expect(seen(refusals({ nesting: 'umbrella', values }))).toEqual([
      'values.ksml-provisioner.rbac.namespace: KP-2',
    ]);
  });

  test('a secret in customValues, the option, is refused there', () => {
    const customValues = { ksmlRunnerConfig: { kafka: { 'sasl.jaas.config': 'hunter2' } } };
    expect(seen(refusals({ customValues }))).toEqual([
      'customValues.ksmlRunnerConfig.kafka["sasl.jaas.config"]: KR-10',
    ]);
  });

  test('a Secret by reference is allowed, and so are headers that the option has as text', () => {
    const valueFrom = { secretKeyRef: { name: 's', key: 'k' } };
    expect(refusals({ values: { env: [...env, { name: 'REGISTRY_PASSWORD', valueFrom }] } })).toEqual([]);
    expect(refusals({ tracing: { endpoint: 'http://otel:4317', headers: 'team=x' } })).toEqual([]);
  });
});

describe('ksml-application', () => {
  const refusals = (values: object): string[] =>
    refusalsOf(ksmlApplication, { ...application, values }, files);

  test.each<Case>([
    [
      'values.ksmlRunnerConfig.kafka["ssl.keystore.password"]',
      'KR-10',
      { ksmlRunnerConfig: { kafka: { 'ssl.keystore.password': 'hunter2' } } },
    ],
    [
      'values.ksmlRunnerConfig.schemaRegistries.main.config["basic.auth.user.info"]',
      'KR-10',
      { ksmlRunnerConfig: { schemaRegistries: { main: { config: { 'basic.auth.user.info': 'hunter2' } } } } },
    ],
    ['values.serviceMonitor.enabled', 'KR-5', { serviceMonitor: { enabled: true } }],
  ])('%s (%s)', (path, rule, values) => {
    expect(seen(refusals(values))).toEqual([`${path}: ${rule}`]);
  });

  test('a reference to a config provider is allowed', () => {
    const kafka = { 'ssl.keystore.password': '${env:PASSWORD}' };
    expect(refusals({ ksmlRunnerConfig: { kafka } })).toEqual([]);
  });
});

describe('logstream-worker-group', () => {
  const refusals = (options: object): string[] => refusalsOf(logstreamWorkerGroup, options);
  const [syslog, s2s] = workerGroup.sources;

  test.each<Case>([
    ['values.config.token', 'LS-5', { config: { token: 'hunter2' } }],
    ['values.config.tlsLeader.passphrase', 'LS-5', { config: { tlsLeader: { passphrase: 'hunter2' } } }],
    ['values.config.useExistingSecret', 'LS-14', { config: { useExistingSecret: false } }],
    ['values.envValueFrom', 'LS-14', { envValueFrom: [] }],
    [
      'values.envValueFrom[0].value',
      'LS-5',
      { envValueFrom: [{ name: 'CRIBL_DIST_MASTER_URL', value: 'tls://hunter2@leader:4200' }] },
    ],
    ['values.service.ports', 'LS-1', { service: { ports: [] } }],
    ['values.service.ports', 'LS-1', { service: { ports: [syslog] } }],
    ['values.service.ports[2].name', 'LS-2', { service: { ports: [syslog, s2s, { name: 's2s', port: 1 }] } }],
    ['values.deployment', 'LS-24', { deployment: 'Deployment' }],
  ])('%s (%s)', (path, rule, values) => {
    expect(seen(refusals({ ...workerGroup, values }))).toEqual([`${path}: ${rule}`]);
  });

  test('chart 1.0 keeps the token of its option, and takes no other', () => {
    expect(refusals(firstWorkerGroup)).toEqual([]);
    const values = { config: { token: 'hunter2' } };
    expect(seen(refusals({ ...firstWorkerGroup, values }))).toEqual(['values.config.token: LS-5']);
  });

  test('another kind of workload and more ports are allowed', () => {
    const values = {
      deployment: 'statefulset',
      service: { ports: [...workerGroup.sources, { name: 'hec', port: 8088 }] },
    };
    expect(refusals({ ...workerGroup, values })).toEqual([]);
  });
});
