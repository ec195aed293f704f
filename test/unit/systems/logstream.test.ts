import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecretBacking, Value } from '../../../src/stack/desired.ts';
import { secretsOf, transformed } from '../../../src/stack/secrets.ts';
import { isSecretInValue } from '../../../src/stack/values.ts';
import { logstreamWorkerGroup } from '../../../src/systems/logstream/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf } from './recipes.ts';
import { firstWorkerGroup as first, workerGroup as design } from './samples.ts';

const recipe = (options: object, files?: Record<string, string>): Recipe =>
  recipeOf(logstreamWorkerGroup, options, files);

/** The URL that the workers get for this token. */
function urlOf({ backing }: Recipe, token: string): string {
  const secret = backing.find((item): item is SecretBacking => item.kind === 'secret');
  const url = secret?.data['url-master'];
  if (url === undefined || typeof url === 'string') throw new Error('no url-master');
  return transformed(token, url.transforms);
}

const rulesOf = ({ notices }: Recipe): (string | null)[] => notices.map(({ rule }) => rule);

describe('chart 4', () => {
  test('the example of the design loads as written', () => {
    expect(recipe(design)).toEqual({
      values: {
        config: { group: 'kubernetes', useExistingSecret: true, rejectSelfSignedCerts: 1 },
        envValueFrom: [
          {
            name: 'CRIBL_DIST_MASTER_URL',
            valueFrom: {
              secretKeyRef: {
                name: { $backing: 'secret/logstream/edge-workers-leader', field: 'name' },
                key: 'url-master',
              },
            },
          },
          { name: 'CRIBL_K8S_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          {
            name: 'CRIBL_K8S_CPU_LIMIT',
            valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
          },
        ],
        rbac: { apiGroups: [''] },
        service: {
          type: 'LoadBalancer',
          ports: [
            { name: 'syslog', port: 5140, protocol: 'UDP' },
            { name: 's2s', port: 9997, protocol: 'TCP' },
          ],
        },
        replicaCount: 2,
        autoscaling: { minReplicas: 2, maxReplicas: 10, targetCPUUtilizationPercentage: 50 },
      },
      backing: [
        {
          kind: 'secret',
          id: 'secret/logstream/edge-workers-leader',
          namespace: 'logstream',
          name: 'edge-workers-leader',
          autoName: true,
          type: 'Opaque',
          data: {
            'url-master': {
              source: { fromConfig: 'criblToken' },
              path: ['releases', 'edge-workers', 'leader', 'token'],
              shape: 'text',
              transforms: [
                { kind: 'urlEncode' },
                {
                  kind: 'wrap',
                  before: 'tls://',
                  after:
                    '@leader.example.com:4200?group=kubernetes&tag=kubernetes&tls.rejectUnauthorized=true',
                },
              ],
            },
          },
        },
      ],
      notices: [
        expect.objectContaining({ rule: 'LS-3', path: ['releases', 'edge-workers', 'sources'] }),
        expect.objectContaining({ rule: 'LS-19', path: ['releases', 'edge-workers', 'service'] }),
      ],
    });
  });

  test('the token is percent-encoded in the URL (LS-5)', () => {
    const url = urlOf(recipe(design), 'a/b@c#d e');
    expect(url).toBe(
      'tls://a%2Fb%40c%23d%20e@leader.example.com:4200?group=kubernetes&tag=kubernetes&tls.rejectUnauthorized=true',
    );
  });

  test('any token comes back from the URL, and the rest of it stays what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (token) => {
        const url = new URL(urlOf(recipe(design), token).replace(/^tls:/, 'http:'));
        expect(decodeURIComponent(url.username)).toBe(token);
        expect([url.hostname, url.port, url.searchParams.getAll('group')]).toEqual([
          'leader.example.com',
          '4200',
          ['kubernetes'],
        ]);
      }),
      { numRuns: 50 },
    );
  });

  test('without TLS the URL is tcp:// and the chart keeps its setting for certificates', () => {
    const made = recipe({
      ...design,
      leader: { ...design.leader, tls: false, port: 4201, tags: ['eu west'] },
    });
    expect(urlOf(made, 't')).toBe(
      'tcp://t@leader.example.com:4201?group=kubernetes&tag=kubernetes&tag=eu%20west',
    );
    expect(made.values.config).toEqual({ group: 'kubernetes', useExistingSecret: true });
    expect(rulesOf(made)).toContain('LS-6');
  });

  test('an authority and a client certificate are mounted where the URL says', () => {
    const tls = {
      ca: { fromFile: 'certs/leader.pem' },
      certificate: { fromFile: 'certs/worker.pem' },
      privateKey: { fromConfig: 'workerKey' },
      requestCert: true,
      commonNameRegex: '^leader\\.',
    };
    const made = recipe(
      { ...design, leader: { ...design.leader, tls } },
      { 'certs/leader.pem': 'PEM of the CA' },
    );
    expect([...new URL(urlOf(made, 't').replace(/^tls:/, 'http:')).searchParams]).toEqual([
      ['group', 'kubernetes'],
      ['tag', 'kubernetes'],
      ['tls.privKeyPath', '/etc/cribl-leader/client/tls.key'],
      ['tls.caPath', '/etc/cribl-leader/ca/ca.crt'],
      ['tls.certPath', '/etc/cribl-leader/client/tls.crt'],
      ['tls.rejectUnauthorized', 'true'],
      ['tls.requestCert', 'true'],
      ['tls.commonNameRegex', '^leader\\.'],
    ]);
    expect(made.backing.map(({ id }) => id)).toEqual([
      'secret/logstream/edge-workers-leader',
      'caBundle/logstream/edge-workers-leader-ca',
      'secret/logstream/edge-workers-leader-client',
    ]);
    expect(made.values).toMatchObject({
      extraConfigmapMounts: [{ mountPath: '/etc/cribl-leader/ca', readOnly: true }],
      extraSecretMounts: [{ mountPath: '/etc/cribl-leader/client', readOnly: true }],
    });
    expect(made.backing[1]).toMatchObject({ data: { 'ca.crt': 'PEM of the CA' } });
    expect(made.backing[2]).toMatchObject({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': { shape: 'pem-certificate' }, 'tls.key': { shape: 'pem-private-key' } },
    });
  });

  test('a passphrase joins the URL inside the pod', () => {
    const pem = { certificate: { fromConfig: 'cert' }, privateKey: { fromConfig: 'key' } };
    const made = recipe({
      ...design,
      leader: { ...design.leader, tls: { ...pem, passphrase: { fromConfig: 'pass' } } },
    });
    const env = made.values.envValueFrom as { name: string; value?: string }[];
    expect(env.map(({ name }) => name)).toEqual([
      'LEADER_URL',
      'LEADER_PASSPHRASE',
      'CRIBL_DIST_MASTER_URL',
      'CRIBL_K8S_POD',
      'CRIBL_K8S_CPU_LIMIT',
    ]);
    expect(env[2]?.value).toBe('$(LEADER_URL)&tls.passphrase=$(LEADER_PASSPHRASE)');
    expect(made.backing[0]).toMatchObject({ data: { passphrase: { transforms: [{ kind: 'urlEncode' }] } } });
  });

  test('a leader that is not verified is a choice with a notice', () => {
    const made = recipe({ ...design, leader: { ...design.leader, tls: { rejectUnauthorized: false } } });
    expect(urlOf(made, 't')).toContain('tls.rejectUnauthorized=false');
    expect(made.values.config).not.toHaveProperty('rejectSelfSignedCerts');
    expect(made.notices[0]).toMatchObject({
      rule: 'LS-6',
      path: ['releases', 'edge-workers', 'leader', 'tls', 'rejectUnauthorized'],
    });
  });

  test.each<[string, object, object]>([
    [
      'source ranges',
      { service: { sourceRanges: ['10.0.0.0/8'], externalTrafficPolicy: 'Local', annotations: { a: 'b' } } },
      {
        service: {
          type: 'LoadBalancer',
          loadBalancerSourceRanges: ['10.0.0.0/8'],
          externalTrafficPolicy: 'Local',
          annotations: { a: 'b' },
        },
      },
    ],
    [
      'no autoscaling',
      { autoscaling: false, replicas: 3 },
      { replicaCount: 3, autoscaling: { enabled: false } },
    ],
    [
      'memory and behavior',
      { autoscaling: { memory: 80, behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } } },
      {
        autoscaling: {
          minReplicas: 2,
          maxReplicas: 10,
          targetCPUUtilizationPercentage: 50,
          targetMemoryUtilizationPercentage: 80,
          behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
        },
      },
    ],
    [
      'an image without a readiness endpoint (LS-13)',
      { image: { tag: '4.18.1' } },
      { criblImage: { tag: '4.18.1' }, config: { readinessProbe: { httpGet: { path: '/api/v1/health' } } } },
    ],
    ['an image with one', { image: { tag: '4.19.0' } }, { criblImage: { tag: '4.19.0' } }],
    [
      'a digest',
      { image: { digest: `sha256:${'ab'.repeat(32)}` } },
      { criblImage: { repository: 'cribl/cribl@sha256', tag: 'ab'.repeat(32) } },
    ],
    ['no cluster role', { clusterRole: false }, { rbac: { create: false } }],
    [
      'workload identity',
      { serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:x' } },
      { rbac: { apiGroups: [''], annotations: { 'eks.amazonaws.com/role-arn': 'arn:x' } } },
    ],
    [
      'a grace period in whole seconds (LS-18)',
      { terminationGracePeriod: '1m30s' },
      { terminationGracePeriodSeconds: 90 },
    ],
    [
      'the rest',
      { imagePullSecrets: ['pull'], podAnnotations: { x: 'y' }, resources: { requests: { cpu: 2 } } },
      {
        imagePullSecrets: [{ name: 'pull' }],
        podAnnotations: { x: 'y' },
        resources: { requests: { cpu: '2' } },
      },
    ],
  ])('values of %s', (_name, options, values) => {
    expect(recipe({ ...design, ...options }).values).toMatchObject(values);
  });

  test('an image with a readiness endpoint keeps the probe of the chart', () => {
    for (const tag of ['4.19.0', '4.20.3', '5.0.0', 'custom']) {
      expect(recipe({ ...design, image: { tag } }).values.config).not.toHaveProperty('readinessProbe');
    }
  });

  test.each<[string, object, (string | null)[]]>([
    [
      'one protocol, closed',
      { sources: [{ name: 's2s', port: 9997 }], service: { sourceRanges: ['10.0.0.0/8'] } },
      [],
    ],
    [
      'an internal load balancer',
      {
        sources: [{ name: 's2s', port: 9997 }],
        service: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } },
      },
      [],
    ],
    [
      'an annotation that says it is not internal',
      {
        sources: [{ name: 's2s', port: 9997 }],
        service: { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'false' } },
      },
      ['LS-19'],
    ],
    ['mixed protocols inside the cluster', { service: { type: 'ClusterIP' } }, []],
  ])('notices of %s', (_name, options, rules) => {
    expect(rulesOf(recipe({ ...design, ...options }))).toEqual(rules);
  });
});

