/** What works has no errors: the examples, and every fixture chart with the values that its users give. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { acrossReleases } from '../../src/contract/references/across-releases.ts';
import { externalProvided, type ExternalEntry } from '../../src/contract/references/external.ts';
import { references } from '../../src/contract/references/references.ts';
import type { DataMap } from '../../src/kubernetes/data.ts';
import type { Subject } from '../../src/systems/rule.ts';
import { name as ksmlName, kafka } from './ksml.ts';
import { minimal } from './leoflow.ts';
import { stackSubjects } from './stack-subjects.ts';
import { examples } from '../setup/examples.ts';
import { subjectOf, unjudged, violations, type SubjectOptions } from './subject.ts';

/** `severity id` of everything that is found, each once. */
const found = (subject: Subject): string[] => [
  ...new Set(
    references.flatMap((rule) =>
      violations(rule, subject).map(({ severity = rule.severity }) => `${severity} ${rule.id}`),
    ),
  ),
];

/** LF-24: the chart gives the Job's pods the labels of the server's. */
const migration = ['warning selector/overlap'];

describe('examples', () => {
  const directory = fileURLToPath(new URL('../../examples/', import.meta.url));
  const expected: Partial<Record<string, Record<string, string[]>>> = {
    'data-platform': { leoflow: migration },
    leoflow: { leoflow: migration },
  };
  /** What the platform's operators make. */
  const external: ExternalEntry[] = [
    { kind: 'Secret', namespace: 'leoflow', name: 'leoflow-grpc-tls', keys: ['tls.crt', 'tls.key'] },
  ];

  test.each(examples)('%s', async (name) => {
    const { subjects } = await stackSubjects(`${directory}${name}`, { external });
    const verdicts = subjects.map(({ key, subject }) => [key, found(subject)]);
    expect(Object.fromEntries(verdicts)).toEqual({
      ...Object.fromEntries(subjects.map(({ key }) => [key, []])),
      ...expected[name],
    });
    expect(acrossReleases(subjects)).toEqual([]);
  });
});

interface Good extends SubjectOptions {
  readonly chart: string;
  readonly what: string;
  readonly values: DataMap;
  readonly external?: readonly ExternalEntry[];
  readonly expected?: readonly string[];
  readonly unknown?: readonly string[];
}

const secret = (name: string, keys: readonly string[], namespace = 'default'): ExternalEntry => ({
  kind: 'Secret',
  namespace,
  name,
  keys,
});
const certificate = secret('cert', ['tls.crt', 'tls.key'], 'leoflow');
const monitoring = { apiVersions: ['monitoring.coreos.com/v1'] };
const application = {
  ksmlRunnerConfig: { definitions: { main: 'definition.yaml' }, kafka },
  ksmlDefinitions: { 'definition.yaml': 'streams: {}\n' },
};
const ingress = {
  enabled: true,
  className: 'nginx',
  hosts: [{ host: 'x.example.com', paths: [{ path: '/', pathType: 'Prefix' }] }],
  tls: [{ secretName: 'web-tls', hosts: ['x.example.com'] }],
};
const nginx: ExternalEntry = { kind: 'IngressClass', name: 'nginx' };
const web = (namespace: string): ExternalEntry => secret('web-tls', ['tls.crt', 'tls.key'], namespace);
const sf2lokiKeys = ['server.key', 'loki-token'];

