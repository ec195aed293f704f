/** The objects that the Leoflow chart renders always, field by field. */
import { describe, expect, test } from 'vitest';
import { template } from './helm.ts';
import { leoflow, matchLabels, minimal } from './leoflow.ts';
import { environment, firstContainer, mounts, podTemplate, spec } from './workload.ts';

const user = { runAsNonRoot: true, runAsUser: 65532 };
const external = {
  database: { existingSecret: 'db' },
  redis: { existingSecret: 'cache' },
  auth: { existingSecret: 'jwt' },
  secretKeyExistingSecret: 'aes',
  bootstrap: { existingSecret: 'admin' },
  agentTLS: { serverCertSecret: 'cert' },
};

const plainEnvironment = {
  LEOFLOW_UI_EDITION: 'pro',
  LEOFLOW_SERVER_HTTP_ADDR: ':8080',
  LEOFLOW_SERVER_METRICS_ADDR: ':9090',
  LEOFLOW_SERVER_GRPC_ADDR: ':9091',
  LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR: 'leoflow.leoflow.svc.cluster.local:9091',
  LEOFLOW_LOGS_DIR: '/var/log/leoflow',
  LEOFLOW_SCHEDULER_ENABLED: 'true',
  LEOFLOW_SCHEDULER_LOOP_INTERVAL_MS: '1000',
  LEOFLOW_DATABASE_MAX_OPEN_CONNS: '20',
  LEOFLOW_DATABASE_MAX_IDLE_CONNS: '5',
  LEOFLOW_AUTH_JWT_TOKEN_TTL_SECONDS: '3600',
  LEOFLOW_OBSERVABILITY_LOG_FORMAT: 'json',
  LEOFLOW_OBSERVABILITY_LOG_LEVEL: 'info',
  LEOFLOW_SERVER_GRPC_TLS_CERT: '/etc/leoflow/grpc-tls/tls.crt',
  LEOFLOW_SERVER_GRPC_TLS_KEY: '/etc/leoflow/grpc-tls/tls.key',
  LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP: '',
};

test('the Deployment', async () => {
  const deployment = (await leoflow()).one('Deployment', 'leoflow');
  expect(spec(deployment)).toMatchObject({ replicas: 1, selector: { matchLabels } });
  expect(spec(deployment)).not.toHaveProperty('strategy');
  const pod = podTemplate(deployment);
  expect(pod.metadata.labels).toEqual(matchLabels);
  expect(pod.spec).toMatchObject({
    serviceAccountName: 'leoflow',
    securityContext: { ...user, runAsGroup: 65532, fsGroup: 65532 },
  });
  expect(pod.spec).not.toHaveProperty('terminationGracePeriodSeconds');
  const container = firstContainer(deployment);
  expect(container).toMatchObject({
    name: 'leoflow-server',
    image: 'ghcr.io/neochaotic/leoflow-server:0.1.0',
    imagePullPolicy: 'IfNotPresent',
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
      { name: 'grpc', containerPort: 9091 },
    ],
    readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, initialDelaySeconds: 5, periodSeconds: 10 },
    livenessProbe: {
      httpGet: { path: '/healthz', port: 'http' },
      initialDelaySeconds: 10,
      periodSeconds: 20,
    },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    securityContext: {
      ...user,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
      capabilities: { drop: ['ALL'] },
    },
  });
  expect(container).not.toHaveProperty('startupProbe');
  expect(environment(deployment)).toEqual({
    ...plainEnvironment,
    LEOFLOW_DATABASE_URL: 'secret:leoflow-secrets/databaseUrl',
    LEOFLOW_REDIS_URL: 'secret:leoflow-secrets/redisUrl',
    LEOFLOW_AUTH_JWT_SECRET: 'secret:leoflow-secrets/jwtSecret',
  });
  expect(mounts(deployment)).toEqual({
    '/var/log/leoflow': { persistentVolumeClaim: { claimName: 'leoflow-logs' } },
    '/etc/leoflow/grpc-tls': { secret: { secretName: 'cert' } },
  });
});

test('LF-4: every credential comes from its existing Secret under its own key', async () => {
  const rendered = await leoflow(external);
  expect(environment(rendered.one('Deployment'))).toEqual({
    ...plainEnvironment,
    LEOFLOW_DATABASE_URL: 'secret:db/databaseUrl',
    LEOFLOW_REDIS_URL: 'secret:cache/redisUrl',
    LEOFLOW_AUTH_JWT_SECRET: 'secret:jwt/jwtSecret',
    LEOFLOW_SECRET_KEY: 'secret:aes/secretKey',
    LEOFLOW_BOOTSTRAP_PASSWORD: 'secret:admin/bootstrapPassword',
  });
  expect(environment(rendered.one('Job'))).toEqual({ LEOFLOW_DATABASE_URL: 'secret:db/databaseUrl' });
});

describe('the hooks', () => {
  test('LF-22, LF-23: the Secret comes before the migration, holds the inline keys only and is never deleted', async () => {
    const values = { redis: { url: 'redis://x', existingSecret: 'cache' }, auth: { jwtSecret: 'j' } };
    const secret = (await leoflow(values)).one('Secret', 'leoflow-secrets');
    expect(secret).toMatchObject({ type: 'Opaque' });
    expect(secret['stringData']).toEqual({ databaseUrl: 'postgres://db/leoflow', jwtSecret: 'j' });
    expect(secret.metadata.annotations).toEqual({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-weight': '-5',
    });
  });

  test('the migration Job', async () => {
    const job = (await leoflow()).one('Job', 'leoflow-migrate');
    expect(job.metadata.annotations).toEqual({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-weight': '0',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    });
    expect(spec(job)).toMatchObject({ backoffLimit: 3 });
    expect(podTemplate(job).spec).toMatchObject({
      restartPolicy: 'Never',
      securityContext: { ...user, runAsGroup: 65532, fsGroup: 65532 },
    });
    expect(firstContainer(job)).toEqual({
      name: 'migrate',
      image: 'ghcr.io/neochaotic/leoflow-migrate:0.1.0',
      imagePullPolicy: 'IfNotPresent',
      args: ['-path=/migrations', '-database=$(LEOFLOW_DATABASE_URL)', 'up'],
      env: [
        {
          name: 'LEOFLOW_DATABASE_URL',
          valueFrom: { secretKeyRef: { name: 'leoflow-secrets', key: 'databaseUrl' } },
        },
      ],
      securityContext: {
        ...user,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
  });
});

test('Service, Role and RoleBinding', async () => {
  const rendered = await template(
    'leoflow',
    { ...minimal, taskNamespace: 'tasks' },
    { namespace: 'control' },
  );
  expect(spec(rendered.one('Service', 'leoflow'))).toEqual({
    type: 'ClusterIP',
    selector: matchLabels,
    ports: [
      { name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' },
      { name: 'metrics', port: 9090, targetPort: 'metrics', protocol: 'TCP' },
      { name: 'grpc', port: 9091, targetPort: 'grpc', protocol: 'TCP' },
    ],
  });
  const role = rendered.one('Role', 'leoflow-executor');
  expect(role.metadata.namespace).toBe('tasks');
  expect(role['rules']).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['create', 'get', 'list', 'watch', 'delete'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  ]);
  expect(rendered.one('RoleBinding', 'leoflow-executor')).toMatchObject({
    metadata: { namespace: 'tasks' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'leoflow-executor' },
    subjects: [{ kind: 'ServiceAccount', name: 'leoflow', namespace: 'control' }],
  });
});
