/** Each invariant of the KSML Provisioner: a render that breaks it, found by its id, and one that keeps it. */
import { describe, expect, test } from 'vitest';
import type { Data, DataMap } from '../../src/kubernetes/data.ts';
import { ksmlProvisioner } from '../../src/systems/ksml/index.ts';
import type { Provided } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { foundBy, ruleOf, withObjects } from './edited.ts';
import { edits, idsWithout, merged, rendersOf, testFaults, type Edit, type FaultCase } from './faults.ts';
import { recipeSubject } from './recipe-subject.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

const { rules } = ksmlProvisioner;
const name = 'ksml-provisioner';
const provisioner = `Deployment ${name}, container ${name}`;

const secret = (secretName: string, ...keys: string[]): Provided => ({
  kind: 'Secret',
  namespace: 'axual',
  name: secretName,
  keys: new Set(keys),
  by: 'backing resource',
  release: null,
  object: null,
});
const provided = [
  secret('api', 'username', 'password'),
  secret('registry', 'username', 'password'),
  secret('tls', 'tls.crt', 'tls.key'),
];

const text = (variable: string, value: Data): DataMap => ({ name: variable, value });
const from = (variable: string, of: string, key: string): DataMap => ({
  name: variable,
  valueFrom: { secretKeyRef: { name: of, key } },
});
const required = {
  NAMESPACE: text('NAMESPACE', 'axual'),
  REGISTRY_URL: text('REGISTRY_URL', 'oci://registry.axual.io/opensource/charts'),
  CHART_NAME: text('CHART_NAME', 'ksml'),
  CHART_VERSION: text('CHART_VERSION', '1.3.0'),
};
const login = [
  text('BASIC_AUTH_ENABLED', 'true'),
  from('BASIC_AUTH_USERNAME', 'api', 'username'),
  from('BASIC_AUTH_PASSWORD', 'api', 'password'),
];
const tls = [
  from('SERVER_TLS_CERTIFICATE', 'tls', 'tls.crt'),
  from('SERVER_TLS_PRIVATE_KEY', 'tls', 'tls.key'),
];

/** The variables of a good environment, with some others in their place or after them. */
function env(...other: DataMap[]): DataMap {
  const all = new Map(
    [...Object.values(required), ...login, ...tls, ...other].map((entry) => [entry['name'], entry]),
  );
  return { env: [...all.values()] };
}
const without = (...names: string[]): DataMap => ({
  env: (env()['env'] as DataMap[]).filter((entry) => !names.some((variable) => variable === entry['name'])),
});

const bases: Readonly<Record<string, DataMap>> = {
  good: env(),
  custom: { ...env(), customValues: { resources: {} } },
};
const render = rendersOf(({ of = 'good', values = {} }) =>
  subjectOf(name, merged(bases[of] ?? {}, values), {
    release: name,
    namespace: 'axual',
    apiVersions: ['metrics.k8s.io/v1beta1'],
    provided,
  }),
);

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const custom = (customValues: DataMap): DataMap => ({ customValues });

