import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ksmlApplication } from '../../../src/systems/ksml/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf, refusalsOf } from './recipes.ts';
import { application as design, files } from './samples.ts';

const definition = files['ksml/sensor-inspector.yaml'];

const recipe = (options: object, more: Record<string, string> = {}): Recipe =>
  recipeOf(ksmlApplication, { ...design, ...options }, { ...files, ...more });
const refusals = (options: object, more: Record<string, string> = {}): string[] =>
  refusalsOf(ksmlApplication, { ...design, ...options }, { ...files, ...more });

const restricted = {
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

describe('an application', () => {
  test('the example of the design loads as written', () => {
    expect(recipe({})).toEqual({
      releaseName: 'dizzl-sandbox-dev-sensor-inspector-ksml',
      values: {
        replicaCount: 1,
        ksmlRunnerConfig: {
          definitions: { 'sensor-inspector': 'ksml-definition.yaml' },
          kafka: { 'bootstrap.servers': 'broker:9093', 'application.id': 'io.axual.sensor-inspector' },
        },
        ksmlDefinitions: { 'ksml-definition.yaml': definition },
        ...restricted,
      },
      backing: [],
      notices: [],
    });
  });

  test('the body of POST /deploy, as the README of the provisioner has it', () => {
    const made = recipe({
      replicas: 2,
      definition:
        "{streams: {sensors: {topic: t, keyType: string, valueType: 'avro:SensorData'}}, pipelines: {}}",
      kafka: {
        ...design.kafka,
        'schema.registry.url': 'http://schemaregistry:8081',
        'linger.ms': 5,
        'enable.idempotence': true,
      },
      schemas: [{ name: 'SensorData.avsc', body: { fromFile: 'ksml/SensorData.avsc' } }],
    });
    expect(made.values).toMatchObject({
      replicaCount: 2,
      ksmlRunnerConfig: {
        kafka: {
          'schema.registry.url': 'http://schemaregistry:8081',
          'linger.ms': 5,
          'enable.idempotence': true,
        },
      },
      schemaDefinitions: { 'SensorData.avsc': '{"type": "record"}' },
    });
  });

  test.each<[string, object, object]>([
    [
      'a store, with the group that may write to it (KP-14)',
      { store: { size: '5Gi', storageClass: 'fast' } },
      {
        store: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '5Gi' } },
            storageClassName: 'fast',
          },
        },
        podSecurityContext: { ...restricted.podSecurityContext, fsGroup: 0 },
      },
    ],
    [
      'a store of another group, without security contexts',
      { store: { size: '5Gi', fsGroup: 1024 }, podSecurity: 'chart' },
      { podSecurityContext: { fsGroup: 1024 } },
    ],
    ['metrics, whose port is a text', { prometheus: {} }, { prometheus: { enabled: true, port: '9999' } }],
    [
      'a ServiceMonitor and rules, which need prometheus.enabled (KR-5)',
      { prometheus: { port: 9100, serviceMonitor: { labels: { team: 'a' } }, rules: true } },
      {
        prometheus: { enabled: true, port: '9100' },
        serviceMonitor: { enabled: true, interval: '30s', scrapeTimeout: '10s', labels: { team: 'a' } },
        prometheusRule: { enabled: true },
      },
    ],
    [
      'a network policy with both directions (KR-8)',
      { networkPolicy: { ingress: [], egress: [{ ports: [{ port: 9093 }] }] } },
      { networkPolicy: { enabled: true, ingress: [], egress: [{ ports: [{ port: 9093 }] }] } },
    ],
    ['a job', { deploymentMode: 'Job' }, { deploymentMode: 'Job' }],
    [
      'image and resources',
      { image: { tag: '1.3.0' }, resources: { limits: { memory: '1Gi' } } },
      { image: { tag: '1.3.0' }, resources: { limits: { memory: '1Gi' } } },
    ],
  ])('values of %s', (_name, options, values) => {
    expect(recipe(options).values).toMatchObject(values);
  });

  test('without security contexts nothing is said of them', () => {
    const { values } = recipe({ podSecurity: 'chart' });
    expect(Object.keys(values)).toEqual(['replicaCount', 'ksmlRunnerConfig', 'ksmlDefinitions']);
  });

  test.each<[string, object, (string | null)[]]>([
    ['tables in the node', { definition: 'tables: {t: {topic: x}}' }, ['KR-2']],
    ['tables on a volume', { definition: 'tables: {t: {topic: x}}', store: { size: '1Gi' } }, []],
    ['a job', { deploymentMode: 'Job' }, ['KR-9']],
  ])('notices of %s', (_name, options, rules) => {
    expect(recipe(options).notices.map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('refusals', () => {
  test.each<[string, object, string]>([
    [
      'a long name',
      { application: 'sensor-inspector-of-the-whole-plant' },
      'application: KP-15: the release name "dizzl-sandbox-dev-sensor-inspector-of-the-whole-plant-ksml" is 5 characters too long; Helm allows 53. Shorten tenant, instance, environment or application',
    ],
    [
      'a name that is one character too long',
      { application: 'a'.repeat(31) },
      `application: KP-15: the release name "dizzl-sandbox-dev-${'a'.repeat(31)}-ksml" is 1 character too long; Helm allows 53. Shorten tenant, instance, environment or application`,
    ],
    [
      'capitals',
      { tenant: 'Dizzl' },
      'tenant: expected lower-case letters, digits and "-", starting and ending with a letter or digit (KP-15), found "Dizzl"',
    ],
    [
      'a release name of its own',
      { releaseName: 'sensors' },
      'releaseName: KP-15: the release is named "dizzl-sandbox-dev-sensor-inspector-ksml", after tenant, instance, environment and application; remove releaseName',
    ],
    [
      'no application.id',
      { kafka: { 'bootstrap.servers': 'b:9093' } },
      'kafka["application.id"]: missing; expected text',
    ],
    [
      'a provider of its own beside secret properties',
      { kafka: { ...design.kafka, 'ssl.key.password': { fromEnv: 'P' }, 'config.providers': 'file' } },
      'kafka["config.providers"]: config providers are set here for the properties from secret sources; remove it, or those',
    ],
    [
      'a list as definition',
      { definition: '[streams]' },
      'definition: expected a YAML map with streams, functions and pipelines',
    ],
    [
      'a schema with the name of the runner file',
      { schemas: [{ name: 'ksml-runner.yaml', body: '{}' }] },
      'schemas[0].name: KR-1: the runner already has a file "ksml-runner.yaml"; give another name',
    ],
    [
      'two schemas of one name',
      {
        schemas: [
          { name: 'a.avsc', body: '{}' },
          { name: 'a.avsc', body: '{}' },
        ],
      },
      'schemas[1].name: KR-1: the runner already has a file "a.avsc"; give another name',
    ],
    [
      'a scrape that outlasts the interval',
      { prometheus: { serviceMonitor: { interval: '10s', scrapeTimeout: '1m' } } },
      'prometheus.serviceMonitor.scrapeTimeout: KR-6: a scrape may take no longer than the interval, which is 10s',
    ],
    [
      'replicas of a job',
      { deploymentMode: 'Job', replicas: 2 },
      'replicas: KR-9: a Job has one pod; remove it, or use deploymentMode: StatefulSet',
    ],
    [
      'a store of a job',
      { deploymentMode: 'Job', store: { size: '1Gi' } },
      'store: KR-9: a Job has no volume for state; remove it, or use deploymentMode: StatefulSet',
    ],
    [
      'a ServiceMonitor of a job',
      { deploymentMode: 'Job', prometheus: { serviceMonitor: {} } },
      'prometheus.serviceMonitor: KR-5: a Job has no ServiceMonitor; remove it, or use deploymentMode: StatefulSet',
    ],
    [
      'rules of a job',
      { deploymentMode: 'Job', prometheus: { rules: true } },
      'prometheus.rules: KR-5: a Job has no PrometheusRule; remove it, or use deploymentMode: StatefulSet',
    ],
    [
      'more than a ConfigMap holds',
      { schemas: [{ name: 'a.avsc', body: { fromFile: 'ksml/large.avsc' } }] },
      `definition: definition and schemas have ${1_000_000 + definition.length} bytes together; the runner's ConfigMap takes 983040`,
    ],
  ])('%s', (_name, options, refusal) => {
    expect(refusals(options, { 'ksml/large.avsc': ' '.repeat(1_000_000) })).toEqual([refusal]);
  });

  test('a definition that is not YAML is reported with its line', () => {
    const [refusal] = refusals({}, { 'ksml/sensor-inspector.yaml': 'streams: {\npipelines: ]' });
    expect(refusal).toMatch(/^definition: ksml\/sensor-inspector\.yaml:2:\d+/);
  });
});

test('the release name is that of the README, or refused, for any parts', () => {
  const part = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$/);
  fc.assert(
    fc.property(part, part, part, part, (tenant, instance, environment, application) => {
      const name = `${tenant}-${instance}-${environment}-${application}-ksml`;
      const parts = { tenant, instance, environment, application };
      const excess = name.length - 53;
      const outcome = excess > 0 ? refusals(parts).join() : recipe(parts).releaseName;
      expect(outcome).toContain(excess > 0 ? `"${name}" is ${excess} ` : name);
    }),
    { numRuns: 60 },
  );
});
