/** The values that reach the pods of the control plane. */
import { describe, expect, test } from 'vitest';
import { leoflow } from './leoflow.ts';
import { environment, firstContainer, mounts, podTemplate } from './workload.ts';

describe('environment', () => {
  const cases: [string, object, Record<string, string>][] = [
    [
      'ports',
      { ports: { http: 1, metrics: 2, grpc: 3 } },
      {
        LEOFLOW_SERVER_HTTP_ADDR: ':1',
        LEOFLOW_SERVER_METRICS_ADDR: ':2',
        LEOFLOW_SERVER_GRPC_ADDR: ':3',
        LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR: 'leoflow.leoflow.svc.cluster.local:3',
      },
    ],
    [
      'LF-30: agentControlPlaneAddr',
      { config: { agentControlPlaneAddr: 'lf.example.com:443' } },
      { LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR: 'lf.example.com:443' },
    ],
    ['logsDir', { config: { logsDir: '/logs' } }, { LEOFLOW_LOGS_DIR: '/logs' }],
    [
      'scheduler',
      { config: { scheduler: { enabled: false, loopIntervalMs: 50 } } },
      { LEOFLOW_SCHEDULER_ENABLED: 'false', LEOFLOW_SCHEDULER_LOOP_INTERVAL_MS: '50' },
    ],
    [
      'LF-26: pool sizes as they are',
      { database: { url: 'x', maxOpenConns: 1, maxIdleConns: 2 } },
      { LEOFLOW_DATABASE_MAX_OPEN_CONNS: '1', LEOFLOW_DATABASE_MAX_IDLE_CONNS: '2' },
    ],
    ['tokenTtlSeconds', { auth: { tokenTtlSeconds: 60 } }, { LEOFLOW_AUTH_JWT_TOKEN_TTL_SECONDS: '60' }],
    [
      'log format and level',
      { observability: { logFormat: 'console', logLevel: 'debug' } },
      { LEOFLOW_OBSERVABILITY_LOG_FORMAT: 'console', LEOFLOW_OBSERVABILITY_LOG_LEVEL: 'debug' },
    ],
    [
      'otel',
      { observability: { otel: { enabled: true, endpoint: 'otel:4317' } } },
      { LEOFLOW_OBSERVABILITY_OTEL_ENABLED: 'true', LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT: 'otel:4317' },
    ],
    [
      'LF-27: otel without an endpoint',
      { observability: { otel: { enabled: true } } },
      { LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT: '' },
    ],
    [
      'agentTLS',
      { agentTLS: { serverCertSecret: 'c', caConfigMap: 'ca' } },
      {
        LEOFLOW_SERVER_GRPC_TLS_CERT: '/etc/leoflow/grpc-tls/tls.crt',
        LEOFLOW_SERVER_GRPC_TLS_KEY: '/etc/leoflow/grpc-tls/tls.key',
        LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP: 'ca',
      },
    ],
    [
      'LF-31: taskSecret',
      { taskSecret: { name: 'creds', mountPath: '/creds' } },
      { LEOFLOW_EXECUTOR_TASK_SECRET_NAME: 'creds', LEOFLOW_EXECUTOR_TASK_SECRET_MOUNT_PATH: '/creds' },
    ],
    [
      'redis.caConfigMap',
      { redis: { url: 'rediss://x', caConfigMap: 'ca' } },
      { LEOFLOW_REDIS_CA_FILE: '/etc/leoflow/redis-ca/ca.crt' },
    ],
    [
      'inline secretKey',
      { secretKey: 'x'.repeat(32) },
      { LEOFLOW_SECRET_KEY: 'secret:leoflow-secrets/secretKey' },
    ],
    [
      'inline bootstrap password',
      { bootstrap: { password: 'p' } },
      { LEOFLOW_BOOTSTRAP_PASSWORD: 'secret:leoflow-secrets/bootstrapPassword' },
    ],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(environment((await leoflow(values)).one('Deployment'))).toMatchObject(expected);
  });

  test('what is off has no variable', async () => {
    const names = Object.keys(
      environment((await leoflow({ agentTLS: { enabled: false } })).one('Deployment')),
    );
    expect(names.filter((name) => /OTEL|TLS|TASK_SECRET|CA_FILE|SECRET_KEY|BOOTSTRAP/.test(name))).toEqual(
      [],
    );
  });
});

describe('the pod', () => {
  const cases: [string, object, object][] = [
    ['podAnnotations', { podAnnotations: { a: 'b' } }, { metadata: { annotations: { a: 'b' } } }],
    [
      'imagePullSecrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { spec: { imagePullSecrets: [{ name: 'a' }] } },
    ],
    ['nodeSelector', { nodeSelector: { a: 'b' } }, { spec: { nodeSelector: { a: 'b' } } }],
    ['tolerations', { tolerations: [{ key: 'a' }] }, { spec: { tolerations: [{ key: 'a' }] } }],
    ['affinity', { affinity: { podAffinity: {} } }, { spec: { affinity: { podAffinity: {} } } }],
    ['serviceAccount.name', { serviceAccount: { name: 'sa' } }, { spec: { serviceAccountName: 'sa' } }],
    ['image', { image: { repository: 'r', tag: '1' } }, { spec: { containers: [{ image: 'r:1' }] } }],
  ];
  test.each(cases)('%s', async (_, values, expected) => {
    expect(podTemplate((await leoflow(values)).one('Deployment'))).toMatchObject(expected);
  });

  test('LF-19: both CA bundles are mounted by their key ca.crt', async () => {
    const rendered = await leoflow({
      database: { url: 'x', caConfigMap: 'pg-ca' },
      redis: { url: 'x', caConfigMap: 'redis-ca' },
    });
    const items = [{ key: 'ca.crt', path: 'ca.crt' }];
    expect(mounts(rendered.one('Deployment'))).toMatchObject({
      '/etc/leoflow/db-ca': { configMap: { name: 'pg-ca', items } },
      '/etc/leoflow/redis-ca': { configMap: { name: 'redis-ca', items } },
    });
    const writable = firstContainer(rendered.one('Deployment')).volumeMounts?.filter(
      (mount) => !('readOnly' in mount),
    );
    expect(writable).toEqual([{ name: 'logs', mountPath: '/var/log/leoflow' }]);
  });

  test('LF-8: without persistence the logs are in each pod', async () => {
    const rendered = await leoflow({ replicaCount: 2, logs: { persistence: { enabled: false } } });
    expect(mounts(rendered.one('Deployment'))).toMatchObject({ '/var/log/leoflow': { emptyDir: {} } });
  });
});
