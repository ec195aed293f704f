/** Kinds of Kubernetes' own API. That the API server says the same is shown in test/plane/schemas.test.ts. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { found, verdicts } from './found.ts';
import { deployment, service } from './objects.ts';

const container = 'spec.template.spec.containers.0';
const metadata = { name: 'x' };

const good: readonly (readonly [what: string, object: DataMap])[] = [
  ['a Deployment', deployment()],
  ['a field that is null', deployment({ resources: null })],
  ['a quantity that is a number', deployment({ resources: { limits: { cpu: 1, memory: 0.5 } } })],
  ['a probe port by name or number', deployment({ livenessProbe: { tcpSocket: { port: 'http' } } })],
  ['a value that is empty where there is a default', deployment({ imagePullPolicy: '' })],
  ['a headless Service without ports', service({ clusterIP: 'None', ports: [] })],
  [
    'a Secret',
    { apiVersion: 'v1', kind: 'Secret', metadata, data: { a: 'YQ==' }, stringData: { b: 'not base64' } },
  ],
  ['a List', { apiVersion: 'v1', kind: 'List', items: [service(), deployment()] }],
  ['text that is null in a map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: null } }],
  [
    'a network policy for all pods',
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: {} },
  ],
];

test.each(good)('takes %s', (_, object) => {
  expect(found(object)).toEqual([]);
});

const bad: readonly (readonly [what: string, object: DataMap, found: readonly string[]])[] = [
  [
    'a field by a wrong name',
    deployment({ imagePulPolicy: 'Always' }),
    [
      `error schema/unknown-field ${container}.imagePulPolicy: unknown field "imagePulPolicy"; did you mean "imagePullPolicy"?`,
    ],
  ],
  [
    'a field at a wrong depth',
    deployment({}, { terminationGracePeriodSeconds: 30 }),
    [
      'error schema/unknown-field spec.terminationGracePeriodSeconds: unknown field "terminationGracePeriodSeconds"',
    ],
  ],
  [
    'numbers and booleans as text',
    deployment({
      env: [
        { name: 'A', value: 8080 },
        { name: 'B', value: true },
      ],
    }),
    [
      `error schema/type ${container}.env.0.value: expected text, found a number`,
      `error schema/type ${container}.env.1.value: expected text, found true or false`,
    ],
  ],
  [
    'text as a number',
    deployment({}, { replicas: '2' }),
    ['error schema/type spec.replicas: expected a whole number, found text'],
  ],
  [
    'fractions and large numbers',
    deployment({ ports: [{ containerPort: 80.5 }, { containerPort: 2 ** 31 }] }),
    [
      `error schema/type ${container}.ports.0.containerPort: expected a whole number, found a fraction`,
      `error schema/value ${container}.ports.1.containerPort: containerPort is 2147483648; it takes 1 to 65535`,
      `error schema/value ${container}.ports.1.containerPort: 2147483648 is out of the range of int32`,
    ],
  ],
  [
    'a list as a map, a map as a list',
    deployment({ env: { A: 'b' }, resources: [] }),
    [
      `error schema/type ${container}.env: expected a list, found a map`,
      `error schema/type ${container}.resources: expected a map, found an empty list`,
    ],
  ],
  [
    'a quantity that is none',
    deployment({ resources: { limits: { memory: '512MB' } } }),
    [
      `error schema/value ${container}.resources.limits.memory: expected a quantity such as 512Mi or 100m, found "512MB"`,
    ],
  ],
  [
    'a value of no such name',
    deployment({ imagePullPolicy: 'IfNotpresent' }),
    [
      `error schema/value ${container}.imagePullPolicy: expected "Always", "IfNotPresent" or "Never", found "IfNotpresent"; did you mean "IfNotPresent"?`,
    ],
  ],
  [
    'what is required, left out, null and empty',
    deployment({ name: null, image: '', volumeMounts: [{ name: 'a' }] }, { selector: {} }),
    [
      'error schema/required spec.selector: required field "selector" is empty',
      `error schema/required ${container}.name: required field "name" is null`,
      `error schema/required ${container}.volumeMounts.0: required field "mountPath" is missing`,
      `error schema/required ${container}.image: required field "image" is empty`,
    ],
  ],
  [
    'null as an item',
    deployment({ env: [null] }),
    [`error schema/required ${container}.env.0: required field "name" is missing`],
  ],
  [
    'text that is not base64, without showing it',
    { apiVersion: 'v1', kind: 'Secret', metadata, data: { password: 'hunter2!' } },
    ['error schema/value data.password: expected text in base64, found other text'],
  ],
  [
    'a number as the value of a Secret, without showing it',
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { pin: 4711 } },
    ['error schema/type stringData.pin: expected text, found a number'],
  ],
  [
    'two handlers, and none',
    deployment({
      livenessProbe: { httpGet: { port: 80 }, exec: { command: ['x'] } },
      readinessProbe: { periodSeconds: 5 },
    }),
    [
      `error schema/value ${container}.livenessProbe: has "httpGet" and "exec"; only one of them is allowed`,
      `error schema/required ${container}.readinessProbe: has none of "httpGet", "tcpSocket", "exec" or "grpc"; exactly one is required`,
    ],
  ],
  [
    'names that stand twice',
    deployment({
      env: [
        { name: 'A', value: 'b' },
        { name: 'A', value: 'c' },
      ],
      ports: [
        { name: 'http', containerPort: 80 },
        { name: 'http', containerPort: 81 },
      ],
    }),
    [
      `error schema/duplicate-item ${container}.ports.1: name "http" stands twice in ports`,
      `warning schema/duplicate-item ${container}.env.1: name "A" stands twice in env`,
    ],
  ],
  [
    'a request above its limit',
    deployment({ resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } } }),
    [
      `error schema/value ${container}.resources.requests.memory: the request of memory is 1Gi, more than its limit of 512Mi`,
    ],
  ],
  [
    'ports of a Service that have no names',
    service({ ports: [{ port: 80 }, { port: 81 }] }),
    [
      'error schema/value spec.ports.0: a port has no name, and there are several',
      'error schema/value spec.ports.1: a port has no name, and there are several',
    ],
  ],
  [
    'a Job that always restarts',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } },
    },
    [
      'error schema/value spec.template.spec: restartPolicy is Always, which is the default; it must be OnFailure or Never here',
    ],
  ],
  [
    'a budget of two kinds',
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { selector: {}, minAvailable: 1, maxUnavailable: 1 },
    },
    ['error schema/value spec: has "minAvailable" and "maxUnavailable"; only one of them is allowed'],
  ],
  [
    'an item of a List',
    { apiVersion: 'v1', kind: 'List', items: [service({ type: 'Loadbalancer' })] },
    [
      'error schema/value items.0.spec.type: expected "ClusterIP", "ExternalName", "LoadBalancer" or "NodePort", found "Loadbalancer"; did you mean "LoadBalancer"?',
    ],
  ],
  [
    'labels that are no text',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', labels: { on: true } } },
    ['error schema/type metadata.labels.on: expected text, found true or false'],
  ],
];

test.each(bad)('refuses %s', (_, object, expected) => {
  expect(found(object).toSorted()).toEqual(expected.toSorted());
});

describe('manifests that are no objects', () => {
  test.each<[string, DataMap, readonly string[]]>([
    [
      'nothing but data',
      { data: { a: 'b' } },
      [
        'error schema/no-object : apiVersion is missing',
        'error schema/no-object : kind is missing',
        'error schema/no-object metadata: metadata.name is missing',
      ],
    ],
    [
      'an empty name',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' } },
      ['error schema/no-object metadata: metadata.name is missing'],
    ],
    [
      'a name that Kubernetes is to make up, which Helm cannot follow',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'x-' } },
      ['error schema/no-object metadata: metadata.name is missing'],
    ],
  ])('%s', (_, object, expected) => {
    expect(found(object)).toEqual(expected);
  });
});

test('tells keys that stand twice (G-5)', () => {
  const path = ['spec', 'template', 'spec', 'containers', 0, 'livenessProbe', 'httpGet'];
  expect(found(deployment(), { duplicateKeys: [path], hash: 'with duplicates' })).toEqual([
    `error schema/duplicate-key ${path.join('.')}: key "httpGet" stands twice; the last one counts, and strict validation refuses it`,
  ]);
});

test('the same text of another template keeps its own object', () => {
  const object = deployment({ imagePulPolicy: 'x' });
  const [first] = verdicts(object, { template: 'a/templates/one.yaml' });
  const [second] = verdicts(object, { template: 'a/templates/two.yaml' });
  expect(first).toMatchObject({ object: { template: 'a/templates/one.yaml' } });
  expect(second).toMatchObject({ object: { template: 'a/templates/two.yaml' } });
});

test('stops at an object that is wrong all over', () => {
  const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, index]));
  const all = found(deployment(fields));
  expect(all).toHaveLength(51);
  expect(all.at(-1)).toBe('error schema/unknown-field : more than 50 faults; the rest is not told');
});
