import { describe, expect, test } from 'vitest';
import type { BackingRef, RoleBacking } from '../../../src/stack/desired.ts';
import { isBackingRef } from '../../../src/stack/values.ts';
import { ksmlProvisioner } from '../../../src/systems/ksml/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf } from './recipes.ts';
import { files, provisioner as minimal } from './samples.ts';

const recipe = (options: object = {}): Recipe => recipeOf(ksmlProvisioner, { ...minimal, ...options }, files);

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef: { readonly name: string | BackingRef; readonly key: string };
  };
}

/** Name of each variable, with its text or `<Secret>:<key>`; a Secret of ours by its id. */
function envOf(made: Recipe): Record<string, string> {
  return Object.fromEntries(
    variablesOf(made).map(({ name, value, valueFrom }) => {
      const { name: holder, key } = valueFrom?.secretKeyRef ?? { name: '', key: '' };
      return [name, value ?? `${isBackingRef(holder) ? holder.$backing : holder}:${key}`];
    }),
  );
}

const variablesOf = ({ values }: Recipe): readonly Variable[] => values.env as unknown as readonly Variable[];

const required = {
  NAMESPACE: 'axual',
  REGISTRY_URL: 'registry.axual.io/opensource/charts',
  CHART_NAME: 'ksml',
  CHART_VERSION: '1.3.0',
};

describe('environment', () => {
  test.each<[string, object, Record<string, string>]>([
    ['the least', {}, {}],
    ['another namespace (KP-2)', { targetNamespace: 'ksml' }, { NAMESPACE: 'ksml' }],
    ['another chart', { registry: { ...minimal.registry, chart: 'my-ksml' } }, { CHART_NAME: 'my-ksml' }],
    [
      'sign-in at the registry (KP-3)',
      {
        registry: {
          ...minimal.registry,
          auth: { username: 'robot', password: { fromConfig: 'registryPassword' } },
        },
      },
      {
        REGISTRY_AUTH_ENABLED: 'true',
        REGISTRY_USERNAME: 'secret/axual/edge-workers-registry:username',
        REGISTRY_PASSWORD: 'secret/axual/edge-workers-registry:password',
      },
    ],
    [
      'sign-in with a Secret that exists',
      { registry: { ...minimal.registry, auth: { existingSecret: 'registry' } } },
      {
        REGISTRY_AUTH_ENABLED: 'true',
        REGISTRY_USERNAME: 'registry:username',
        REGISTRY_PASSWORD: 'registry:password',
      },
    ],
    [
      'an authority for the registry',
      { registry: { ...minimal.registry, ca: { fromFile: 'ca.pem' } } },
      { CLIENT_CA_FILE: '/etc/ksml-registry-ca/ca.crt' },
    ],
    [
      'any registry',
      { registry: { ...minimal.registry, insecureSkipTlsVerify: true } },
      { INSECURE_SKIP_TLS_VERIFY: 'true' },
    ],
    [
      'basic auth',
      { basicAuth: { username: { fromConfig: 'apiUser' }, password: { fromConfig: 'apiPassword' } } },
      {
        BASIC_AUTH_ENABLED: 'true',
        BASIC_AUTH_USERNAME: 'secret/axual/edge-workers-basic-auth:username',
        BASIC_AUTH_PASSWORD: 'secret/axual/edge-workers-basic-auth:password',
      },
    ],
    [
      'server TLS (KP-5)',
      { tls: { certificate: { fromFile: 'tls.crt' }, privateKey: { fromConfig: 'tlsKey' } } },
      {
        SERVER_TLS_CERTIFICATE: 'secret/axual/edge-workers-tls:tls.crt',
        SERVER_TLS_PRIVATE_KEY: 'secret/axual/edge-workers-tls:tls.key',
      },
    ],
    [
      'server TLS from a Secret that exists',
      { tls: { existingSecret: 'ksml-provisioner' } },
      {
        SERVER_TLS_CERTIFICATE: 'ksml-provisioner:tls.crt',
        SERVER_TLS_PRIVATE_KEY: 'ksml-provisioner:tls.key',
      },
    ],
    [
      'tracing (KP-6)',
      { tracing: { endpoint: 'http://otel-collector:4317', headers: 'tenant=a', serviceName: 'ksml' } },
      {
        DISTRIBUTED_TRACING_ENABLED: 'true',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4317',
        OTEL_EXPORTER_OTLP_HEADERS: 'tenant=a',
        OTEL_SERVICE_NAME: 'ksml',
      },
    ],
    [
      'tracing with a token',
      { tracing: { endpoint: 'https://otel.example.com:443/v1', headers: { fromEnv: 'OTEL_HEADERS' } } },
      {
        DISTRIBUTED_TRACING_ENABLED: 'true',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com:443/v1',
        OTEL_EXPORTER_OTLP_HEADERS: 'secret/axual/edge-workers-tracing:headers',
      },
    ],
    [
      'a values file',
      { customValuesFile: '/etc/custom/values.yaml' },
      { CUSTOM_VALUES_FILE: '/etc/custom/values.yaml' },
    ],
  ])('%s', (_name, options, env) => {
    expect(envOf(recipe(options))).toEqual({ ...required, ...env });
  });

  test('every value is a text (KP-8)', () => {
    const everything = recipe({
      registry: { ...minimal.registry, insecureSkipTlsVerify: true, auth: { existingSecret: 'registry' } },
      basicAuth: { existingSecret: 'api' },
      tls: { existingSecret: 'tls' },
      tracing: { endpoint: 'http://otel:4317' },
    });
    for (const { value, valueFrom } of variablesOf(everything)) {
      expect(typeof value === 'string' || valueFrom !== undefined).toBe(true);
    }
  });

  test('secrets are of the type that their keys belong to, and take their sources as they are', () => {
    const { backing } = recipe({
      basicAuth: { username: 'admin', password: { fromConfig: 'apiPassword' } },
      tls: { certificate: { fromFile: 'tls.crt' }, privateKey: { fromConfig: 'tlsKey' } },
    });
    expect(backing).toMatchObject([
      {
        kind: 'secret',
        type: 'kubernetes.io/basic-auth',
        autoName: true,
        data: {
          username: 'admin',
          password: {
            source: { fromConfig: 'apiPassword' },
            path: ['releases', 'edge-workers', 'basicAuth', 'password'],
          },
        },
      },
      {
        kind: 'secret',
        type: 'kubernetes.io/tls',
        autoName: true,
        data: { 'tls.crt': { shape: 'pem-certificate' }, 'tls.key': { shape: 'pem-private-key' } },
      },
    ]);
  });

  test("the registry's authority is mounted where CLIENT_CA_FILE says (KP-7)", () => {
    const { values, backing } = recipe({ registry: { ...minimal.registry, ca: { fromFile: 'ca.pem' } } });
    const id = 'caBundle/axual/edge-workers-registry-ca';
    expect(values).toMatchObject({
      volumes: [{ name: 'registry-ca', configMap: { name: { $backing: id, field: 'name' } } }],
      volumeMounts: [{ name: 'registry-ca', mountPath: '/etc/ksml-registry-ca', readOnly: true }],
    });
    expect(backing).toMatchObject([{ kind: 'caBundle', id, data: { 'ca.crt': files['ca.pem'] } }]);
  });
});