describe('chart 1.0', () => {
  test('the token is a value, marked as secret, and said to be', () => {
    const made = recipe(first);
    expect(made.values).toEqual({
      image: { tag: '2.3.2' },
      config: {
        host: 'leader',
        tag: 'kubernetes',
        token: {
          $secret: {
            source: { fromEnv: 'CRIBL_TOKEN' },
            path: ['releases', 'edge-workers', 'leader', 'token'],
            shape: 'text',
            transforms: [{ kind: 'urlEncode' }],
          },
        },
      },
      service: { type: 'LoadBalancer', ports: [{ name: 's2s', port: 9997, protocol: 'TCP' }] },
      replicaCount: 2,
      autoscaling: { minReplicas: 2, maxReplicas: 10, targetCPUUtilizationPercentage: 50 },
    });
    expect(made.backing).toEqual([]);
    expect(made.notices).toContainEqual({
      rule: null,
      path: ['releases', 'edge-workers', 'leader', 'token'],
      message:
        'chart 1.0 takes the token only as a Helm value, so it will be in the release record; chart 4.19.2 reads it from a Secret',
    });
    expect(rulesOf(made)).toEqual(['LS-6', 'LS-19', null, 'LS-8', 'LS-10']);
  });

  test('source ranges become the annotation that every Kubernetes understands', () => {
    const made = recipe({
      ...first,
      service: { sourceRanges: ['10.0.0.0/8', '192.0.2.0/24'] },
      autoscaling: false,
    });
    expect(made.values.service).toMatchObject({
      annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8,192.0.2.0/24' },
    });
    expect(rulesOf(made)).toEqual(['LS-6', null, 'LS-8']);
  });
});

