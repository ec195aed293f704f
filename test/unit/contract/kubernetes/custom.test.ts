/** Objects of CustomResourceDefinitions. That the API server says the same is shown in test/plane/schemas.test.ts. */
import { describe, expect, test } from 'vitest';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import { found, verdicts } from './found.ts';

const metadata = { name: 'x' };

const externalSecret = (spec: DataMap, apiVersion = 'external-secrets.io/v1'): DataMap => ({
  apiVersion,
  kind: 'ExternalSecret',
  metadata,
  spec,
});
const data = [{ secretKey: 'password', remoteRef: { key: 'web/password' } }];
const secretStoreRef = { name: 'store', kind: 'SecretStore' };

describe('External Secrets', () => {
  test('takes what its examples have', () => {
    expect(
      found(externalSecret({ secretStoreRef, refreshInterval: '1h', target: { name: 'web' }, data })),
    ).toEqual([]);
    const store = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata,
      spec: {
        provider: {
          aws: {
            service: 'SecretsManager',
            region: 'eu-west-1',
            auth: { jwt: { serviceAccountRef: { name: 'eso' } } },
          },
        },
      },
    };
    expect(found(store)).toEqual([]);
  });

  test('refuses what they have not, and says which version is meant', () => {
    const object = externalSecret({
      secretStoreRef: { ...secretStoreRef, kind: 'SecretStor' },
      data: [{ secretKey: 'a', remoteReff: {} }],
    });
    expect(found(object)).toEqual([
      'error schema/value spec.secretStoreRef.kind: expected "SecretStore" or "ClusterSecretStore"; did you mean "SecretStore"?',
      'error schema/unknown-field spec.data.0.remoteReff: unknown field "remoteReff"; did you mean "remoteRef"?',
      'error schema/required spec.data.0: required field "remoteRef" is missing',
    ]);
    expect(verdicts(object)[1]).toMatchObject({
      hint: 'Correct the name or the indentation, or remove it. This is what External Secrets 0.18.2 says; of another version, name the definition under crds:.',
    });
  });

  test('knows which versions are served', () => {
    expect(found(externalSecret({ secretStoreRef, data }, 'external-secrets.io/v1beta1'))).toEqual([
      'error schema/unknown-kind apiVersion: External Secrets 0.18.2 serves no version "v1beta1" of ExternalSecret',
    ]);
  });
});

describe('the Prometheus operator', () => {
  const monitor = (endpoint: DataMap): DataMap => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http', ...endpoint }] },
  });

  test('takes good objects', () => {
    expect(found(monitor({ interval: '30s', path: '/metrics' }))).toEqual([]);
    const rule = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata,
      spec: {
        groups: [
          {
            name: 'web',
            rules: [{ alert: 'Down', expr: 'up == 0', for: '5m', labels: { severity: 'page' } }],
          },
        ],
      },
    };
    expect(found(rule)).toEqual([]);
  });

  test('refuses bad ones', () => {
    expect(found(monitor({ interval: '30 s', schema: 'https', targetPort: 1.5 }))).toEqual([
      'error schema/value spec.endpoints.0.interval: does not match the pattern ^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
      'error schema/unknown-field spec.endpoints.0.schema: unknown field "schema"; did you mean "scheme"?',
      'error schema/type spec.endpoints.0.targetPort: expected a whole number or text, found a fraction',
    ]);
  });
});

describe('definitions of the contract or the release', () => {
  const definition = (schema: DataMap, group = 'example.com', kind = 'Thing'): DataMap => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `things.${group}` },
    spec: {
      group,
      names: { kind },
      versions: [
        { name: 'v1', served: true, schema: { openAPIV3Schema: schema } },
        { name: 'v0', served: false, schema: { openAPIV3Schema: schema } },
      ],
    },
  });
  const thing = (spec: Data, apiVersion = 'example.com/v1'): DataMap => ({
    apiVersion,
    kind: 'Thing',
    metadata,
    spec,
  });
  const size = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
  };

  test('are used', () => {
    const crds = [definition(size)];
    expect(found(thing({ size: 1 }), { crds })).toEqual([]);
    expect(found(thing({ size: 'L', sise: 1 }), { crds })).toEqual([
      'error schema/type spec.size: expected a whole number, found text',
      'error schema/unknown-field spec.sise: unknown field "sise"; did you mean "size"?',
    ]);
    expect(found(thing({}, 'example.com/v0'), { crds })).toEqual([
      'error schema/unknown-kind apiVersion: CustomResourceDefinition things.example.com serves no version "v0" of Thing',
    ]);
  });

  test('are used from a list, and before those that come with the program', () => {
    const own = definition(
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      'external-secrets.io',
      'ExternalSecret',
    );
    const crds = [{ apiVersion: 'v1', kind: 'List', items: [own] }];
    expect(found(externalSecret({ anything: true }), { crds })).toEqual([]);
    expect(found(externalSecret({ anything: true }))).not.toEqual([]);
  });

  test('of which nobody knows one, the object is not checked', () => {
    const unknown =
      'not checked: the definition of example.com/v1 Thing: name its CustomResourceDefinition under crds:';
    expect(found(thing({}))).toEqual([unknown]);
    const old = { ...definition(size), apiVersion: 'apiextensions.k8s.io/v1beta1' };
    expect(found(thing({}), { crds: [old, null, 'x', {}, { kind: 'CustomResourceDefinition' }] })).toEqual([
      unknown,
    ]);
    expect(found({ ...thing({}), kind: 'Think' }, { crds: [definition(size)] })).toEqual([
      'error schema/unknown-kind kind: no kind "Think" is known in example.com; did you mean "Thing"?',
    ]);
    expect(found(thing({}, 'networking.k8s.oi/v1'))).toEqual([
      'not checked: the definition of networking.k8s.oi/v1 Thing: name its CustomResourceDefinition under crds:; did you mean "networking.k8s.io"?',
    ]);
  });

  test('may hold patterns that other engines never finish', () => {
    const schema = { type: 'object', properties: { spec: { type: 'string', pattern: '^(a+)+$' } } };
    const start = performance.now();
    expect(found(thing(`${'a'.repeat(50_000)}!`), { crds: [definition(schema)] })).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('with a pattern that is none say nothing about it', () => {
    const schema = { type: 'object', properties: { spec: { type: 'string', pattern: '(' } } };
    expect(found(thing('x'), { crds: [definition(schema)] })).toEqual([]);
  });

  test('say of branches what fits', () => {
    const branches = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
      },
    };
    const crds = [definition(branches)];
    expect(found(thing({ a: 'x' }), { crds })).toEqual([]);
    expect(found(thing({}), { crds })).toEqual([
      'error schema/value spec: fits none of the 2 forms that are allowed: it needs "a" or "b"',
    ]);
    expect(found(thing({ a: 'x', b: 'y' }), { crds })).toEqual([
      'error schema/value spec: fits 2 forms of which exactly one is allowed',
    ]);
  });

  test('never show a value', () => {
    const schema = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: { token: { type: 'string', enum: ['a'], pattern: '^b$', maxLength: 2 } },
        },
      },
    };
    expect(found(thing({ token: 'hunter2!' }), { crds: [definition(schema)] }).join()).not.toContain(
      'hunter2',
    );
  });
});
