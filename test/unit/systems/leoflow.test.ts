import { describe, expect, test } from 'vitest';
import type { SecretBacking, SecretValue, Value } from '../../../src/stack/desired.ts';
import { transformed } from '../../../src/stack/secrets.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import {
  design,
  existing,
  minimal,
  pem,
  recipe,
  trial,
  type Files,
  type Options,
} from './leoflow-releases.ts';
import { key } from './recipes.ts';

const values = (options: Options, files?: Files): Value => recipe(options, files).values;
const rules = ({ notices }: Recipe): (string | null)[] => notices.map(({ rule }) => rule);
const name = (id: string): Value => ({ $backing: id, field: 'name' });
const credentials = name(`secret/leoflow/${key}-credentials`);

function secretOf({ backing }: Recipe, suffix = '-credentials'): SecretBacking {
  const found = backing.find(
    (each): each is SecretBacking => each.kind === 'secret' && each.name.endsWith(suffix),
  );
  if (found === undefined) throw new Error(`no Secret *${suffix}`);
  return found;
}

/** What the key of the credentials Secret is for this plain text. */
function made(recipeMade: Recipe, entry: string, plain: string): string {
  const value = secretOf(recipeMade).data[entry] as SecretValue;
  return transformed(plain, value.transforms);
}

describe('credentials', () => {
  test('the whole recipe of the smallest deployment', () => {
    const { values: helm, backing, companions, notices } = recipe(minimal);
    expect(helm).toEqual({
      logs: { persistence: { accessMode: 'ReadWriteOnce' } },
      podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      database: { existingSecret: credentials },
      redis: { existingSecret: credentials },
      auth: { existingSecret: credentials },
      secretKeyExistingSecret: credentials,
      agentTLS: { enabled: true, serverCertSecret: 'leoflow-tls', caConfigMap: 'leoflow-ca' },
      taskNamespace: 'leoflow',
      migrations: { podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    });
    expect(backing.map(({ id }) => id)).toEqual([`secret/leoflow/${key}-credentials`]);
    expect(companions).toEqual([]);
    expect(notices).toEqual([
      {
        rule: 'LF-9',
        path: ['releases', key, 'logs', 'accessMode'],
        message:
          'A rollout starts the new pod before the old one goes, and on another node it waits for the ReadWriteOnce volume for ever: ReadWriteMany avoids it',
      },
    ]);
  });

  test('all five are in one Secret, under the keys and in the forms that the chart reads (LF-4)', () => {
    const all = recipe({ ...minimal, bootstrap: { password: { fromFile: 'admin-password' } } });
    expect(secretOf(all)).toEqual({
      kind: 'secret',
      id: `secret/leoflow/${key}-credentials`,
      namespace: 'leoflow',
      name: `${key}-credentials`,
      autoName: true,
      type: 'Opaque',
      data: {
        databaseUrl: {
          source: { fromConfig: 'databaseUrl' },
          path: ['releases', key, 'database', 'url'],
          shape: 'postgres-url',
          transforms: [],
        },
        redisUrl: {
          source: { fromConfig: 'redisUrl' },
          path: ['releases', key, 'redis', 'url'],
          shape: 'redis-url',
          transforms: [],
        },
        jwtSecret: {
          source: { fromEnv: 'JWT' },
          path: ['releases', key, 'auth', 'jwtSecret'],
          shape: 'text',
          transforms: [],
        },
        secretKey: {
          source: { fromConfig: 'secretKey' },
          path: ['releases', key, 'secretKey'],
          shape: 'aes256-key',
          transforms: [],
        },
        bootstrapPassword: {
          source: { fromFile: 'admin-password' },
          path: ['releases', key, 'bootstrap', 'password'],
          shape: 'text',
          transforms: [],
        },
      },
    });
    expect(all.values).toMatchObject({ bootstrap: { existingSecret: credentials } });
  });

  test('existing Secrets are named, and none is made', () => {
    const all = recipe(existing);
    expect(all.values).toMatchObject({
      database: { existingSecret: 'my-db' },
      redis: { existingSecret: 'my-redis' },
      auth: { existingSecret: 'my-jwt' },
      secretKeyExistingSecret: 'my-key',
      bootstrap: { existingSecret: 'my-boot' },
    });
    expect(all.backing).toEqual([]);
  });

  test('both ways beside each other', () => {
    const mixed = recipe({ ...minimal, redis: { existingSecret: 'my-redis' } });
    expect(mixed.values).toMatchObject({
      database: { existingSecret: credentials },
      redis: { existingSecret: 'my-redis' },
    });
    expect(Object.keys(secretOf(mixed).data)).toEqual(['databaseUrl', 'jwtSecret', 'secretKey']);
  });

  test('a fixed name: the pods carry the Secret’s version', () => {
    const fixed = recipe({ ...minimal, secretName: 'leoflow-credentials' });
    const id = 'secret/leoflow/leoflow-credentials';
    expect(secretOf(fixed)).toMatchObject({ id, name: 'leoflow-credentials', autoName: false });
    expect(fixed.values).toMatchObject({
      podAnnotations: { 'k8s-deploy/credentials': { $backing: id, field: 'resourceVersion' } },
    });
  });

  test('without a secretKey it runs, and says what is missing (LF-3)', () => {
    const without = recipe({ ...design, secretKey: undefined });
    expect(without.values).not.toHaveProperty('secretKeyExistingSecret');
    expect(rules(without)).toEqual(['LF-3']);
  });

  test('the life of tokens in seconds', () => {
    expect(values({ ...minimal, auth: { jwtSecret: { fromEnv: 'JWT' }, tokenTtl: '1h30m' } })).toMatchObject({
      auth: { tokenTtlSeconds: 5400 },
    });
  });
});

describe('TLS of the stores', () => {
  const plain = 'postgres://user:p%40ss@db:5432/leoflow?sslmode=disable&application_name=x';

  test('a database CA: a ConfigMap with ca.crt, and an address that verifies fully', () => {
    const { backing, values: helm, ...rest } = recipe(design);
    expect(backing).toContainEqual({
      kind: 'caBundle',
      id: `caBundle/leoflow/${key}-db-ca`,
      namespace: 'leoflow',
      name: `${key}-db-ca`,
      data: { 'ca.crt': pem },
    });
    expect(helm).toMatchObject({ database: { caConfigMap: name(`caBundle/leoflow/${key}-db-ca`) } });
    const url = new URL(made({ backing, values: helm, ...rest }, 'databaseUrl', plain));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sslmode: 'verify-full',
      sslrootcert: '/etc/leoflow/db-ca/ca.crt',
      application_name: 'x',
    });
    expect(url.password).toBe('p%40ss');
  });

  test('a CA from a file of the stack directory', () => {
    const options = { ...design, database: { url: { fromEnv: 'DB' }, ca: { fromFile: 'certs/db-ca.pem' } } };
    const { backing } = recipe(options, { 'certs/db-ca.pem': pem });
    expect(backing).toContainEqual(expect.objectContaining({ kind: 'caBundle', data: { 'ca.crt': pem } }));
  });

  test('LF-16: migrations without the CA get an address that both drivers can use, and it is said', () => {
    const weaker = recipe({ ...design, migrations: { databaseCa: 'unverified' } });
    const url = new URL(made(weaker, 'databaseUrl', plain));
    expect(url.searchParams.get('sslmode')).toBe('require');
    expect(url.searchParams.get('sslrootcert')).toBe('/etc/leoflow/db-ca/ca.crt');
    expect(weaker.notices).toEqual([
      {
        rule: 'LF-16',
        path: ['releases', key, 'migrations', 'databaseCa'],
        message:
          'The address gets sslmode=require: the migration Job takes any server for the database, and the server checks the chain of its certificate but not the host name',
      },
    ]);
  });

  test('LF-16: migrations by somebody else', () => {
    const without = recipe({ ...design, migrations: { enabled: false } });
    expect(without.values).toMatchObject({ migrations: { enabled: false } });
    expect(new URL(made(without, 'databaseUrl', plain)).searchParams.get('sslmode')).toBe('verify-full');
    expect(rules(without)).toEqual(['LF-16']);
  });

  test('LF-16: an image of one’s own with the CA in it', () => {
    const migrations = {
      databaseCa: 'image',
      image: { repository: 'registry.example.com/migrate', tag: '1-ca' },
    };
    const own = recipe({ ...design, migrations });
    expect(own.values).toMatchObject({
      migrations: { image: { repository: 'registry.example.com/migrate', tag: '1-ca' } },
    });
    expect(rules(own)).toEqual([]);
  });

  test('a public CA needs no ConfigMap', () => {
    const open = recipe({
      ...design,
      database: { url: { fromEnv: 'DB' }, sslmode: 'verify-full' },
      migrations: {},
    });
    expect(new URL(made(open, 'databaseUrl', plain)).searchParams.get('sslmode')).toBe('verify-full');
    expect(open.values).toMatchObject({
      database: expect.not.objectContaining({ caConfigMap: expect.anything() }),
    });
    expect(rules(open)).toEqual([]);
  });

  test('LF-17: an address that verifies nothing is said', () => {
    expect(
      rules(recipe({ ...design, database: { url: { fromEnv: 'DB' }, sslmode: 'require' }, migrations: {} })),
    ).toEqual(['LF-17']);
  });

  test('a redis CA: a ConfigMap, and rediss://', () => {
    const secured = recipe({ ...design, redis: { url: { fromEnv: 'REDIS' }, ca: pem } });
    expect(secured.values).toMatchObject({
      redis: { caConfigMap: name(`caBundle/leoflow/${key}-redis-ca`) },
    });
    expect(made(secured, 'redisUrl', 'redis://:p@redis:6380/0')).toBe('rediss://:p@redis:6380/0');
    expect(made(secured, 'redisUrl', 'rediss://:p@redis:6380/0')).toBe('rediss://:p@redis:6380/0');
  });

  test('an existing ConfigMap is named; with existing Secrets it is said what their addresses need', () => {
    const ca = { existingConfigMap: 'corporate-ca' };
    const named = recipe({
      ...design,
      database: { existingSecret: 'my-db', ca },
      redis: { existingSecret: 'my-redis', ca },
    });
    expect(named.values).toMatchObject({
      database: { caConfigMap: 'corporate-ca' },
      redis: { caConfigMap: 'corporate-ca' },
    });
    expect(named.backing.map(({ kind }) => kind)).toEqual(['secret']);
    expect(named.notices.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'LF-17',
        'Its databaseUrl must end in sslmode=verify-full&sslrootcert=/etc/leoflow/db-ca/ca.crt, or the CA is not used',
      ],
      ['LF-18', 'Its redisUrl must begin with rediss://, or the CA is not used'],
    ]);
  });
});