const withChart = (chart: object | undefined, generation?: string): object => ({
  ...first,
  ...(chart === undefined ? { chart: undefined } : { chart }),
  ...(generation === undefined ? {} : { generation }),
});

describe('generations', () => {
  test.each<[string, object, 'value' | 'secret']>([
    ['version 1.0', withChart({ ref: './c', version: '1.0' }), 'value'],
    ['version 1', withChart({ ref: './c', version: '1' }), 'value'],
    ['version 4.19.2', withChart({ ref: './c', version: '4.19.2' }), 'secret'],
    ['version v4.7.1', withChart({ ref: './c', version: 'v4.7.1' }), 'secret'],
    ['a folder', withChart({ ref: './c' }), 'secret'],
    ['a folder of the first', withChart({ ref: './c' }, '1.0'), 'value'],
    ['a version that says which', withChart({ ref: './c', version: '3.4.0' }, '4'), 'secret'],
  ])('%s', (_name, options, token) => {
    expect(recipe(options).backing.length > 0 ? 'secret' : 'value').toBe(token);
  });
});

describe('for any options', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,3}){0,2}$/);
  const source = fc.record({
    name,
    port: fc.integer({ min: 1, max: 65535 }),
    protocol: fc.constantFrom('TCP', 'UDP'),
  });
  const sources = fc.uniqueArray(source, {
    minLength: 1,
    maxLength: 20,
    comparator: (a, b) => a.name === b.name || (a.port === b.port && a.protocol === b.protocol),
  });

  test('the ports of the Service are the declared sources (LS-1)', () => {
    fc.assert(
      fc.property(sources, (declared) => {
        expect(recipe({ ...design, sources: declared }).values.service).toMatchObject({ ports: declared });
      }),
      { numRuns: 50 },
    );
  });

  test('no secret is among the values, but for the token of chart 1.0', () => {
    const secretsIn = (value: Value): number => {
      if (isSecretInValue(value)) return 1;
      if (typeof value !== 'object' || value === null) return 0;
      return Object.values(value).reduce<number>((sum, item) => sum + secretsIn(item), 0);
    };
    fc.assert(
      fc.property(sources, fc.boolean(), (declared, tls) => {
        const made = recipe({ ...design, leader: { ...design.leader, tls }, sources: declared });
        expect(secretsIn(made.values)).toBe(0);
        expect(secretsOf({ backing: made.backing, releases: [] })).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
    expect(secretsIn(recipe(first).values)).toBe(1);
  });
});
