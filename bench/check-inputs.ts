/** The same cases and assertions for every tool: values, a contract for ours, a suite for helm-unittest, patterns for grep. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const plain = { aliasDuplicateObjects: false };

export interface BenchCase {
  readonly name: string;
  readonly values: object;
  /** Part of the message; null for a case that renders. */
  readonly fails: string | null;
}

/** What all cases have in common: both formats say it once. */
const common = {
  database: { url: 'postgres://db/leoflow' },
  redis: { url: 'redis://cache:6379/0' },
  auth: { jwtSecret: 'x'.repeat(32) },
  secretKey: 'k'.repeat(32),
  agentTLS: { serverCertSecret: 'cert', caConfigMap: 'ca' },
  logs: { persistence: { accessMode: 'ReadWriteMany' } },
};

const failing = [
  { fails: 'database.url', values: { database: { url: '' } } },
  { fails: 'redis.url', values: { redis: { url: '' } } },
  { fails: 'serverCertSecret', values: { agentTLS: { serverCertSecret: '' } } },
  { fails: 'characters', values: { secretKey: 'short' } },
];

/** What a team would vary: each case has one choice of each dimension. */
const dimensions: Readonly<Record<string, readonly object[]>> = {
  replicas: [1, 2, 3, 4, 5].map((replicaCount) => ({ replicaCount })),
  connections: [20, 25, 30, 40, 50].map((maxOpenConns) => ({ database: { maxOpenConns } })),
  size: [10, 20, 50, 100, 200].map((size) => ({ logs: { persistence: { size: `${size}Gi` } } })),
  features: [
    {},
    { autoscaling: { enabled: true } },
    { podDisruptionBudget: { enabled: true } },
    { networkPolicy: { enabled: true } },
    { autoscaling: { enabled: true }, podDisruptionBudget: { enabled: true } },
    { networkPolicy: { enabled: true }, podDisruptionBudget: { enabled: true } },
    { observability: { logLevel: 'debug' } },
    { podAnnotations: { team: 'platform' } },
  ],
};

/** Every combination, in the order in which a matrix gives them; `sizes` says how many choices of each dimension count. */
export function matrixOf(sizes: readonly number[]): Matrix {
  const chosen = Object.entries(dimensions).map(
    ([name, choices], index) => [name, choices.slice(0, sizes[index])] as const,
  );
  return Object.fromEntries(
    chosen.map(([name, choices]) => [
      name,
      Object.fromEntries(choices.map((values, index) => [`${name}${index}`, values])),
    ]),
  );
}

export type Matrix = Readonly<Record<string, Readonly<Record<string, object>>>>;

export function combinationsOf(matrix: Matrix): BenchCase[] {
  const product = Object.values(matrix).reduce<[string, object][]>(
    (before, choices) =>
      before.flatMap(([name, values]) =>
        Object.entries(choices).map(([choice, more]): [string, object] => [
          `${name}-${choice}`,
          { ...values, ...more },
        ]),
      ),
    [['case', {}]],
  );
  return product.map(([name, values]) => ({ name, values, fails: null }));
}

/** 46 that render and four that the chart refuses. */
export const listedCases = (): BenchCase[] => [
  ...combinationsOf(matrixOf([3, 2, 1, 8])).slice(0, 46),
  ...failing.map(({ fails, values }, index) => ({ name: `refused-${index}`, fails, values })),
];

const variable = (name: string, key: string): object => ({
  name,
  valueFrom: { secretKeyRef: { name: 'leoflow-secrets', key } },
});