describe('agents and tasks', () => {
  const agentTLS = { certificate: { cert: pem, key: { fromFile: 'tls.key' } }, ca: pem };

  test('a certificate by source: a TLS Secret for the server, and the CA where the task pods are', () => {
    const { backing, values: helm } = recipe({ ...minimal, namespace: 'control', agentTLS });
    expect(backing.map(({ id }) => id)).toEqual([
      `secret/control/${key}-credentials`,
      `secret/control/${key}-agent-tls`,
      `caBundle/leoflow/${key}-agent-ca`,
      'namespace/leoflow',
    ]);
    expect(backing[1]).toMatchObject({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': pem, 'tls.key': { shape: 'pem-private-key', source: { fromFile: 'tls.key' } } },
    });
    expect(helm).toMatchObject({
      agentTLS: {
        enabled: true,
        serverCertSecret: name(`secret/control/${key}-agent-tls`),
        caConfigMap: name(`caBundle/leoflow/${key}-agent-ca`),
      },
    });
  });

  test('the certificate itself may be kept with its key', () => {
    const certificate = { cert: { fromConfig: 'cert' }, key: { fromConfig: 'key' } };
    const { data } = secretOf(recipe({ ...minimal, agentTLS: { ...agentTLS, certificate } }), '-agent-tls');
    expect(data).toMatchObject({ 'tls.crt': { shape: 'pem-certificate', source: { fromConfig: 'cert' } } });
  });

  test('LF-6: no TLS is possible, and said', () => {
    const open = recipe({ ...design, agentTLS: { enabled: false } });
    expect(open.values).toMatchObject({ agentTLS: { enabled: false } });
    expect(rules(open)).toEqual(['LF-6']);
  });

  test('LF-20: another task namespace is created, and said', () => {
    const other = recipe({ ...design, tasks: { namespace: 'jobs' } });
    expect(other.values).toMatchObject({ taskNamespace: 'jobs' });
    expect(other.backing).toContainEqual({
      kind: 'namespace',
      id: 'namespace/jobs',
      name: 'jobs',
      labels: {},
      annotations: {},
    });
    expect(rules(other)).toEqual(['LF-20']);
  });

  test('files and identity of the tasks', () => {
    const tasks = {
      secret: { files: { 'key.json': { fromConfig: 'gcpKey' } }, mountPath: '/keys' },
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn' } },
    };
    const { backing, values: helm } = recipe({ ...minimal, namespace: 'control', tasks });
    const id = `secret/leoflow/${key}-task-secret`;
    expect(helm).toMatchObject({
      taskSecret: { name: name(id), mountPath: '/keys' },
      taskServiceAccount: { create: true, annotations: { 'eks.amazonaws.com/role-arn': 'arn' } },
    });
    expect(backing.find((each) => each.id === id)).toMatchObject({
      namespace: 'leoflow',
      data: { 'key.json': { source: { fromConfig: 'gcpKey' } } },
    });
    expect(values({ ...minimal, tasks: { secret: { existingSecret: 's' } } })).toMatchObject({
      taskSecret: { name: 's' },
    });
  });
});

