import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RenderedObject } from '../../../src/kubernetes/rendered.ts';
import { digestOf, type DigestInput } from '../../../src/plan/digest.ts';
import type { ObjectChange, ReleasePlan } from '../../../src/plan/plan.ts';
import type { DesiredRelease, DesiredStack, SecretValue } from '../../../src/stack/desired.ts';

const password: SecretValue = {
  source: { fromEnv: 'PASSWORD' },
  transforms: [],
  shape: 'text',
  path: ['backing', 'secrets', 'login', 'data', 'password'],
};

const release: DesiredRelease = {
  key: 'web',
  name: 'web',
  namespace: 'shop',
  system: null,
  chart: {
    ref: './charts/web',
    version: null,
    digest: null,
    username: null,
    password: null,
    plainHttp: false,
    ca: null,
    verify: null,
    path: ['releases', 'web', 'chart'],
  },
  values: { replicas: 2, image: { tag: '1.2', pullPolicy: 'Always' }, hosts: ['a', 'b'] },
  timeoutSeconds: 300,
  maxHistory: 10,
  atomic: false,
  wait: true,
  waitForJobs: false,
  skipCrds: false,
  dependsOn: ['secret/shop/login'],
  path: ['releases', 'web'],
};

const stack: DesiredStack = {
  project: 'shop',
  stack: 'dev',
  cluster: { identifier: 'dev-1', context: null, kubeconfig: null, kubeVersion: '1.33' },
  backing: [
    {
      kind: 'secret',
      id: 'secret/shop/login',
      namespace: 'shop',
      name: 'login',
      autoName: true,
      type: 'Opaque',
      data: { password, user: 'web' },
    },
  ],
  releases: [release],
  adopt: [],
  notices: [],
};

const object = (hash: string, template = 'web/templates/deployment.yaml'): RenderedObject => ({
  manifest: {},
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'web',
  namespace: null,
  template,
  hook: null,
  isCrd: false,
  hash,
  duplicateKeys: [],
});

const id = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const record = {
  revision: 3,
  status: 'deployed',
  updated: '2026-01-01T00:00:00Z',
  appliedRevision: 3,
} as const;
const chart = {
  name: 'web',
  version: '1.0.0',
  appVersion: null,
  reference: './charts/web',
  digest: 'sha256:1',
};
const changedObject: ObjectChange = {
  object: id,
  change: 'changed',
  before: null,
  template: null,
  fields: [],
  content: null,
  folded: [],
};
const releasePlan: ReleasePlan = {
  key: 'web',
  name: 'web',
  namespace: 'shop',
  system: null,
  operation: 'update',
  chart,
  chartBefore: { name: 'web', version: '1.0.0', appVersion: null },
  record,
  objects: [changedObject],
  hooks: [],
  crds: [],
  drift: [],
};

const input: DigestInput = {
  tier: 'live',
  cluster: { identifier: 'dev-1', kubeVersion: '1.33.3' },
  stack,
  steps: [
    {
      operation: 'update',
      urn: 'urn:pulumi:dev::shop::kubernetes:helm.sh/v3:Release::web',
      type: 'kubernetes:helm.sh/v3:Release',
      kind: 'Release',
      name: 'web',
      changedKeys: ['values.replicas'],
      replaceKeys: [],
      order: null,
    },
  ],
  releases: [releasePlan],
  renders: new Map([['web', [object('a'), object('b', 'web/templates/service.yaml')]]]),
};

const withRelease = (change: Partial<DesiredRelease>): DigestInput => ({
  ...input,
  stack: { ...stack, releases: [{ ...release, ...change }] },
});
const withPlan = (change: Partial<ReleasePlan>): DigestInput => ({
  ...input,
  releases: [{ ...releasePlan, ...change }],
});