describe('account and Role', () => {
  /** The table of the README: resource, API group, verbs. */
  const all = ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'];
  const table: readonly [resource: string, group: string, verbs: readonly string[]][] = [
    ['configmaps', '', all],
    ['pods', '', all],
    ['pods', 'metrics.k8s.io', ['get', 'list']],
    ['pods/log', '', all],
    ['secrets', '', all],
    ['serviceaccounts', '', all],
    ['services', '', all],
    ['statefulsets', 'apps', all],
    ['jobs', 'batch', all],
    ['prometheusrules', 'monitoring.coreos.com', all],
    ['servicemonitors', 'monitoring.coreos.com', all],
    ['ingresses', 'networking.k8s.io', all],
    ['networkpolicies', 'networking.k8s.io', all],
    ['persistentvolumeclaims', 'storage.k8s.io', all],
    ['persistentvolumeclaims', '', all], // KP-11: where they really are
  ];

  const own = recipe({
    targetNamespace: 'ksml',
    serviceAccount: { owner: 'stack', annotations: { a: 'b' } },
  });
  const role = own.backing.find((item): item is RoleBacking => item.kind === 'role');

  test.each(table)('%s of "%s" may be used (KP-10)', (resource, group, verbs) => {
    const rules = role?.rules.filter(
      ({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource),
    );
    expect(rules?.flatMap((rule) => rule.verbs)).toEqual(verbs);
  });

  test('nothing more may be used, and no wildcard is there (KP-12)', () => {
    const granted = role?.rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    );
    expect(granted?.toSorted()).toEqual(table.map(([resource, group]) => `${group}/${resource}`).toSorted());
  });

  test('owned by the stack: the account beside the provisioner, the Role in the target namespace', () => {
    expect(own.values).toMatchObject({
      rbac: { create: false, namespace: 'ksml' },
      serviceAccount: { create: false, name: 'edge-workers' },
    });
    expect(own.backing).toMatchObject([
      { kind: 'namespace', id: 'namespace/ksml', name: 'ksml' },
      {
        kind: 'serviceAccount',
        id: 'serviceAccount/axual/edge-workers',
        name: 'edge-workers',
        annotations: { a: 'b' },
      },
      {
        kind: 'role',
        id: 'role/ksml/edge-workers',
        namespace: 'ksml',
        subjects: [{ serviceAccount: 'edge-workers', namespace: 'axual' }],
      },
    ]);
  });

  test.each<[string, object, object, string[]]>([
    ['of the chart', {}, { rbac: undefined, serviceAccount: undefined }, []],
    [
      'of the chart, named',
      { serviceAccount: { name: 'sa' } },
      { rbac: undefined, serviceAccount: { name: 'sa' } },
      [],
    ],
    [
      'of the chart, in another namespace',
      { targetNamespace: 'ksml' },
      { rbac: { namespace: 'ksml' }, serviceAccount: undefined },
      ['namespace/ksml'],
    ],
    ['of the chart, in the same namespace', { targetNamespace: 'axual' }, { rbac: undefined }, []],
    [
      'that exists',
      { serviceAccount: { owner: 'existing', name: 'my-custom-sa' } },
      { rbac: { create: false }, serviceAccount: { create: false, name: 'my-custom-sa' } },
      [],
    ],
  ])('account %s', (_name, options, values, backing) => {
    const made = recipe(options);
    for (const [key, value] of Object.entries(values)) expect(made.values[key]).toEqual(value);
    expect(made.backing.map(({ id }) => id)).toEqual(backing);
  });
});