const good: readonly Good[] = [
  {
    chart: 'sf2loki',
    what: 'an existing Secret',
    values: { secrets: { existingSecret: 's' } },
    external: [secret('s', sf2lokiKeys)],
  },
  {
    chart: 'sf2loki',
    what: 'HA, network policy, External Secrets',
    values: {
      replicaCount: 2,
      ha: { enabled: true },
      networkPolicy: { enabled: true },
      config: { state: { store: 's3', s3: { bucket: 'b', endpoint_url: null } } },
      externalSecrets: {
        enabled: true,
        aws: { region: 'eu-west-1' },
        data: [{ secretKey: 'server.key', remoteRef: { key: 'a' } }],
      },
      env: { GC_LOKI: 'https://loki.example.com/loki/api/v1/push' },
    },
  },
  {
    chart: 'leoflow',
    what: 'everything inline',
    namespace: 'leoflow',
    values: {
      ...minimal,
      auth: { jwtSecret: 'x' },
      secretKey: 'thirty-two-letters-and-no-secret',
      bootstrap: { password: 'x' },
    },
    external: [certificate],
    expected: ['warning selector/overlap', 'notice hook/lifetime'], // LF-24, LF-22
  },
  {
    chart: 'leoflow',
    what: 'everything existing, every object',
    namespace: 'leoflow',
    ...monitoring,
    values: {
      database: { existingSecret: 'creds', caConfigMap: 'ca' },
      redis: { existingSecret: 'creds', caConfigMap: 'ca' },
      auth: { existingSecret: 'creds' },
      secretKeyExistingSecret: 'creds',
      agentTLS: { serverCertSecret: 'cert', caConfigMap: 'ca' },
      autoscaling: { enabled: true },
      podDisruptionBudget: { enabled: true },
      networkPolicy: { enabled: true, metricsFrom: [{ namespaceSelector: {} }] },
      metrics: { serviceMonitor: { enabled: true } },
      ingress,
      taskServiceAccount: { create: true },
    },
    external: [
      certificate,
      secret('creds', ['databaseUrl', 'redisUrl', 'jwtSecret', 'secretKey'], 'leoflow'),
      { kind: 'ConfigMap', namespace: 'leoflow', name: 'ca', keys: ['ca.crt'] },
      nginx,
      web('leoflow'),
    ],
    expected: migration,
  },
  { chart: 'ksml', what: 'least', release: ksmlName, values: application },
  {
    chart: 'ksml',
    what: 'every object, a store',
    release: ksmlName,
    ...monitoring,
    values: {
      ...application,
      prometheus: { enabled: true },
      prometheusRule: { enabled: true },
      serviceMonitor: { enabled: true },
      networkPolicy: { enabled: true },
      ingress,
      store: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '1Gi' } },
        },
      },
    },
    external: [nginx, web('default')],
    unknown: ['StorageClass fast, which is the cluster’s'],
  },
  {
    chart: 'ksml',
    what: 'as a Job',
    release: ksmlName,
    values: { ...application, deploymentMode: 'Job' },
  },
  {
    chart: 'ksml-provisioner',
    what: 'rights in another namespace',
    values: {
      rbac: { namespace: 'ksml' },
      env: [
        { name: 'NAMESPACE', value: 'ksml' },
        { name: 'REGISTRY_PASSWORD', valueFrom: { secretKeyRef: { name: 'registry', key: 'password' } } },
      ],
    },
    external: [{ kind: 'Namespace', name: 'ksml' }, secret('registry', ['password'])],
  },
  { chart: 'logstream-workergroup', what: 'defaults', values: {} },
  {
    chart: 'logstream-workergroup',
    what: 'a StatefulSet with claims',
    values: {
      deployment: 'statefulset',
      extraVolumeMounts: [
        {
          name: 'pq',
          mountPath: '/pq',
          claimTemplate: { metadata: { name: 'pq' }, spec: { accessModes: ['ReadWriteOnce'] } },
        },
      ],
    },
  },
  { chart: 'logstream-workergroup', what: 'a DaemonSet', values: { deployment: 'daemonset' } },
  { chart: 'logstream-workergroup-1.0', what: 'defaults', values: {} },
  { chart: 'postgresql', what: 'defaults', values: {} },
  {
    chart: 'postgresql',
    what: 'an existing Secret',
    values: { auth: { existingSecret: 's', username: 'u' } },
    external: [secret('s', ['postgres-password', 'password'])],
  },
  { chart: 'redis', what: 'standalone', values: { architecture: 'standalone' } },
];

describe('fixture charts', () => {
  test.each(good)(
    '$chart: $what',
    async ({ chart, values, external = [], expected = [], unknown = [], ...options }) => {
      const subject = await subjectOf(chart, values, { ...options, provided: externalProvided(external) });
      expect(subject.objects.length).toBeGreaterThan(2);
      expect(found(subject)).toEqual(expected);
      expect(references.flatMap((rule) => unjudged(rule, subject))).toEqual(unknown);
    },
  );

  test('all of them are here', () => {
    const folders = readdirSync(fileURLToPath(new URL('../fixtures/charts/', import.meta.url)));
    expect([...new Set(good.map(({ chart }) => chart))].toSorted()).toEqual(folders.toSorted());
  });
});
