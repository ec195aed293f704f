/** Suites of helm-unittest for the chart of `suite-chart.ts`: what such suites mostly are, tests that set a few values and make one to four of the eleven common assertions. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { seeded } from '../test/setup/random.ts';
import { chartFiles, components, schemaText } from './suite-chart.ts';

const seed = 8;
const largeSchemaBytes = 150_000;

interface Test {
  readonly it: string;
  readonly set?: object;
  readonly values?: readonly string[];
  readonly release?: object;
  readonly asserts: readonly object[];
}

type Choose = <T>(choices: readonly [T, ...T[]]) => T;
/** A test about one template of a component, which holds; with `at` in front of its paths, and `template` on each assertion where a suite renders all. */
type Maker = (component: string, choose: Choose) => Test;

const container = 'spec.template.spec.containers[0]';
const envOf = (name: string, value: string): object => ({
  path: `${container}.env`,
  content: { name, value },
});

const makers: Readonly<Record<string, readonly [Maker, ...Maker[]]>> = {
  'deployment.yaml': [
    (component, choose) => {
      const replicas = choose([1, 3, 4, 5, 8]);
      return {
        it: `has ${replicas} replicas`,
        set: { [`${component}.replicas`]: replicas },
        asserts: [
          { isKind: { of: 'Deployment' } },
          { equal: { path: 'spec.replicas', value: replicas } },
          { hasDocuments: { count: 1 } },
        ],
      };
    },
    (component, choose) => {
      const tag = choose(['1.1.0', '2.0.0-rc.1', 'latest', '2026.11.3']);
      return {
        it: `runs the image ${tag}`,
        set: { [`${component}.image.tag`]: tag },
        asserts: [
          {
            matchRegex: {
              path: `${container}.image`,
              pattern: `^registry\\.example\\.com/shop/${component}:.+$`,
            },
          },
          { equal: { path: `${container}.image`, value: `registry.example.com/shop/${component}:${tag}` } },
        ],
      };
    },
    (component, choose) => {
      const value = choose(['debug', 'warn', 'error']);
      return {
        it: `logs at ${value}`,
        set: { [component]: { logLevel: value, env: { EXTRA: value } } },
        asserts: [
          { contains: envOf('LOG_LEVEL', value) },
          { contains: envOf('EXTRA', value) },
          { notContains: envOf('LOG_LEVEL', 'info') },
          { lengthEqual: { path: `${container}.env`, count: 5 } },
        ],
      };
    },
    (component) => ({
      it: 'needs a tag',
      set: { [`${component}.image.tag`]: '' },
      asserts: [{ failedTemplate: { errorMessage: `${component}.image.tag is missing` } }],
    }),
    (component, choose) => ({
      it: 'leaves replicas to its autoscaler',
      set: { [`${component}.autoscaling`]: { enabled: true, max: choose([6, 9, 12]) } },
      asserts: [{ notExists: { path: 'spec.replicas' } }, { exists: { path: 'spec.template' } }],
    }),
    (_component, choose) => {
      const name = choose(['blue', 'green', 'red']);
      return {
        it: `is named after the release ${name}`,
        release: { name, namespace: `shop-${name}` },
        values: ['values/production.yaml'],
        asserts: [
          { matchRegex: { path: 'metadata.name', pattern: `^${name}-` } },
          { equal: { path: 'metadata.namespace', value: `shop-${name}` } },
          { exists: { path: 'metadata.labels.tier' } },
          { notFailedTemplate: {} },
        ],
      };
    },
  ],
  'service.yaml': [
    (component, choose) => {
      const port = choose([81, 443, 8000]);
      return {
        it: `listens on ${port}`,
        set: { [`${component}.service.port`]: port },
        asserts: [
          { isKind: { of: 'Service' } },
          { contains: { path: 'spec.ports', content: { name: 'http', port, targetPort: 'http' } } },
          { lengthEqual: { path: 'spec.ports', count: 1 } },
        ],
      };
    },
    (component, choose) => {
      const type = choose(['NodePort', 'LoadBalancer']);
      return {
        it: `is a ${type} with metrics`,
        set: { [component]: { service: { type }, metrics: { enabled: true } } },
        asserts: [
          { equal: { path: 'spec.type', value: type } },
          { equal: { path: 'spec.ports[1].name', value: 'metrics' } },
          { exists: { path: 'spec.selector' } },
        ],
      };
    },
    () => ({
      it: 'has no metrics',
      asserts: [
        { notContains: { path: 'spec.ports', content: { name: 'metrics' }, any: true } },
        { notExists: { path: 'spec.clusterIP' } },
        { hasDocuments: { count: 1 } },
      ],
    }),
  ],
  'config.yaml': [
    (component, choose) => {
      const ttl = choose(['1m', '10m', '1h']);
      return {
        it: `caches for ${ttl}`,
        set: { [`${component}.settings.cache.ttl`]: ttl },
        asserts: [
          { isKind: { of: 'ConfigMap' } },
          { matchRegex: { path: 'data["application.yaml"]', pattern: `ttl: ${ttl}` } },
        ],
      };
    },
    (component, choose) => {
      const name = choose(['one', 'two', 'three']);
      return {
        it: `knows the address of ${name}`,
        release: { name },
        set: { [`${component}.config.NOTE`]: 'kept' },
        asserts: [
          { equal: { path: 'data.PUBLIC_URL', value: `https://${name}.example.com` } },
          { equal: { path: 'data.NOTE', value: 'kept' } },
          { notExists: { path: 'data.SECRET' } },
        ],
      };
    },
    () => ({
      it: 'is what production wants',
      values: ['values/production.yaml'],
      asserts: [
        { equal: { path: 'metadata.labels.tier', value: 'production' } },
        { exists: { path: 'data.TIMEOUT' } },
      ],
    }),
  ],
  'autoscaler.yaml': [
    () => ({ it: 'is off', asserts: [{ hasDocuments: { count: 0 } }] }),
    (component, choose) => {
      const max = choose([7, 10, 20]);
      return {
        it: `goes up to ${max}`,
        set: { [component]: { autoscaling: { enabled: true, max } } },
        asserts: [
          { equal: { path: 'spec.maxReplicas', value: max } },
          { isKind: { of: 'HorizontalPodAutoscaler' } },
          { lengthEqual: { path: 'spec.metrics', count: 1 } },
        ],
      };
    },
    (component) => ({
      it: 'refuses a minimum above the maximum',
      set: { [component]: { autoscaling: { enabled: true, min: 9 } } },
      asserts: [{ failedTemplate: { errorPattern: 'min is more than max' } }],
    }),
  ],
  'policy.yaml': [
    (component, choose) => {
      const from = choose(['api', 'web', 'monitoring']);
      return {
        it: `lets ${from} in`,
        set: { [`${component}.allowFrom`]: ['gateway', from] },
        asserts: [
          { lengthEqual: { path: 'spec.ingress', count: 2 }, documentIndex: 0 },
          { isKind: { of: 'ServiceAccount' }, documentIndex: 1 },
          { hasDocuments: { count: 2 } },
        ],
      };
    },
    (component, choose) => {
      const maxUnavailable = choose([1, 2, 3]);
      return {
        it: `can lose ${maxUnavailable}`,
        set: { [`${component}.disruption`]: { enabled: true, maxUnavailable } },
        asserts: [
          {
            equal: { path: 'spec.maxUnavailable', value: maxUnavailable },
            documentSelector: { path: 'kind', value: 'PodDisruptionBudget' },
          },
          { hasDocuments: { count: 3 } },
        ],
      };
    },
  ],
};