describe('values for applications', () => {
  const store = { spec: { resources: { requests: { storage: '1Gi' } } } };
  test.each<[string, object, object]>([
    ['without a store', { replicaCount: 2 }, { replicaCount: 2 }],
    [
      'with a store, which must be writable (KP-14)',
      { store },
      { store, podSecurityContext: { fsGroup: 0 } },
    ],
    [
      'with a store and another group',
      { store, podSecurityContext: { fsGroup: 1024, runAsNonRoot: true } },
      { store, podSecurityContext: { fsGroup: 1024, runAsNonRoot: true } },
    ],
  ])('%s', (_name, customValues, expected) => {
    expect(recipe({ customValues }).values.customValues).toEqual(expected);
  });

  test('all values go under the name of the chart in an umbrella', () => {
    const plain = recipe({ customValues: { replicaCount: 2 } });
    const nested = recipe({ customValues: { replicaCount: 2 }, nesting: 'umbrella' });
    expect(nested.values).toEqual({ 'ksml-provisioner': plain.values });
  });
});

test.each<[string, object, [string, string][]]>([
  ['an open API', {}, [['KP-4', '']]],
  ['passwords in plain text', { basicAuth: { existingSecret: 'a' } }, [['KP-4', 'basicAuth']]],
  ['nothing', { basicAuth: { existingSecret: 'a' }, tls: { existingSecret: 'b' } }, []],
  [
    'any registry',
    { registry: { ...minimal.registry, insecureSkipTlsVerify: true } },
    [
      ['KP-4', ''],
      ['KP-7', 'registry.insecureSkipTlsVerify'],
    ],
  ],
  [
    'a values file',
    { customValuesFile: '/a/b' },
    [
      ['KP-4', ''],
      ['KP-7', 'customValuesFile'],
    ],
  ],
  [
    'a foreign account',
    { serviceAccount: { owner: 'existing', name: 'a' } },
    [
      ['KP-4', ''],
      ['KP-9', 'serviceAccount'],
    ],
  ],
])('notices of %s', (_name, options, notices) => {
  expect(recipe(options).notices.map(({ rule, path }) => [rule, path.slice(2).join('.')])).toEqual(notices);
});
