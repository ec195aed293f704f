/** The recipe's values, rendered by the chart: what Helm makes of them must find its Secrets, keys, certificates and stores. */
import { describe, expect, test } from 'vitest';
import type { Backing } from '../../src/stack/desired.ts';
import { transformed } from '../../src/stack/secrets.ts';
import type { Recipe } from '../../src/systems/system.ts';
import {
  design,
  existing,
  minimal,
  pem,
  recipe,
  trial,
  type Options,
} from '../unit/systems/leoflow-releases.ts';
import { key } from '../unit/systems/recipes.ts';
import { filled, placeholderName } from './filled.ts';
import { template, type Rendered } from './helm.ts';
import { environment, firstContainer, mounts, podTemplate, spec } from './workload.ts';

const namespace = 'leoflow';
const fullname = `${key}-leoflow`;

async function render(options: Options): Promise<{ made: Recipe; rendered: Rendered }> {
  const made = recipe(options);
  const rendered = await template('leoflow', filled(made.values) as object, {
    release: key,
    namespace,
    apiVersions: ['monitoring.coreos.com/v1'],
  });
  return { made, rendered };
}

/** `secret:<name>/<key>` of everything that the recipe's Secrets hold. */
const heldBy = (backing: readonly Backing[]): string[] =>
  backing.flatMap((each) =>
    each.kind === 'secret'
      ? Object.keys(each.data).map((entry) => `secret:${placeholderName(each.id)}/${entry}`)
      : [],
  );
const secretsIn = (variables: Record<string, string>): string[] =>
  Object.values(variables).filter((value) => value.startsWith('secret:'));

const agentTLS = { certificate: { cert: pem, key: { fromFile: 'tls.key' } }, ca: pem };
const releases: Record<string, Options> = {
  minimal,
  design,
  trial,
  'everything by source': {
    ...design,
    agentTLS,
    redis: { url: { fromEnv: 'REDIS' }, ca: pem },
    bootstrap: { password: { fromEnv: 'ADMIN' } },
  },
};

