/** The sharp edges of the Leoflow chart that renders show: the rules of leoflow are about these. */
import { describe, expect, test } from 'vitest';
import { charts, helm, template } from './helm.ts';
import { leoflow, minimal } from './leoflow.ts';
import { environment, firstContainer, mounts, podTemplate, selects, spec } from './workload.ts';

const budget = async (values: object): Promise<object> =>
  spec((await leoflow({ podDisruptionBudget: { enabled: true, ...values } })).one('PodDisruptionBudget'));
const checksum = async (values: object): Promise<string | undefined> =>
  podTemplate((await leoflow(values)).one('Deployment')).metadata.annotations?.['checksum/secret'];

const external = (existingSecret: string): object => ({
  database: { existingSecret },
  redis: { existingSecret },
});

describe('credentials', () => {
  test('LF-2: the server asks for jwtSecret, which a Secret without one does not hold', async () => {
    const rendered = await leoflow();
    expect(environment(rendered.one('Deployment'))['LEOFLOW_AUTH_JWT_SECRET']).toBe(
      'secret:leoflow-secrets/jwtSecret',
    );
    expect(rendered.one('Secret')['stringData']).not.toHaveProperty('jwtSecret');
  });

  test('LF-21: the checksum follows inline credentials, and no existing Secret', async () => {
    const base = await checksum({});
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksum({ auth: { jwtSecret: 'j' } })).not.toBe(base);
    expect(await checksum(external('one'))).toBe(await checksum(external('two')));
  });

  test('LF-33: inline credentials are text in the manifest', async () => {
    expect((await leoflow({ auth: { jwtSecret: 'in-plain-sight' } })).text).toContain('in-plain-sight');
  });
});

test('LF-6: the edition is pro, with TLS off too', async () => {
  const found = environment((await leoflow({ agentTLS: { enabled: false } })).one('Deployment'));
  expect(found['LEOFLOW_UI_EDITION']).toBe('pro');
  expect(found).not.toHaveProperty('LEOFLOW_SERVER_GRPC_TLS_CERT');
});

test('LF-5: without caConfigMap the variable is there and empty', async () => {
  expect(environment((await leoflow()).one('Deployment'))).toMatchObject({
    LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP: '',
  });
});

describe('replicas', () => {
  test('LF-7, LF-9: the access mode follows nothing, and no strategy is set', async () => {
    const rendered = await leoflow({ replicaCount: 3 });
    expect(spec(rendered.one('PersistentVolumeClaim'))['accessModes']).toEqual(['ReadWriteOnce']);
    expect(spec(rendered.one('Deployment'))).not.toHaveProperty('strategy');
  });

  test('LF-13: minAvailable stays beside maxUnavailable until it is cleared', async () => {
    expect(await budget({ maxUnavailable: 1 })).toMatchObject({ minAvailable: 1, maxUnavailable: 1 });
    const cleared = await budget({ maxUnavailable: 1, minAvailable: '' });
    expect(cleared).toMatchObject({ maxUnavailable: 1 });
    expect(cleared).not.toHaveProperty('minAvailable');
  });

  test('LF-14: a budget of one for one replica', async () => {
    const rendered = await leoflow({ podDisruptionBudget: { enabled: true } });
    expect(spec(rendered.one('PodDisruptionBudget'))['minAvailable']).toBe(
      spec(rendered.one('Deployment'))['replicas'],
    );
  });

  test('LF-15: replicas are written while the autoscaler owns them', async () => {
    const rendered = await leoflow({ autoscaling: { enabled: true } });
    expect(spec(rendered.one('Deployment'))['replicas']).toBe(1);
    expect(spec(rendered.one('HorizontalPodAutoscaler'))).toMatchObject({ minReplicas: 2 });
  });

  test('LF-15: at most may be fewer than at least', async () => {
    const rendered = await leoflow({ autoscaling: { enabled: true, minReplicas: 9 } });
    expect(spec(rendered.one('HorizontalPodAutoscaler'))).toMatchObject({ minReplicas: 9, maxReplicas: 6 });
  });
});

describe('monitoring', () => {
  test('LF-10: scrapeTimeout may exceed the interval', async () => {
    const serviceMonitor = { enabled: true, interval: '5s' };
    const monitor = (await leoflow({ metrics: { serviceMonitor } })).one('ServiceMonitor');
    expect(spec(monitor)['endpoints']).toMatchObject([{ interval: '5s', scrapeTimeout: '10s' }]);
  });

  test('LF-11: the ServiceMonitor is rendered whether the cluster knows the kind or not', async () => {
    const values = { ...minimal, metrics: { serviceMonitor: { enabled: true } } };
    for (const apiVersions of [[], ['monitoring.coreos.com/v1/ServiceMonitor']]) {
      expect((await template('leoflow', values, { apiVersions })).kinds).toContain('ServiceMonitor');
    }
  });
});