test('is a sha256, and the same in every process', () => {
  expect(digestOf(input)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(digestOf(structuredClone(input))).toBe(digestOf(input));
});

describe('stays the same', () => {
  test.each<[string, DigestInput]>([
    [
      'on another machine',
      {
        ...input,
        stack: { ...stack, cluster: { ...stack.cluster, context: 'other', kubeconfig: '/other/config' } },
      },
    ],
    [
      'when lines move in the stack file',
      withRelease({ path: ['releases', 'other'], chart: { ...release.chart, path: [] } }),
    ],
    ['at another time', withPlan({ record: { ...record, updated: '2027-01-01T00:00:00Z' } })],
    [
      'with drift, which comes and goes',
      withPlan({ drift: [{ object: id, state: 'missing', by: 'fields', fate: 'recreated', fields: [] }] }),
    ],
    ['when independent steps come in another order', { ...input, steps: input.steps.toReversed() }],
  ])('%s', (_, other) => {
    expect(digestOf(other)).toBe(digestOf(input));
  });
});

describe('is another', () => {
  test.each<[string, DigestInput]>([
    ['in another tier', { ...input, tier: 'offline' }],
    ['for another stack', { ...input, stack: { ...stack, stack: 'prod' } }],
    ['for another project', { ...input, stack: { ...stack, project: 'other' } }],
    ['in another cluster', { ...input, cluster: { ...input.cluster, identifier: 'prod-1' } }],
    ['on another version of Kubernetes', { ...input, cluster: { ...input.cluster, kubeVersion: '1.34.0' } }],
    [
      'when a byte of a render changes',
      { ...input, renders: new Map([['web', [object('c'), object('b', 'web/templates/service.yaml')]]]) },
    ],
    ['when an object is rendered once more', { ...input, renders: new Map([['web', [object('a')]]]) }],
    [
      'when another template renders it',
      {
        ...input,
        renders: new Map([
          ['web', [object('a', 'web/templates/x.yaml'), object('b', 'web/templates/service.yaml')]],
        ]),
      },
    ],
    ['when the chart is another archive', withPlan({ chart: { ...chart, digest: 'sha256:2' } })],
    ['when somebody has applied since', withPlan({ record: { ...record, revision: 4 } })],
    ['when the release has failed since', withPlan({ record: { ...record, status: 'failed' } })],
    [
      'when an object is created and not changed',
      withPlan({ objects: [{ ...changedObject, change: 'created' }] }),
    ],
    [
      'when a hook will run',
      withPlan({
        hooks: [
          {
            object: id,
            event: 'pre-upgrade',
            weight: 0,
            deletePolicies: [],
            change: 'unchanged',
            fields: [],
          },
        ],
      }),
    ],
    ['with a longer timeout', withRelease({ timeoutSeconds: 600 })],
    ['with another value', withRelease({ values: { ...release.values, replicas: 3 } })],
    [
      'when a secret comes from elsewhere',
      {
        ...input,
        stack: {
          ...stack,
          backing: stack.backing.map(
            (each) =>
              ({
                ...each,
                data: { password: { ...password, source: { fromEnv: 'OTHER' } }, user: 'web' },
              }) as typeof each,
          ),
        },
      },
    ],
    [
      'when a step replaces',
      { ...input, steps: input.steps.map((step) => ({ ...step, replaceKeys: ['values.replicas'] })) },
    ],
    ['when there is one step less', { ...input, steps: [] }],
  ])('%s', (_, other) => {
    expect(digestOf(other)).not.toBe(digestOf(input));
  });
});

/** The same data, its keys in another order. */
function shuffled<Value>(value: Value, pick: (count: number) => number): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => shuffled(item, pick)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const mixed: [string, unknown][] = [];
  while (entries.length > 0) mixed.push(...entries.splice(pick(entries.length), 1));
  return Object.fromEntries(mixed.map(([key, item]) => [key, shuffled(item, pick)])) as Value;
}

const key = fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/);
const values = fc.dictionary(
  key,
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  })).value,
  { minKeys: 1, maxKeys: 5 },
) as fc.Arbitrary<DesiredRelease['values']>;

test('10,000 times: maps in another order give the same', () => {
  fc.assert(
    fc.property(values, fc.infiniteStream(fc.nat()), (given, numbers) => {
      const pick = (count: number): number => Number(numbers.next().value) % count;
      const { renders, ...rest } = withRelease({ values: given });
      expect(digestOf({ ...shuffled(rest, pick), renders })).toBe(digestOf({ ...rest, renders }));
    }),
    { numRuns: 10_000 },
  );
}, 60_000);

test('10,000 times: another value gives another', () => {
  fc.assert(
    fc.property(values, values, (given, other) => {
      fc.pre(JSON.stringify(sortedCopy(given)) !== JSON.stringify(sortedCopy(other)));
      expect(digestOf(withRelease({ values: given }))).not.toBe(digestOf(withRelease({ values: other })));
    }),
    { numRuns: 10_000 },
  );
}, 60_000);

function sortedCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedCopy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, item]) => [name, sortedCopy(item)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