const files = Object.keys(makers);

export interface Size {
  /** Of the chart, which has five templates for each. */
  readonly components: number;
  /** Of those that have suites. */
  readonly tested: number;
  /** Tests for each of their templates, in suites that render it alone. */
  readonly perFile: number;
  /** Suites of 15 tests that render everything. */
  readonly whole: number;
}

const testsOfWholeSuite = 15;

export const testsIn = ({ tested, perFile, whole }: Size): number =>
  tested * files.length * perFile + whole * testsOfWholeSuite;

/** By path in the chart's folder. */
export function suiteFiles(size: Size): Record<string, string> {
  const random = seeded(seed);
  const choose: Choose = (choices) => choices[Math.floor(random() * choices.length)] ?? choices[0];
  const chosen = components.slice(0, size.tested);
  const made = (component: string, file: string, index: number): Test => {
    const [first, ...others] = makers[file] ?? [];
    if (first === undefined) throw new Error(`there are no tests for ${file}`);
    const test = ([first, ...others][index % (others.length + 1)] ?? first)(component, choose);
    return { ...test, it: `${test.it} (${index})` };
  };
  const alone = chosen.flatMap((component) =>
    files.map((file) => [
      `tests/${component}_${file.replace('.yaml', '_test.yaml')}`,
      stringify({
        suite: `${component} ${file}`,
        templates: [`${component}/${file}`],
        tests: Array.from({ length: size.perFile }, (_, index) => made(component, file, index)),
      }),
    ]),
  );
  const whole = Array.from({ length: size.whole }, (_, index) => [
    `tests/whole_${index}_test.yaml`,
    stringify({
      suite: `whole ${index}`,
      set: { commonLabels: { part: `p${index}` } },
      tests: Array.from({ length: testsOfWholeSuite }, (__, at) => {
        const component = chosen[(index + at) % chosen.length] ?? 'api';
        const file = files[at % files.length] ?? 'deployment.yaml';
        const test = made(component, file, at);
        return {
          ...test,
          asserts: test.asserts.map((each) => ({ ...each, template: `${component}/${file}` })),
        };
      }),
    }),
  ]);
  const production = stringify({
    commonLabels: { tier: 'production' },
    api: { replicas: 6 },
    web: { replicas: 4 },
  });
  return { ...Object.fromEntries([...alone, ...whole]), 'tests/values/production.yaml': production };
}

/** Writes the chart, its schema and its suites into `folder`. */
export function writeSuiteChart(folder: string, size: Size, hasSchema: boolean): void {
  const schema = hasSchema ? { 'values.schema.json': schemaText(largeSchemaBytes) } : {};
  for (const [path, text] of Object.entries({
    ...chartFiles(size.components),
    ...schema,
    ...suiteFiles(size),
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