describe('the migration', () => {
  const values = {
    database: {
      url: 'postgres://db/leoflow?sslmode=verify-full&sslrootcert=/etc/leoflow/db-ca/ca.crt',
      caConfigMap: 'pg-ca',
    },
    nodeSelector: { pool: 'a' },
    tolerations: [{ key: 'a' }],
    imagePullSecrets: [{ name: 'a' }],
  };

  test('LF-16: the CA that the address names is mounted in the server only', async () => {
    const rendered = await leoflow(values);
    expect(mounts(rendered.one('Deployment'))).toHaveProperty(['/etc/leoflow/db-ca']);
    expect(mounts(rendered.one('Job'))).toEqual({});
  });

  test('LF-24: Service, budget and policy select its pod', async () => {
    const rendered = await leoflow({
      podDisruptionBudget: { enabled: true },
      networkPolicy: { enabled: true },
    });
    const { labels } = podTemplate(rendered.one('Job')).metadata;
    expect(selects(spec(rendered.one('Service'))['selector'] as Record<string, string>, labels)).toBe(true);
    expect(spec(rendered.one('PodDisruptionBudget'))).toMatchObject({ selector: { matchLabels: labels } });
    expect(spec(rendered.one('NetworkPolicy'))).toMatchObject({ podSelector: { matchLabels: labels } });
  });

  test('LF-25: it has no resources, account, placement or pull secrets', async () => {
    const job = (await leoflow(values)).one('Job');
    expect(Object.keys(podTemplate(job).spec).toSorted()).toEqual([
      'containers',
      'restartPolicy',
      'securityContext',
    ]);
    expect(firstContainer(job)).not.toHaveProperty('resources');
  });

  test('LF-29: its image does not follow image.tag', async () => {
    const rendered = await leoflow({ image: { tag: '9' }, migrations: { image: { tag: '8' }, path: '/m' } });
    expect(firstContainer(rendered.one('Deployment')).image).toBe('ghcr.io/neochaotic/leoflow-server:9');
    expect(firstContainer(rendered.one('Job'))).toMatchObject({
      image: 'ghcr.io/neochaotic/leoflow-migrate:8',
      args: ['-path=/m', expect.any(String), 'up'],
    });
  });
});

test('LF-20: Role and RoleBinding go to the task namespace, which nothing creates', async () => {
  const rendered = await leoflow({ taskNamespace: 'tasks' });
  expect(rendered.one('Role').metadata.namespace).toBe('tasks');
  expect(rendered.kinds).not.toContain('Namespace');
  expect(JSON.stringify(environment(rendered.one('Deployment')))).not.toContain('tasks');
});

test('LF-28: config.cors.allowedOrigins changes nothing', async () => {
  const other = await leoflow({ config: { cors: { allowedOrigins: ['https://only.example.com'] } } });
  expect(other.text).toBe((await leoflow()).text);
});

test('LF-31: without an account of its own "default" may create pods', async () => {
  const rendered = await leoflow({ serviceAccount: { create: false } });
  expect(rendered.one('RoleBinding')['subjects']).toMatchObject([{ name: 'default', namespace: 'leoflow' }]);
  expect(podTemplate(rendered.one('Deployment')).spec['serviceAccountName']).toBe('default');
});

test('LF-34: no seccomp profile on server and migration', async () => {
  const rendered = await leoflow();
  for (const kind of ['Deployment', 'Job']) {
    expect(JSON.stringify(podTemplate(rendered.one(kind)))).not.toContain('seccompProfile');
  }
});

test('LF-35: a release that does not hold the name of the chart gets it appended', async () => {
  const rendered = await leoflow({}, 'lf');
  expect(rendered.one('Deployment').metadata.name).toBe('lf-leoflow');
  expect(rendered.one('Job').metadata.name).toBe('lf-leoflow-migrate');
  expect(rendered.one('Role').metadata.name).toBe('lf-leoflow-executor');
});

test('G-3: lint passes what the render refuses', async () => {
  expect(await helm(['lint', `${charts}leoflow`, '--kube-version=1.33.0'])).toContain('0 chart(s) failed');
});