/** Six assertions that hold for every case that renders; `on` is the object, `template` where it comes from. */
const assertions = [
  {
    id: 'database-url',
    template: 'templates/deployment.yaml',
    on: 'kind == "Deployment"',
    cel: 'spec.template.spec.containers[0].env.exists(e, e.name == "LEOFLOW_DATABASE_URL" && e.valueFrom.secretKeyRef.name == "leoflow-secrets" && e.valueFrom.secretKeyRef.key == "databaseUrl")',
    assert: {
      contains: {
        path: 'spec.template.spec.containers[0].env',
        content: variable('LEOFLOW_DATABASE_URL', 'databaseUrl'),
      },
    },
    grep: 'name: LEOFLOW_DATABASE_URL',
  },
  {
    id: 'redis-url',
    template: 'templates/deployment.yaml',
    on: 'kind == "Deployment"',
    cel: 'spec.template.spec.containers[0].env.exists(e, e.name == "LEOFLOW_REDIS_URL" && e.valueFrom.secretKeyRef.name == "leoflow-secrets" && e.valueFrom.secretKeyRef.key == "redisUrl")',
    assert: {
      contains: {
        path: 'spec.template.spec.containers[0].env',
        content: variable('LEOFLOW_REDIS_URL', 'redisUrl'),
      },
    },
    grep: 'name: LEOFLOW_REDIS_URL',
  },
  {
    id: 'readiness',
    template: 'templates/deployment.yaml',
    on: 'kind == "Deployment"',
    cel: 'spec.template.spec.containers[0].readinessProbe.httpGet.path == "/readyz"',
    assert: {
      equal: { path: 'spec.template.spec.containers[0].readinessProbe.httpGet.path', value: '/readyz' },
    },
    grep: 'path: /readyz',
  },
  {
    id: 'migration-database',
    template: 'templates/migration-job.yaml',
    on: 'kind == "Job"',
    cel: 'spec.template.spec.restartPolicy == "Never"',
    assert: { equal: { path: 'spec.template.spec.restartPolicy', value: 'Never' } },
    grep: 'restartPolicy: Never',
  },
  {
    id: 'service-type',
    template: 'templates/service.yaml',
    on: 'kind == "Service"',
    cel: 'spec.type == "ClusterIP"',
    assert: { equal: { path: 'spec.type', value: 'ClusterIP' } },
    grep: 'type: ClusterIP',
  },
  {
    id: 'secret-is-hook',
    template: 'templates/secret.yaml',
    on: 'kind == "Secret"',
    cel: '"helm.sh/hook" in metadata.annotations',
    assert: { isKind: { of: 'Secret' } },
    grep: 'kind: Secret',
  },
];

export const patterns: readonly string[] = assertions.map(({ grep }) => grep);

/** Copies the chart to `folder/leoflow` with a suite of helm-unittest, and writes `folder/contract.yaml` and `folder/values/*.yaml`. */
export function writeInputs(
  folder: string,
  chart: string,
  cases: readonly BenchCase[],
  { kubeVersion, matrix }: { readonly kubeVersion: string; readonly matrix: Matrix | null },
): void {
  const copy = join(folder, 'leoflow');
  cpSync(chart, copy, { recursive: true });
  mkdirSync(join(copy, 'tests'), { recursive: true });
  mkdirSync(join(folder, 'values'), { recursive: true });
  const [major, minor] = kubeVersion.split('.');
  const suite = {
    suite: 'bench',
    set: common,
    release: { name: 'leoflow', namespace: 'leoflow' },
    capabilities: { majorVersion: Number(major), minorVersion: Number(minor) },
    tests: cases.map(({ name, values, fails }) => ({
      it: name,
      set: values,
      asserts:
        fails === null
          ? assertions.map(({ template, assert }) => ({ template, ...assert }))
          : [{ failedTemplate: { errorPattern: fails } }],
    })),
  };
  const contract = {
    chart: './leoflow',
    name: 'leoflow',
    namespace: 'leoflow',
    kubeVersions: [kubeVersion],
    without: ['references', 'kubernetes', 'values'],
    values: common,
    // helm-unittest has no matrix, so its suite lists what ours multiplies.
    cases:
      matrix === null
        ? Object.fromEntries(
            cases.map(({ name, values, fails }) => [name, { values, ...(fails === null ? {} : { fails }) }]),
          )
        : { grid: { matrix } },
    rules: assertions.map(({ id, on, cel }) => ({ id, on, assert: cel, message: `${id} does not hold` })),
  };
  writeFileSync(join(copy, 'tests', 'bench_test.yaml'), stringify(suite, plain));
  writeFileSync(join(folder, 'contract.yaml'), stringify(contract, plain));
  for (const { name, values } of cases) {
    writeFileSync(join(folder, 'values', `${name}.yaml`), stringify(merged(common, values), plain));
  }
}

/** Maps merge, one level deep: that is all that the cases need. */
const merged = (below: object, above: object): object => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'object' ? { ...(below as Record<string, object>)[key], ...value } : value,
    ]),
  ),
});

/** A values.schema.json of about 150 kB that every case satisfies: a thousand described properties nobody sets. */
export function largeSchema(): string {
  const settings = Object.fromEntries(
    Array.from({ length: 620 }, (_, index) => [
      `setting${index}`,
      {
        type: 'object',
        description: `Setting ${index} of a large chart, described at some length as such charts do.`,
        properties: {
          enabled: { type: 'boolean' },
          limit: { type: 'integer', minimum: 0 },
          mode: { enum: ['fast', 'safe', 'off'] },
        },
      },
    ]),
  );
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { replicaCount: { type: 'integer' }, ...settings },
  });
}