const cases: readonly FaultCase[] = [
  {
    id: 'KP-1',
    what: 'a variable is gone',
    values: without('CHART_NAME'),
    found: [`${provisioner}: CHART_NAME is missing, and the provisioner does not start without it`],
  },
  {
    id: 'KP-1',
    what: 'a variable is empty',
    values: env(text('REGISTRY_URL', '')),
    found: [`${provisioner}: REGISTRY_URL is empty, and the provisioner does not start without it`],
  },
  {
    id: 'KP-1',
    what: 'no workload',
    edit: [['Deployment']],
    found: ['no workload of the release runs the provisioner'],
  },
  {
    id: 'KP-2',
    what: 'another NAMESPACE',
    values: env(text('NAMESPACE', 'ksml')),
    found: [
      'Role ksml-provisioner is in namespace axual, and applications go to ksml, where the provisioner then may do nothing',
      'RoleBinding ksml-provisioner is in namespace axual, and applications go to ksml, where the provisioner then may do nothing',
    ],
  },
  {
    id: 'KP-2',
    what: 'another rbac.namespace',
    values: { rbac: { namespace: 'ksml' } },
    found: [
      'Role ksml-provisioner is in namespace ksml, and applications go to axual, where the provisioner then may do nothing',
      'RoleBinding ksml-provisioner is in namespace ksml, and applications go to axual, where the provisioner then may do nothing',
    ],
  },
  {
    id: 'KP-2',
    what: 'a binding elsewhere',
    edit: [['RoleBinding', ['metadata', 'namespace'], 'ksml']],
    found: [
      'RoleBinding ksml-provisioner is in namespace ksml, and applications go to axual, where the provisioner then may do nothing',
    ],
  },
  {
    id: 'KP-3',
    what: 'half a sign-in',
    values: env(text('REGISTRY_AUTH_ENABLED', 'true'), from('REGISTRY_PASSWORD', 'registry', 'password')),
    found: [`${provisioner}: REGISTRY_AUTH_ENABLED is "true", and REGISTRY_USERNAME is missing`],
  },
  {
    id: 'KP-3',
    what: 'a password as text',
    values: env(
      text('REGISTRY_AUTH_ENABLED', 'true'),
      text('REGISTRY_USERNAME', 'robot'),
      text('REGISTRY_PASSWORD', 'canary'),
    ),
    found: [
      `${provisioner}: REGISTRY_PASSWORD stands in the pod as text, so everybody who may read pods has it`,
    ],
  },
  {
    id: 'KP-3',
    what: 'one key for both',
    values: env(
      text('REGISTRY_AUTH_ENABLED', 'true'),
      from('REGISTRY_USERNAME', 'registry', 'username'),
      from('REGISTRY_PASSWORD', 'registry', 'username'),
    ),
    found: [
      `${provisioner}: REGISTRY_USERNAME and REGISTRY_PASSWORD are both read from key username of Secret registry`,
    ],
  },
  {
    id: 'KP-3',
    what: 'switched off',
    values: env(text('REGISTRY_USERNAME', 'robot')),
    found: [`${provisioner}: REGISTRY_USERNAME has no effect, because REGISTRY_AUTH_ENABLED is not "true"`],
  },
  {
    id: 'KP-4',
    what: 'open',
    values: without('BASIC_AUTH_ENABLED', 'BASIC_AUTH_USERNAME', 'BASIC_AUTH_PASSWORD'),
    found: [
      `${provisioner}: the API runs code of whoever calls it, asks for no password, and no NetworkPolicy limits its callers`,
    ],
  },
  {
    id: 'KP-4',
    what: 'open to the world',
    values: {
      ...without('BASIC_AUTH_ENABLED', 'BASIC_AUTH_USERNAME', 'BASIC_AUTH_PASSWORD'),
      service: { type: 'LoadBalancer' },
    },
    found: [
      `${provisioner}: the API is open to everybody, and it can be reached from outside of the cluster by Service ksml-provisioner (LoadBalancer)`,
    ],
  },
  {
    id: 'KP-4',
    what: 'no password',
    values: without('BASIC_AUTH_PASSWORD'),
    found: [`${provisioner}: BASIC_AUTH_ENABLED is "true", and BASIC_AUTH_PASSWORD is missing`],
  },
  {
    id: 'KP-4',
    what: 'another Secret',
    values: env(from('BASIC_AUTH_PASSWORD', 'apis', 'password')),
    found: [
      `${provisioner}: BASIC_AUTH_PASSWORD is read from Secret apis, which nothing provides in namespace axual, so the container does not start; did you mean "api"?`,
    ],
  },
  {
    id: 'KP-4',
    what: 'another key',
    values: env(from('BASIC_AUTH_PASSWORD', 'api', 'pass')),
    found: [
      `${provisioner}: BASIC_AUTH_PASSWORD is read from key pass of Secret api, which has the keys password, username, so the container does not start`,
    ],
  },
  {
    id: 'KP-4',
    what: 'plain HTTP',
    values: without('SERVER_TLS_CERTIFICATE', 'SERVER_TLS_PRIVATE_KEY'),
    found: [
      `${provisioner}: user name and password travel in plain text, because SERVER_TLS_CERTIFICATE is not set`,
    ],
  },
  {
    id: 'KP-5',
    what: 'no private key',
    values: without('SERVER_TLS_PRIVATE_KEY'),
    found: [`${provisioner}: SERVER_TLS_PRIVATE_KEY is missing beside SERVER_TLS_CERTIFICATE`],
  },
  {
    id: 'KP-5',
    what: 'another key',
    values: env(from('SERVER_TLS_PRIVATE_KEY', 'tls', 'key.pem')),
    found: [
      `${provisioner}: SERVER_TLS_PRIVATE_KEY is read from key key.pem of Secret tls, which has the keys tls.crt, tls.key, so the container does not start`,
    ],
  },
  {
    id: 'KP-5',
    what: 'the certificate for the key',
    values: env(from('SERVER_TLS_PRIVATE_KEY', 'tls', 'tls.crt')),
    found: [
      `${provisioner}: SERVER_TLS_CERTIFICATE and SERVER_TLS_PRIVATE_KEY are both read from key tls.crt of Secret tls`,
    ],
  },
  {
    id: 'KP-5',
    what: 'a key as text',
    values: env(text('SERVER_TLS_PRIVATE_KEY', 'canary')),
    found: [
      `${provisioner}: SERVER_TLS_PRIVATE_KEY stands in the pod as text, so everybody who may read pods has it`,
    ],
  },
  {
    id: 'KP-6',
    what: 'no collector',
    values: env(text('DISTRIBUTED_TRACING_ENABLED', 'true')),
    found: [`${provisioner}: tracing is on, and OTEL_EXPORTER_OTLP_ENDPOINT is missing`],
  },
  {
    id: 'KP-6',
    what: 'no port',
    values: env(
      text('DISTRIBUTED_TRACING_ENABLED', 'true'),
      text('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel'),
    ),
    found: [`${provisioner}: OTEL_EXPORTER_OTLP_ENDPOINT is not http:// or https:// with a host and a port`],
  },
  {
    id: 'KP-6',
    what: 'switched off',
    values: env(text('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel:4317')),
    found: [
      `${provisioner}: OTEL_EXPORTER_OTLP_ENDPOINT has no effect, because DISTRIBUTED_TRACING_ENABLED is not "true"`,
    ],
  },
  {
    id: 'KP-6',
    what: 'a token as text',
    values: env(
      text('DISTRIBUTED_TRACING_ENABLED', 'true'),
      text('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://otel:4317'),
      text('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=canary'),
    ),
    found: [
      `${provisioner}: OTEL_EXPORTER_OTLP_HEADERS stands in the pod as text, and signs in to the collector`,
    ],
  },
  {
    id: 'KP-7',
    what: 'any registry',
    values: env(text('INSECURE_SKIP_TLS_VERIFY', 'true')),
    found: [`${provisioner}: INSECURE_SKIP_TLS_VERIFY is on, so any server may pass for the registry`],
  },
  {
    id: 'KP-7',
    what: 'a CA that is not mounted',
    values: env(text('CLIENT_CA_FILE', '/ca/ca.crt')),
    found: [`${provisioner}: CLIENT_CA_FILE is /ca/ca.crt, and no volume is mounted there`],
  },
  {
    id: 'KP-7',
    what: 'a file that the ConfigMap lacks',
    of: 'custom',
    values: env(text('CUSTOM_VALUES_FILE', '/etc/ksml-provisioner/custom.yaml')),
    found: [
      `${provisioner}: CUSTOM_VALUES_FILE is /etc/ksml-provisioner/custom.yaml, and ConfigMap ksml-provisioner-custom-values, mounted there, has no key custom.yaml (it has values.yaml)`,
    ],
  },
  {
    id: 'KP-8',
    what: 'a boolean',
    values: env(text('BASIC_AUTH_ENABLED', true)),
    found: [`${provisioner}: BASIC_AUTH_ENABLED is a boolean, and the API server takes texts only`],
  },
  {
    id: 'KP-8',
    what: 'yes',
    values: env(text('REGISTRY_AUTH_ENABLED', 'yes')),
    found: [`${provisioner}: REGISTRY_AUTH_ENABLED is neither "true" nor "false"`],
  },
  {
    id: 'KP-9',
    what: 'the default account',
    values: { serviceAccount: { create: false } },
    found: [
      'Deployment ksml-provisioner runs as service account "default", so every pod of the namespace has its rights',
    ],
  },
  {
    id: 'KP-9',
    what: 'no account',
    edit: [['ServiceAccount']],
    found: [
      'Deployment ksml-provisioner runs as service account ksml-provisioner, which nothing provides in namespace axual, so no pod of it is made',
    ],
  },
  {
    id: 'KP-9',
    what: 'another account is bound',
    edit: [['RoleBinding', ['subjects', 0, 'name'], 'other']],
    found: [
      "RoleBinding ksml-provisioner binds axual/other, and the pods run as axual/ksml-provisioner, so they don't get the rights",
    ],
  },
  {
    id: 'KP-9',
    what: 'an account of another namespace is bound',
    edit: [['RoleBinding', ['subjects', 0, 'namespace'], 'other']],
    found: [
      "RoleBinding ksml-provisioner binds other/ksml-provisioner, and the pods run as axual/ksml-provisioner, so they don't get the rights",
    ],
  },
  {
    id: 'KP-9',
    what: 'another role is bound',
    edit: [['RoleBinding', ['roleRef', 'name'], 'other']],
    found: [
      'RoleBinding ksml-provisioner binds Role other, which nothing provides in namespace axual, so it grants nothing',
    ],
  },
  {
    id: 'KP-9',
    what: 'no binding',
    edit: [['RoleBinding']],
    found: [
      'Deployment ksml-provisioner runs as ksml-provisioner, and no RoleBinding in namespace axual names it, so it may do nothing there',
    ],
  },
  {
    id: 'KP-9',
    what: 'no token',
    edit: [['Deployment', [...pod, 'automountServiceAccountToken'], false]],
    found: ['Deployment ksml-provisioner gets no token of its account, so it may do nothing'],
  },
  {
    id: 'KP-10',
    what: 'a verb is missing',
    edit: [['Role', ['rules', 2, 'verbs'], ['get', 'list', 'watch', 'create', 'patch', 'update']]],
    found: [
      'Role ksml-provisioner does not grant delete on statefulsets of apps: the runner chart makes a StatefulSet for each application',
    ],
  },
  {
    id: 'KP-10',
    what: 'a resource is missing',
    edit: [
      ['Role', ['rules', 0, 'resources'], ['configmaps', 'pods', 'pods/log', 'serviceaccounts', 'services']],
    ],
    found: [
      'Role ksml-provisioner does not grant get, list, watch, create, patch, update, delete on secrets of the core group: the runner chart makes a Secret of a Helm release for each application',
    ],
  },
  {
    id: 'KP-10',
    what: 'another group',
    edit: [['Role', ['rules', 3, 'apiGroups'], ['jobs']]],
    found: [
      'Role ksml-provisioner does not grant get, list, watch, create, patch, update, delete on jobs of batch: the runner chart makes a Job for each application',
    ],
  },
  {
    id: 'KP-10',
    what: 'a kind that customValues ask for',
    values: custom({ ingress: { enabled: true } }),
    edit: [['Role', ['rules', 5, 'resources'], ['networkpolicies']]],
    found: [
      'Role ksml-provisioner does not grant get, list, watch, create, patch, update, delete on ingresses of networking.k8s.io: customValues ask for a Ingress',
    ],
  },
  {
    id: 'KP-10',
    what: 'rules for one name only',
    edit: [['Role', ['rules', 1, 'resourceNames'], ['x']]],
    found: [
      'Role ksml-provisioner does not grant get, list on pods of metrics.k8s.io: the README asks for it',
    ],
  },
  {
    id: 'KP-12',
    what: 'a ClusterRole',
    edit: [['Role', ['kind'], 'ClusterRole']],
    found: [
      'ClusterRole ksml-provisioner belongs to the whole cluster, and the provisioner needs one namespace',
    ],
  },
  {
    id: 'KP-12',
    what: 'a dangerous verb',
    edit: [['Role', ['rules', 0, 'verbs', 7], 'escalate']],
    found: ['Role ksml-provisioner grants escalate, by which the provisioner may get any right'],
  },
  {
    id: 'KP-12',
    what: 'a binding for the cluster',
    edit: [['RoleBinding', ['kind'], 'ClusterRoleBinding']],
    found: ['ClusterRoleBinding ksml-provisioner gives the provisioner rights in the whole cluster'],
  },
  {
    id: 'KP-13',
    what: 'a chart repository',
    values: env(text('REGISTRY_URL', 'https://user:canary@charts.example.com')),
    found: [`${provisioner}: REGISTRY_URL is no OCI registry of the form oci://HOST/PATH or HOST/PATH`],
  },
  {
    id: 'KP-13',
    what: 'Nexus',
    values: env(text('REGISTRY_URL', 'nexus.example.com/charts')),
    found: [`${provisioner}: REGISTRY_URL speaks of Nexus, which the provisioner does not support`],
  },
  {
    id: 'KP-13',
    what: 'a snapshot',
    values: env(text('CHART_VERSION', '0.0.0-snapshot')),
    found: [`${provisioner}: CHART_VERSION is 0.0.0-snapshot, which is no exact, released version`],
  },
  {
    id: 'KP-13',
    what: 'a range',
    values: env(text('CHART_VERSION', '1.x')),
    found: [`${provisioner}: CHART_VERSION is 1.x, which is no exact, released version`],
  },
  {
    id: 'KP-14',
    what: 'a store without a group',
    values: custom({ store: { spec: { accessModes: ['ReadWriteOnce'] } } }),
    found: [
      'customValues have store.spec and no podSecurityContext.fsGroup, so applications cannot write to their volume',
    ],
  },
  {
    id: 'KP-16',
    what: 'monitoring that the cluster lacks',
    values: custom({ prometheus: { enabled: true }, serviceMonitor: { enabled: true } }),
    found: [
      'customValues enable serviceMonitor, and monitoring.coreos.com/v1 is not among the API versions of the cluster, so they are left out',
    ],
  },
  {
    id: 'KP-17',
    what: 'values that the runner breaks',
    values: custom({
      topologySpreadConstraints: [{ maxSkew: 1 }],
      replicaCount: 'many',
      applicationServer: { port: 8080 },
    }),
    found: [
      '/etc/ksml-provisioner/values.yaml: topologySpreadConstraints: KR-3: the runner chart renders these into invalid YAML; use affinity',
      '/etc/ksml-provisioner/values.yaml: replicaCount: expected a whole number',
      '/etc/ksml-provisioner/values.yaml: applicationServer.port: expected the port as text, in quotes',
    ],
  },
  {
    id: 'KP-17',
    what: 'a password for Kafka',
    values: custom({ ksmlRunnerConfig: { kafka: { 'ssl.key.password': 'canary' } } }),
    found: [
      '/etc/ksml-provisioner/values.yaml: ksmlRunnerConfig.kafka.ssl.key.password: KR-10: this secret would be readable in a ConfigMap; use ${env:NAME} or another config provider of Kafka, or the option kafka of a ksml-application',
    ],
  },
  {
    id: 'KP-17',
    what: 'no map',
    of: 'custom',
    edit: [['ConfigMap', ['data', 'values.yaml'], 'just text']],
    found: ['/etc/ksml-provisioner/values.yaml is not a YAML map of values'],
  },
  {
    id: 'KP-18',
    what: 'another cluster',
    values: env(text('KUBECONFIG', '/etc/kubeconfig')),
    found: [`${provisioner}: KUBECONFIG points to another cluster than the one it runs in`],
  },
  {
    id: 'ksml-provisioner/nesting',
    what: 'under the name of the chart',
    values: { 'ksml-provisioner': { customValues: {} } },
    found: [
      'values under ksml-provisioner do nothing: the chart is installed by itself and reads them at the top level',
    ],
  },
  {
    id: 'ksml-provisioner/custom-values',
    what: 'no checksum',
    of: 'custom',
    edit: [['Deployment', ['spec', 'template', 'metadata', 'annotations']]],
    found: [
      "Deployment ksml-provisioner reads ConfigMap ksml-provisioner-custom-values, and no checksum of it is among the annotations of its pods, so new values don't roll it",
    ],
  },
  {
    id: 'ksml-provisioner/custom-values',
    what: 'no variable',
    of: 'custom',
    edit: [['Deployment', [...container, 'env', 9]]],
    found: [
      `${provisioner}: customValues are set, and no CUSTOM_VALUES_FILE names them, so applications run without them`,
    ],
  },
  {
    id: 'ksml-provisioner/probes',
    what: 'another port',
    edit: [['Deployment', [...container, 'livenessProbe', 'tcpSocket', 'port'], 'api']],
    found: [`${provisioner}: the livenessProbe asks port api, and the container has http`],
  },
  {
    id: 'ksml-provisioner/probes',
    what: 'by HTTP',
    values: { livenessProbe: { tcpSocket: null, httpGet: { path: '/', port: 'http' } } },
    found: [`${provisioner}: the livenessProbe asks by HTTP without a password, and the server wants one`],
  },
  {
    id: 'ksml-provisioner/probes',
    what: 'none',
    edit: [['Deployment', [...container, 'readinessProbe']]],
    found: [`${provisioner} has no readinessProbe, and the values have one`],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another selector of the Service',
    edit: [['Service', ['spec', 'selector', 'app.kubernetes.io/name'], 'other']],
    found: [
      'Service ksml-provisioner selects app.kubernetes.io/instance=ksml-provisioner, app.kubernetes.io/name=other, and no pod of the release has these labels, so it leads nowhere',
      'no Service of the release leads to the provisioner, so nobody reaches its API',
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another selector of the Deployment',
    edit: [['Deployment', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'], 'other']],
    found: [
      "Deployment ksml-provisioner selects app.kubernetes.io/name=other, which its own pods don't have, so the API server refuses it",
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another targetPort',
    edit: [['Service', ['spec', 'ports', 0, 'targetPort'], 'api']],
    found: [
      'Service ksml-provisioner sends port http (8080/TCP) to api of Deployment ksml-provisioner, whose containers have no such port',
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another port',
    edit: [['Service', ['spec', 'ports', 0, 'port'], 80]],
    found: [
      'Service ksml-provisioner: spec.ports.0.port is not what the value service.port says: 80 instead of 8080',
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another namespace',
    edit: [['Service', ['metadata', 'namespace'], 'default']],
    found: [
      'Service ksml-provisioner is in namespace default, and what it works with is in axual, the namespace of the release',
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'no volume',
    of: 'custom',
    edit: [['Deployment', [...pod, 'volumes']]],
    found: [
      `${provisioner}: /etc/ksml-provisioner is volume custom-values, which the pod does not have, so the API server refuses it`,
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'a variable of the values is gone',
    edit: [['Deployment', [...container, 'env', 3]]],
    found: [
      'Deployment ksml-provisioner: spec.template.spec.containers.0.env is not what the value env says',
    ],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another tag',
    edit: [['Deployment', [...container, 'image'], 'registry.axual.io/axual/ksml-provisioner:0.4.0']],
    found: [`${provisioner}: the tag of the image is 0.4.0, and the values say 0.5.0`],
  },
  {
    id: 'ksml-provisioner/wiring',
    what: 'another image',
    edit: [['Deployment', [...container, 'image'], 'other:1']],
    found: [
      `${provisioner}: the image is not of the repository registry.axual.io/axual/ksml-provisioner, which the values name`,
    ],
  },
  {
    id: 'KP-7',
    what: 'a ConfigMap that is not there',
    of: 'custom',
    edit: [['ConfigMap']],
    found: [
      `${provisioner}: CUSTOM_VALUES_FILE is /etc/ksml-provisioner/values.yaml, and ksml-provisioner-custom-values, mounted there, is provided by nothing in namespace axual, so the pods do not start`,
    ],
  },
  {
    id: 'KP-9',
    what: 'another API group',
    edit: [['RoleBinding', ['roleRef', 'apiGroup'], 'rbac']],
    found: [
      'RoleBinding ksml-provisioner: apiGroup of its roleRef is rbac instead of rbac.authorization.k8s.io, so the API server refuses it',
    ],
  },
  {
    id: 'ksml-provisioner/custom-values',
    what: 'an empty variable',
    of: 'custom',
    edit: [['Deployment', [...container, 'env', 9, 'value']]],
    found: [
      `${provisioner}: customValues are set, and no CUSTOM_VALUES_FILE names them, so applications run without them`,
    ],
  },
  {
    id: 'ksml-provisioner/probes',
    what: 'no handler',
    edit: [['Deployment', [...container, 'livenessProbe', 'tcpSocket']]],
    found: [`${provisioner}: the livenessProbe asks no port`],
  },
  {
    id: 'ksml-provisioner/probes',
    what: 'another period',
    edit: [['Deployment', [...container, 'livenessProbe', 'periodSeconds'], 1]],
    found: [
      'Deployment ksml-provisioner: spec.template.spec.containers.0.livenessProbe is not what the value livenessProbe says',
    ],
  },
];

describe('a fault is found by its id', () => {
  testFaults(rules, cases, render);

  test('every rule has one; KP-11 and KP-15 are below', () => {
    expect(idsWithout(rules, cases)).toEqual(['KP-11', 'KP-15']);
  });
});

test('KP-11 claims are in the core group', async () => {
  const rule = ruleOf(rules, 'KP-11');
  const subject = await render({});
  expect(violations(rule, subject)).toMatchObject([
    {
      message: `Role ${name} does not grant get, list, watch, create, patch, update, delete on persistentvolumeclaims of the core group, only of storage.k8s.io, which has none`,
    },
  ]);
  const core: Edit = ['Role', ['rules', 6, 'apiGroups'], ['']];
  expect(violations(rule, edits(subject, [core]))).toEqual([]);
});

describe('a good render keeps', () => {
  test.each((rules ?? []).filter(({ id }) => id !== 'KP-11'))('$id', async (rule) => {
    for (const of of ['good', 'custom']) expect(violations(rule, await render({ of }))).toEqual([]);
  });

  const options = {
    chart: { ref: './charts/ksml-provisioner' },
    namespace: 'axual',
    registry: { url: 'registry.axual.io/opensource/charts', chartVersion: '1.3.0' },
  };
  const everything = {
    targetNamespace: 'ksml',
    registry: {
      ...options.registry,
      ca: { fromFile: 'ca.pem' },
      auth: { username: 'robot', password: { fromConfig: 'registryPassword' } },
    },
    basicAuth: { username: 'admin', password: { fromConfig: 'apiPassword' } },
    tls: { certificate: { fromFile: 'tls.crt' }, privateKey: { fromConfig: 'tlsKey' } },
    tracing: { endpoint: 'http://otel:4317', serviceName: 'ksml' },
    serviceAccount: { owner: 'stack' },
    customValues: { store: { spec: { resources: { requests: { storage: '1Gi' } } } } },
  };
  const recipes: [string, object, string[]][] = [
    ['the least', {}, ['KP-4', 'KP-11']],
    ['another namespace', { targetNamespace: 'ksml' }, ['KP-4', 'KP-11']],
    ['everything', everything, []],
    ['an account of somebody else', { serviceAccount: { owner: 'existing', name: 'theirs' } }, ['KP-4']],
  ];
  test.each(recipes)('of the recipe: %s', async (_, more, warnings) => {
    const theirs: Provided = { ...secret('theirs'), kind: 'ServiceAccount', keys: null };
    const subject = await recipeSubject(
      ksmlProvisioner,
      name,
      { ...options, ...more },
      {
        namespace: 'axual',
        files: { 'ca.pem': '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n' },
        provided: [theirs],
      },
    );
    expect(foundBy(rules, subject, 'error')).toEqual([]);
    expect(foundBy(rules, subject, 'warning').map((found) => found.split(':')[0])).toEqual(warnings);
  });
});

describe('what others make', () => {
  test('KP-4 a NetworkPolicy limits callers, unless it lets in everybody', async () => {
    const open = await render({
      values: without('BASIC_AUTH_ENABLED', 'BASIC_AUTH_USERNAME', 'BASIC_AUTH_PASSWORD'),
    });
    const fenced = (ingress: Data) => {
      const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress };
      const policy = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'p' },
        spec,
      };
      const subject = withObjects(open, [...open.objects, renderedObject(policy)], provided);
      return violations(ruleOf(rules, 'KP-4'), subject);
    };
    expect(fenced([{ from: [{ podSelector: { matchLabels: { app: 'console' } } }] }])).toEqual([]);
    expect(fenced([{}])).toMatchObject([{ severity: 'warning' }]);
  });

  test('KP-9 KP-10 rights that are not known are said to be so', async () => {
    const values = { rbac: { create: false }, serviceAccount: { create: false, name: 'theirs' } };
    const bare = await render({ values });
    expect(unjudged(ruleOf(rules, 'KP-9'), bare)).toEqual([
      'the rights of service account axual/theirs in namespace axual: no RoleBinding for it is known here',
    ]);
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'b' },
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [{ kind: 'ServiceAccount', name: 'theirs', namespace: 'axual' }],
    };
    const role: Provided = { ...secret('r'), kind: 'Role', keys: null, by: 'external[0]' };
    const subject = withObjects(bare, [...bare.objects, renderedObject(binding)], [role]);
    expect(unjudged(ruleOf(rules, 'KP-10'), subject)).toEqual([
      'the rules of the Roles of service account axual/theirs in namespace axual, which somebody else makes',
    ]);
  });

  test('KP-14 KP-17 values in a file of somebody else are not judged', async () => {
    const values = {
      ...env(text('CUSTOM_VALUES_FILE', '/values/values.yaml')),
      volumes: [{ name: 'values', configMap: { name: 'theirs' } }],
      volumeMounts: [{ name: 'values', mountPath: '/values' }],
    };
    const subject = await render({ values });
    const unknown = 'the values of the runner in /values/values.yaml, whose content is not known here';
    expect(['KP-14', 'KP-17'].flatMap((id) => unjudged(ruleOf(rules, id), subject))).toEqual([
      unknown,
      unknown,
    ]);
  });

  test('KP-15 names come with each deployment', async () => {
    expect(unjudged(ruleOf(rules, 'KP-15'), await render({}))).toEqual([
      'tenant, instance, environment and application, which come with each POST /deploy',
    ]);
  });

  test('KP-16 a metrics server is not known of', async () => {
    const subject = await subjectOf(name, env(), { release: name, namespace: 'axual', provided });
    expect(unjudged(ruleOf(rules, 'KP-16'), subject)).toEqual([
      'whether the cluster has a metrics server, which GET /metrics reads: metrics.k8s.io/v1beta1 is not among the API versions given',
    ]);
  });
});

test('in an umbrella, values are under the name of the chart', async () => {
  const alone = await render({ values: env(text('NAMESPACE', 'ksml')) });
  const chart = { ...alone.chart, name: 'umbrella' };
  const objects = alone.objects.map((object) => ({
    ...object,
    template: `umbrella/charts/${object.template}`,
  }));
  const umbrella = {
    ...withObjects(alone, objects, provided),
    chart,
    values: { [name]: alone.values },
    given: { env: [] },
  };
  expect(violations(ruleOf(rules, 'KP-2'), umbrella)[0]?.value?.[0]).toBe(name);
  expect(violations(ruleOf(rules, 'ksml-provisioner/nesting'), umbrella)).toMatchObject([{ value: ['env'] }]);
  expect(violations(ruleOf(rules, 'ksml-provisioner/wiring'), umbrella)).toEqual([]);
});

test('no finding has a secret in it', async () => {
  const values = env(
    text('REGISTRY_AUTH_ENABLED', 'true'),
    text('REGISTRY_PASSWORD', 'canary'),
    text('BASIC_AUTH_PASSWORD', 'canary'),
    text('SERVER_TLS_PRIVATE_KEY', 'canary'),
    text('REGISTRY_URL', 'https://u:canary@r'),
    text('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=canary'),
  );
  const subject = await render({
    values: { ...values, customValues: { ksmlRunnerConfig: { kafka: { 'a.password': 'canary' } } } },
  });
  expect(foundBy(rules, subject, 'error').length).toBeGreaterThan(4);
  expect(foundBy(rules, subject).join('\n')).not.toContain('canary');
});
