/** The keys and defaults of values.yaml are the chart's interface: recipes and rules count on every one of them. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { charts } from './helm.ts';

const load = async (): Promise<Record<string, unknown>> =>
  parse(await readFile(`${charts}sf2loki/values.yaml`, 'utf8')) as Record<string, unknown>;

test('values without config', async () => {
  const { config: _, ...values } = await load();
  const probe = { periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 3 };
  expect(values).toEqual({
    replicaCount: 1,
    ha: { enabled: false, leaseName: 'sf2loki-leader' },
    image: { repository: 'ghcr.io/rknightion/sf2loki', tag: '', digest: '', pullPolicy: 'IfNotPresent' },
    imagePullSecrets: [],
    nameOverride: '',
    fullnameOverride: '',
    serviceAccount: { create: true, name: '', annotations: {}, esoName: '' },
    secrets: { create: false, existingSecret: '', data: {} },
    env: {},
    extraEnvFrom: [],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    terminationGracePeriodSeconds: 40,
    revisionHistoryLimit: 3,
    rollingUpdate: { maxUnavailable: 1, maxSurge: 1 },
    rolloutOnConfigChange: true,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    probes: {
      readiness: { initialDelaySeconds: 20, ...probe },
      liveness: { initialDelaySeconds: 10, ...probe },
    },
    service: { enabled: true, type: 'ClusterIP', port: 8080, annotations: {} },
    nodeSelector: {},
    tolerations: [],
    affinity: {},
    topologySpreadConstraints: [],
    priorityClassName: '',
    podAnnotations: {},
    podLabels: {},
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    securityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    stateDir: '/var/lib/sf2loki',
    extraVolumes: [],
    extraVolumeMounts: [],
    extraContainers: [],
    networkPolicy: {
      enabled: false,
      ingressPorts: [8080],
      dnsPort: 53,
      apiServerCIDR: '0.0.0.0/0',
      apiServerPort: 443,
      salesforceCIDR: '0.0.0.0/0',
      salesforcePort: 443,
      pubsubCIDR: '0.0.0.0/0',
      pubsubPort: 7443,
      lokiCIDR: '0.0.0.0/0',
      lokiPort: 443,
      otlpCIDR: '',
      otlpPort: 443,
      stateCIDR: '0.0.0.0/0',
      statePort: 443,
      extraEgress: [],
    },
    externalSecrets: {
      enabled: false,
      provider: 'aws',
      aws: { region: '' },
      gcp: { projectID: '' },
      refreshInterval: '1h',
      data: [],
    },
    configOverride: '',
  });
});

test('config, as far as invariants speak of it', async () => {
  const secrets = '/etc/sf2loki/secrets';
  const { config } = await load();
  expect(config).toMatchObject({
    salesforce: {
      login_url: '',
      environment: 'production',
      auth_mode: 'jwt_bearer',
      client_id: '${SF_CLIENT_ID}',
      username: 'svc@example.com',
      private_key_file: `${secrets}/server.key`,
      client_secret_file: `${secrets}/client-secret`,
    },
    sources: {
      pubsub: { enabled: true, bridge_max_bytes: 128 * 2 ** 20, endpoint: 'api.pubsub.salesforce.com:7443' },
      eventlog_objects: { enabled: false },
      eventlogfile: { enabled: false },
      apexlog: { enabled: false },
      transform_salt_file: `${secrets}/transform-salt`,
    },
    sink: {
      loki: {
        url: '${GC_LOKI}',
        tenant_id: '${GC_TENANT_ID}',
        auth_token_file: `${secrets}/loki-token`,
        batch: { queue_max_bytes: 256 * 2 ** 20 },
      },
    },
    state: {
      store: 'file',
      file: { path: '/var/lib/sf2loki/state.json' },
      s3: { bucket: '', key: 'sf2loki/state.json', region: null },
      gcs: { bucket: '' },
    },
    coordinate: {
      type: 'noop',
      file_lease: { path: '/var/lib/sf2loki/leader.lease', ttl: '30s', renew_interval: '10s' },
      k8s_lease: { name: 'sf2loki-leader', lease_duration: '30s', renew_interval: '10s' },
    },
    service: {
      health_addr: ':8080',
      shutdown_grace: '25s',
      unready_after_sink_failing: '15m',
      telemetry: { enabled: false, basic_auth_token_file: `${secrets}/otlp-token` },
    },
  });
});