describe.each(Object.entries(releases))('%s', (_, options) => {
  test('LF-2, LF-4: every credential of the server and of the Job is in a Secret of ours', async () => {
    const { made, rendered } = await render(options);
    const server = secretsIn(environment(rendered.one('Deployment')));
    const job = secretsIn(environment(rendered.one('Job')));
    expect(heldBy(made.backing)).toEqual(expect.arrayContaining([...server, ...job]));
    expect(server.length).toBeGreaterThan(3);
    expect(job).toHaveLength(1);
  });

  test('LF-22, LF-33: the chart renders no Secret, so none is in Helm’s records', async () => {
    const { rendered } = await render(options);
    expect(rendered.kinds).not.toContain('Secret');
    expect(rendered.items.flatMap(({ duplicateKeys }) => duplicateKeys)).toEqual([]);
  });

  test('LF-34: a restricted namespace takes the pods', async () => {
    const { rendered } = await render(options);
    for (const workload of [rendered.one('Deployment'), rendered.one('Job')]) {
      expect(podTemplate(workload).spec['securityContext']).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  });
});

test('existing Secrets are referred to by their names and keys', async () => {
  const { rendered } = await render(existing);
  expect(environment(rendered.one('Deployment'))).toMatchObject({
    LEOFLOW_DATABASE_URL: 'secret:my-db/databaseUrl',
    LEOFLOW_REDIS_URL: 'secret:my-redis/redisUrl',
    LEOFLOW_AUTH_JWT_SECRET: 'secret:my-jwt/jwtSecret',
    LEOFLOW_SECRET_KEY: 'secret:my-key/secretKey',
    LEOFLOW_BOOTSTRAP_PASSWORD: 'secret:my-boot/bootstrapPassword',
  });
});

describe('certificates', () => {
  test('LF-17, LF-18, LF-19: the CAs are mounted where the addresses and the server look for them', async () => {
    const { rendered } = await render({ ...design, redis: { url: { fromEnv: 'REDIS' }, ca: pem } });
    const items = [{ key: 'ca.crt', path: 'ca.crt' }];
    expect(mounts(rendered.one('Deployment'))).toMatchObject({
      '/etc/leoflow/db-ca': { configMap: { name: `${key}-db-ca-00000000`, items } },
      '/etc/leoflow/redis-ca': { configMap: { name: `${key}-redis-ca-00000000`, items } },
    });
    expect(environment(rendered.one('Deployment'))['LEOFLOW_REDIS_CA_FILE']).toBe(
      '/etc/leoflow/redis-ca/ca.crt',
    );
  });

  test('LF-16: this chart’s Job has no CA, which is why the recipe asks', async () => {
    const { rendered } = await render({ ...design, migrations: { databaseCa: 'unverified' } });
    expect(mounts(rendered.one('Job'))).toEqual({});
    const { rendered: without } = await render({ ...design, migrations: { enabled: false } });
    expect(without.kinds).not.toContain('Job');
  });

  test('LF-5, LF-6: the agents’ TLS, from source and off', async () => {
    const { made, rendered } = await render({ ...minimal, agentTLS });
    expect(mounts(rendered.one('Deployment'))['/etc/leoflow/grpc-tls']).toEqual({
      secret: { secretName: `${key}-agent-tls-00000000` },
    });
    expect(environment(rendered.one('Deployment'))['LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP']).toBe(
      `${key}-agent-ca-00000000`,
    );
    expect(made.backing.map(({ id }) => placeholderName(id))).toEqual(
      expect.arrayContaining([`${key}-agent-tls-00000000`, `${key}-agent-ca-00000000`]),
    );
    const { rendered: open } = await render({ ...minimal, agentTLS: { enabled: false } });
    expect(Object.keys(environment(open.one('Deployment'))).join()).not.toContain('TLS');
  });
});

describe('tasks', () => {
  test('LF-20, LF-31: rights, Secret and account are in the task namespace', async () => {
    const tasks = {
      namespace: 'jobs',
      secret: { files: { 'key.json': { fromEnv: 'KEY' } } },
      serviceAccount: { name: 'runner' },
    };
    const { made, rendered } = await render({ ...minimal, tasks });
    expect(rendered.one('Role').metadata.namespace).toBe('jobs');
    expect(rendered.one('ServiceAccount', 'runner').metadata.namespace).toBe('jobs');
    expect(environment(rendered.one('Deployment'))).toMatchObject({
      LEOFLOW_EXECUTOR_TASK_SECRET_NAME: `${key}-task-secret-00000000`,
      LEOFLOW_EXECUTOR_TASK_SECRET_MOUNT_PATH: '/etc/leoflow/secrets',
    });
    expect(made.backing).toContainEqual(expect.objectContaining({ kind: 'namespace', name: 'jobs' }));
  });
});

describe('operations', () => {
  test.each([
    [{ minAvailable: 1 }, ['minAvailable', 'selector']],
    [{ maxUnavailable: '50%' }, ['maxUnavailable', 'selector']],
  ])('LF-13: a budget %j has one bound', async (podDisruptionBudget, fields) => {
    const { rendered } = await render({ ...design, podDisruptionBudget });
    expect(Object.keys(spec(rendered.one('PodDisruptionBudget')))).toEqual(fields);
  });

  test('LF-7: several pods share a volume that lets them', async () => {
    const { rendered } = await render(design);
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(2);
    expect(spec(rendered.one('PersistentVolumeClaim'))['accessModes']).toEqual(['ReadWriteMany']);
  });

  test('LF-15: the Deployment starts with what the autoscaler allows', async () => {
    const { rendered } = await render({
      ...design,
      replicas: undefined,
      autoscaling: {
        min: 3,
        max: 5,
        memory: 80,
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(3);
    expect(spec(rendered.one('HorizontalPodAutoscaler'))).toMatchObject({
      minReplicas: 3,
      maxReplicas: 5,
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      scaleTargetRef: { name: fullname },
    });
  });

  test('LF-10, LF-12: Prometheus finds the metrics and may reach them', async () => {
    const metricsFrom = [
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
    ];
    const { rendered } = await render({
      ...minimal,
      serviceMonitor: { labels: { release: 'p' } },
      networkPolicy: { metricsFrom },
    });
    expect(rendered.one('ServiceMonitor').metadata.labels).toMatchObject({ release: 'p' });
    expect(spec(rendered.one('NetworkPolicy'))['ingress']).toContainEqual({
      ports: [{ port: 9090, protocol: 'TCP' }],
      from: metricsFrom,
    });
  });

  test('LF-29: server and migrations are of one version', async () => {
    const { rendered } = await render({ ...minimal, image: { tag: '0.3.0' } });
    expect(firstContainer(rendered.one('Deployment')).image).toBe('ghcr.io/neochaotic/leoflow-server:0.3.0');
    expect(firstContainer(rendered.one('Job')).image).toBe('ghcr.io/neochaotic/leoflow-migrate:0.3.0');
  });

  test('a digest pins both images', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { rendered } = await render({ ...minimal, image: { digest }, migrations: { image: { digest } } });
    expect(firstContainer(rendered.one('Deployment')).image).toBe(
      `ghcr.io/neochaotic/leoflow-server@${digest}`,
    );
    expect(firstContainer(rendered.one('Job')).image).toBe(`ghcr.io/neochaotic/leoflow-migrate@${digest}`);
  });

  test('ingress and traces', async () => {
    const { rendered } = await render({
      ...minimal,
      ingress: { hosts: [{ host: 'leoflow.example.com' }] },
      otel: { endpoint: 'otel-collector:4317' },
    });
    expect(spec(rendered.one('Ingress'))['rules']).toMatchObject([{ host: 'leoflow.example.com' }]);
    expect(environment(rendered.one('Deployment'))['LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT']).toBe(
      'otel-collector:4317',
    );
  });
});

describe('proof of concept', () => {
  test.each([
    ['postgresql', 'databaseUrl', '', '5432'],
    ['redis', 'redisUrl', '-master', '6379'],
  ] as const)(
    'the address of %s is a Service of the release beside it, with its password',
    async (name, entry, suffix, port) => {
      const { backing, companions = [] } = recipe(trial);
      const companion = companions.find((each) => each.suffix === `-${name}`);
      const rendered = await template(name, filled(companion?.values ?? {}) as object, {
        release: `${key}-${name}`,
        namespace,
      });
      const credentials = backing.find(({ id }) => id.endsWith('-credentials'));
      const value = credentials?.kind === 'secret' ? credentials.data[entry] : undefined;
      const url = new URL(typeof value === 'object' ? transformed('p@ss', value.transforms) : '');
      expect([url.hostname, url.port]).toEqual([`${key}-${name}${suffix}.${namespace}.svc`, port]);

      const service = rendered.one('Service', `${key}-${name}${suffix}`);
      expect(spec(service)['ports']).toMatchObject([{ port: Number(port) }]);
      const server = environment(rendered.one('StatefulSet'));
      expect(secretsIn(server)).toEqual([`secret:${key}-${name}-auth-00000000/password`]);
      expect(heldBy(backing)).toContain(`secret:${key}-${name}-auth-00000000/password`);
      expect(rendered.kinds).not.toContain('Secret');
    },
  );
});
