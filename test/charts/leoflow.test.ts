import { describe, expect, test } from 'vitest';
import { HelmFailure } from './helm.ts';
import { leoflow, matchLabels } from './leoflow.ts';

const external = {
  database: { existingSecret: 'db' },
  redis: { existingSecret: 'cache' },
  auth: { existingSecret: 'jwt' },
  secretKeyExistingSecret: 'aes',
  bootstrap: { existingSecret: 'admin' },
  agentTLS: { serverCertSecret: 'cert' },
};
const always = [
  'Deployment',
  'Job',
  'PersistentVolumeClaim',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
];
const labels = {
  ...matchLabels,
  'helm.sh/chart': 'leoflow-0.1.0',
  'app.kubernetes.io/version': '0.1.0',
  'app.kubernetes.io/managed-by': 'Helm',
};

describe('refusals', () => {
  const cases: [string, object, RegExp][] = [
    ['LF-1: no database', { database: {} }, /set database\.url or database\.existingSecret/],
    ['LF-1: no redis', { redis: {} }, /set redis\.url or redis\.existingSecret/],
    [
      'LF-5: TLS without a certificate',
      { agentTLS: {} },
      /agentTLS\.enabled without agentTLS\.serverCertSecret/,
    ],
    [
      'LF-3: a short key',
      { secretKey: 'short' },
      /secretKey has 5 characters: it takes 32, or 64 hexadecimal digits/,
    ],
    ['LF-3: base64 of 32 bytes', { secretKey: `${'A'.repeat(43)}=` }, /secretKey has 44 characters/],
  ];
  test.each(cases)('%s', async (_, values, message) => {
    const refused = leoflow(values);
    await expect(refused).rejects.toThrow(HelmFailure);
    await expect(refused).rejects.toThrow(message);
  });

  const accepted: [string, object][] = [
    ['LF-3: 32 characters', { secretKey: 'x'.repeat(32) }],
    ['LF-3: 64 characters, hexadecimal or not', { secretKey: 'z'.repeat(64) }],
    ['LF-3: any key beside an existing Secret', { secretKey: 'short', secretKeyExistingSecret: 'aes' }],
    ['LF-5: TLS without a CA', { agentTLS: { serverCertSecret: 'cert', caConfigMap: '' } }],
    ['LF-6: TLS off', { agentTLS: { enabled: false } }],
    ['LF-7: two replicas on one ReadWriteOnce volume', { replicaCount: 2 }],
    ['LF-20: a namespace that the server does not look at', { taskNamespace: 'elsewhere' }],
  ];
  test.each(accepted)('not of: %s', async (_, values) => {
    expect((await leoflow(values)).kinds).toEqual(always);
  });
});

describe('kinds', () => {
  const cases: [string, object, string[]][] = [
    ['minimal', {}, always],
    [
      'LF-22: no Secret when every credential is external',
      external,
      always.filter((kind) => kind !== 'Secret'),
    ],
    [
      'no persistence',
      { logs: { persistence: { enabled: false } } },
      always.filter((kind) => !kind.startsWith('Persistent')),
    ],
    ['no migrations', { migrations: { enabled: false } }, always.filter((kind) => kind !== 'Job')],
    ['no rbac', { rbac: { create: false } }, always.filter((kind) => !kind.startsWith('Role'))],
    [
      'everything',
      {
        taskServiceAccount: { create: true },
        autoscaling: { enabled: true },
        podDisruptionBudget: { enabled: true },
        networkPolicy: { enabled: true },
        metrics: { serviceMonitor: { enabled: true } },
        ingress: { enabled: true },
      },
      [
        ...always,
        'HorizontalPodAutoscaler',
        'Ingress',
        'NetworkPolicy',
        'PodDisruptionBudget',
        'ServiceAccount',
        'ServiceMonitor',
      ].toSorted(),
    ],
  ];
  test.each(cases)('%s', async (_, values, kinds) => {
    const rendered = await leoflow(values);
    expect(rendered.kinds).toEqual(kinds);
    for (const object of rendered.objects)
      expect(object.metadata).toMatchObject({ namespace: 'leoflow', labels });
  });
});