describe('operations', () => {
  test('the design’s example: two pods share a volume', () => {
    const shared = recipe(design);
    expect(shared.values).toMatchObject({
      replicaCount: 2,
      logs: { persistence: { accessMode: 'ReadWriteMany', size: '50Gi' } },
    });
    expect(shared.notices).toEqual([]);
  });

  test('LF-8: logs of several pods without a volume', () => {
    const scattered = recipe({ ...design, logs: { enabled: false } });
    expect(scattered.values).toMatchObject({ logs: { persistence: { enabled: false } } });
    expect(rules(scattered)).toEqual(['LF-8']);
  });

  test('autoscaling sets the number of pods that the chart writes to its minimum (LF-15)', () => {
    const scaled = recipe({
      ...design,
      replicas: undefined,
      autoscaling: {
        min: 3,
        max: 9,
        cpu: 60,
        memory: 80,
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
    expect(scaled.values).toMatchObject({
      replicaCount: 3,
      autoscaling: {
        enabled: true,
        minReplicas: 3,
        maxReplicas: 9,
        targetCPUUtilizationPercentage: 60,
        targetMemoryUtilizationPercentage: 80,
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
    expect(rules(scaled)).toEqual(['LF-15']);
  });

  test.each([
    [{ minAvailable: 1 }, { enabled: true, minAvailable: 1, maxUnavailable: '' }],
    [{ maxUnavailable: '50%' }, { enabled: true, minAvailable: '', maxUnavailable: '50%' }],
  ])('a budget %j leaves the other bound out (LF-13)', (podDisruptionBudget, expected) => {
    expect(values({ ...design, podDisruptionBudget })).toMatchObject({ podDisruptionBudget: expected });
  });

  test('network policy, metrics, ingress, traces and logging', () => {
    const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }];
    expect(
      values({
        ...design,
        networkPolicy: { metricsFrom: from },
        serviceMonitor: { interval: '1m', labels: { release: 'prometheus' } },
        ingress: {
          className: 'nginx',
          hosts: [{ host: 'leoflow.example.com' }],
          tls: [{ hosts: ['leoflow.example.com'], secretName: 'tls' }],
        },
        otel: { endpoint: 'otel-collector:4317' },
        logging: { level: 'debug' },
      }),
    ).toMatchObject({
      networkPolicy: { enabled: true, metricsFrom: from },
      metrics: {
        serviceMonitor: {
          enabled: true,
          interval: '1m',
          scrapeTimeout: '10s',
          additionalLabels: { release: 'prometheus' },
        },
      },
      ingress: {
        enabled: true,
        className: 'nginx',
        hosts: [{ host: 'leoflow.example.com', paths: [{ path: '/', pathType: 'Prefix' }] }],
        tls: [{ hosts: ['leoflow.example.com'], secretName: 'tls' }],
      },
      observability: { otel: { enabled: true, endpoint: 'otel-collector:4317' }, logLevel: 'debug' },
    });
  });

  test('pool, service, account, resources', () => {
    expect(
      values({
        ...design,
        database: { url: { fromEnv: 'DB' }, pool: { maxOpen: 40, serverMax: 100 } },
        migrations: {},
        service: { type: 'LoadBalancer' },
        serviceAccount: { create: false, name: 'mine' },
        resources: { requests: { cpu: 1 } },
      }),
    ).toMatchObject({
      database: { maxOpenConns: 40, maxIdleConns: 5 },
      service: { type: 'LoadBalancer' },
      serviceAccount: { create: false, name: 'mine' },
      resources: { requests: { cpu: '1' } },
    });
  });

  test('LF-29: the migrations get the server’s tag', () => {
    const both = { image: { tag: '0.2.0' }, migrations: { image: { tag: '0.2.0' } } };
    expect(values({ ...design, image: { tag: 'v0.2.0' } })).toMatchObject({
      image: { tag: 'v0.2.0' },
      migrations: { image: { tag: 'v0.2.0' } },
    });
    expect(values({ ...minimal, ...both })).toMatchObject({ migrations: { image: { tag: '0.2.0' } } });
  });

  test('LF-29: a digest of the server alone is said', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const pinned = recipe({ ...design, image: { digest } });
    expect(pinned.values).toMatchObject({
      image: { repository: 'ghcr.io/neochaotic/leoflow-server@sha256', tag: 'a'.repeat(64) },
    });
    expect(rules(pinned)).toEqual(['LF-29']);
    expect(
      rules(recipe({ ...design, image: { digest }, migrations: { databaseCa: 'chart', image: { digest } } })),
    ).toEqual([]);
  });
});

describe('proof of concept', () => {
  test('PostgreSQL and Redis stand beside it, with passwords from the Pulumi configuration', () => {
    const { companions, backing, values: helm } = recipe(trial);
    expect(companions).toMatchObject([
      {
        suffix: '-postgresql',
        chart: { ref: 'oci://registry-1.docker.io/bitnamicharts/postgresql', version: '16.7.27' },
        values: {
          fullnameOverride: `${key}-postgresql`,
          auth: {
            username: 'leoflow',
            database: 'leoflow',
            existingSecret: name(`secret/leoflow/${key}-postgresql-auth`),
            secretKeys: { userPasswordKey: 'password' },
          },
          primary: { persistence: { enabled: false } },
          image: { repository: 'bitnamilegacy/postgresql' },
        },
      },
      {
        suffix: '-redis',
        chart: { ref: 'oci://registry-1.docker.io/bitnamicharts/redis', version: '20.13.4' },
        values: {
          fullnameOverride: `${key}-redis`,
          architecture: 'standalone',
          auth: {
            existingSecret: name(`secret/leoflow/${key}-redis-auth`),
            existingSecretPasswordKey: 'password',
          },
          master: { persistence: { enabled: false } },
        },
      },
    ]);
    expect(backing.map(({ id }) => id)).toEqual([
      `secret/leoflow/${key}-credentials`,
      `secret/leoflow/${key}-postgresql-auth`,
      `secret/leoflow/${key}-redis-auth`,
    ]);
    expect(helm).toMatchObject({
      database: { existingSecret: credentials },
      redis: { existingSecret: credentials },
    });
  });

  test('the addresses hold the same passwords, encoded', () => {
    const tried = recipe(trial);
    expect(secretOf(tried, '-postgresql-auth').data).toEqual({
      password: {
        source: { fromConfig: `${key}-postgresql-password` },
        path: ['releases', key, 'poc', 'postgresql', 'password'],
        shape: 'text',
        transforms: [],
      },
    });
    expect(made(tried, 'databaseUrl', 'p@ss/w')).toBe(
      `postgres://leoflow:p%40ss%2Fw@${key}-postgresql.leoflow.svc:5432/leoflow?sslmode=disable`,
    );
    expect(made(tried, 'redisUrl', 'p@ss/w')).toBe(
      `redis://:p%40ss%2Fw@${key}-redis-master.leoflow.svc:6379/0`,
    );
    expect(secretOf(tried).data['databaseUrl']).toMatchObject({
      source: { fromConfig: `${key}-postgresql-password` },
    });
  });

  test('one of them, of one’s own chart, with a volume', () => {
    const postgresql = {
      chart: { ref: './charts/postgresql' },
      password: { fromEnv: 'PG' },
      persistence: true,
      values: { primary: { persistence: { size: '1Gi' } } },
    };
    const { companions } = recipe({ ...minimal, database: undefined, poc: { postgresql } });
    expect(companions).toHaveLength(1);
    expect(companions?.[0]).toMatchObject({
      chart: {
        ref: './charts/postgresql',
        version: null,
        path: ['releases', key, 'poc', 'postgresql', 'chart'],
      },
      values: {
        primary: {
          persistence: { enabled: true, size: '1Gi' },
          persistentVolumeClaimRetentionPolicy: { enabled: true, whenDeleted: 'Delete' },
        },
      },
    });
    expect(companions?.[0]?.values).not.toHaveProperty('image');
  });

  test('it is said that this is not for production', () => {
    expect(recipe({ ...trial, logs: { accessMode: 'ReadWriteMany' } }).notices).toEqual([
      {
        rule: null,
        path: ['releases', key, 'poc'],
        message:
          'A proof of concept: PostgreSQL and Redis have one pod each and no TLS, and without persistence their data goes with the pod',
      },
    ]);
  });
});
