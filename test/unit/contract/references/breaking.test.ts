/** One thing broken in a release that works: each rule finds what it is for, and the others find nothing. */
import { describe, expect, test } from 'vitest';
import { references } from '../../../../src/contract/references/references.ts';
import type { Data, DataPath } from '../../../../src/kubernetes/data.ts';
import { foundBy, notChecked, put, release, ruleOf } from './made.ts';
import { container, external, labels, pod, whole } from './whole-app.ts';

type Change = readonly [object: string, path: DataPath, value: Data | undefined];
/** What is changed, the rules that find something with their severity, and a part of the first message. */
type Case = readonly [what: string, change: Change, found: readonly string[], message: string];

const deployment = 'Deployment web';
const deep = (...path: DataPath): DataPath => [...container, ...path];
const cache = 'StatefulSet cache';
const cacheContainer = ['spec', 'template', 'spec', 'containers', 0];
const template = ['spec', 'template', 'metadata', 'labels'];
const matchLabels = ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'];
const chartLabels = { part: 'cache', 'helm.sh/chart': 'app-1.0.0' };
const versioned = {
  serviceName: 'cache',
  selector: { matchLabels: chartLabels },
  template: {
    metadata: { labels: chartLabels },
    spec: { containers: [{ name: 'cache', ports: [{ name: 'tcp', containerPort: 6379 }] }] },
  },
};
const ports = ['spec', 'ports'];
const backend = ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service'];

const data: readonly Case[] = [
  [
    'the Secret of a variable',
    [deployment, deep('env', 0, 'valueFrom', 'secretKeyRef', 'name'), 'wep'],
    ['error reference/secret'],
    'Deployment web, container web, variable TOKEN: there is no Secret apps/wep (did you mean "web" of release app?). The pod waits',
  ],
  [
    'a Secret without a name',
    [deployment, deep('env', 0, 'valueFrom', 'secretKeyRef', 'name'), ''],
    ['error reference/secret'],
    'variable TOKEN: names no Secret',
  ],
  [
    'a required envFrom',
    [deployment, deep('envFrom', 1, 'secretRef'), { name: 'more' }],
    ['error reference/secret'],
    'container web, envFrom: there is no Secret apps/more.',
  ],
  [
    'the key of a variable',
    [deployment, deep('env', 0, 'valueFrom', 'secretKeyRef', 'key'), 'tokem'],
    ['error reference/secret-key'],
    'variable TOKEN: Secret apps/web has no key "tokem" (did you mean "token"?); it has token (release app)',
  ],
  [
    'the key of a projected file',
    [deployment, [...pod, 'volumes', 1, 'projected', 'sources', 0, 'secret', 'items', 0, 'key'], 'x'],
    ['error reference/secret-key'],
    'Deployment web, volume keys: Secret apps/web has no key "x"; it has token (release app)',
  ],
  [
    'a key taken out of the Secret',
    ['Secret db', ['stringData', 'url'], undefined],
    ['error reference/secret-key'],
    'Job migrate, container migrate, variable URL: Secret apps/db has no key "url"; it has none',
  ],
  [
    'the ConfigMap of a volume',
    [deployment, [...pod, 'volumes', 0, 'configMap', 'name'], 'registry'],
    // The mount by subPath names it too.
    ['error reference/config-map', 'error reference/config-map'],
    'there is no ConfigMap apps/registry (there is a Secret of that name, of release app)',
  ],
  [
    'the key of a variable from a ConfigMap',
    [deployment, deep('env', 1, 'valueFrom', 'configMapKeyRef', 'key'), 'levle'],
    ['error reference/config-map-key'],
    'has no key "levle" (did you mean "level"?)',
  ],
  [
    'the file of a mount',
    [deployment, deep('volumeMounts', 0, 'subPath'), 'config.yml'],
    ['error reference/config-map-key'],
    'mount of config/config.yml: ConfigMap apps/web has no key "config.yml" (did you mean "config.yaml"?); it has config.yaml, level (release app). The container gets an empty folder',
  ],
  [
    'a pull secret',
    [deployment, [...pod, 'imagePullSecrets', 0, 'name'], 'registri'],
    ['error reference/image-pull-secret'],
    'imagePullSecrets: there is no Secret apps/registri',
  ],
  [
    'a pull secret of another type',
    ['ServiceAccount web', ['imagePullSecrets', 0, 'name'], 'web'],
    ['error reference/image-pull-secret'],
    'ServiceAccount web, imagePullSecrets: Secret apps/web is of type Opaque',
  ],
  [
    'the certificate of an Ingress',
    ['Ingress web', ['spec', 'tls', 0, 'secretName'], 'web-tsl'],
    ['error reference/tls-secret'],
    'there is no Secret apps/web-tsl (did you mean "web-tls" of release app (ExternalSecret web-tls)?)',
  ],
  [
    'a certificate without a key',
    ['ExternalSecret web-tls', ['spec', 'data', 1], undefined],
    ['error reference/tls-secret'],
    'Secret apps/web-tls has no key "tls.key"; it has tls.crt (release app (ExternalSecret web-tls))',
  ],
];

const objects: readonly Case[] = [
  [
    'a claim',
    [deployment, [...pod, 'volumes', 2, 'persistentVolumeClaim', 'claimName'], 'data'],
    ['error reference/claim'],
    'volume data: there is no PersistentVolumeClaim apps/data. The pod stays Pending',
  ],
  [
    'a service account',
    [deployment, [...pod, 'serviceAccountName'], 'wob'],
    ['error reference/service-account'],
    'serviceAccountName: there is no ServiceAccount apps/wob (did you mean "web" of release app?)',
  ],
  [
    'a priority class',
    [deployment, [...pod, 'priorityClassName'], 'high'],
    ['error reference/class'],
    'priorityClassName: there is no PriorityClass high.',
  ],
  [
    'a runtime class',
    [deployment, [...pod, 'runtimeClassName'], 'gvisor'],
    ['error reference/class'],
    'there is no RuntimeClass gvisor',
  ],
  [
    'an ingress class',
    ['Ingress web', ['spec', 'ingressClassName'], 'ngnix'],
    ['warning reference/class'],
    'there is no IngressClass ngnix (did you mean "nginx" of external[0]?). No controller may serve it',
  ],
  [
    'the Service of an Ingress',
    ['Ingress web', [...backend, 'name'], 'app'],
    ['error reference/service'],
    'backend: there is no Service apps/app. Nothing answers there',
  ],
  [
    'the Service of a StatefulSet',
    ['StatefulSet cache', ['spec', 'serviceName'], 'cache-headless'],
    ['warning reference/service'],
    'there is no Service apps/cache-headless. Its pods have no names in DNS',
  ],
  [
    'the target of an autoscaler',
    ['HorizontalPodAutoscaler web', ['spec', 'scaleTargetRef', 'name'], 'wbe'],
    ['error reference/scale-target'],
    'there is no Deployment apps/wbe (did you mean "web" of release app?). It scales nothing',
  ],
  [
    'the kind of the target',
    ['HorizontalPodAutoscaler web', ['spec', 'scaleTargetRef', 'kind'], 'StatefulSet'],
    ['error reference/scale-target'],
    'there is no StatefulSet apps/web (there is a Deployment of that name, of release app)',
  ],
  [
    'a role',
    ['RoleBinding web', ['roleRef', 'kind'], 'ClusterRole'],
    ['error reference/role'],
    'roleRef: there is no ClusterRole web.',
  ],
  [
    'the account of a binding',
    ['RoleBinding web', ['subjects', 0, 'namespace'], 'other'],
    ['error reference/role'],
    'subject: there is no ServiceAccount other/web (namespace apps has one of that name, of release app)',
  ],
  [
    'the store of an ExternalSecret',
    ['ExternalSecret web-tls', ['spec', 'secretStoreRef', 'kind'], 'ClusterSecretStore'],
    ['error reference/secret-store'],
    'there is no ClusterSecretStore vault (there is a SecretStore',
  ],
  [
    'the account of a store',
    ['SecretStore vault', ['spec', 'provider', 'aws', 'auth', 'jwt', 'serviceAccountRef', 'name'], 'eso'],
    ['error reference/service-account'],
    'SecretStore vault, provider, serviceAccountRef: there is no ServiceAccount apps/eso',
  ],
  [
    'a namespace',
    ['PersistentVolumeClaim web-data', ['metadata', 'namespace'], 'kube-sistem'],
    ['error reference/claim', 'error reference/namespace'],
    'volume data: there is no PersistentVolumeClaim apps/web-data (namespace kube-sistem has one of that name',
  ],
];

const inside: readonly Case[] = [
  [
    'a mount without its volume',
    [deployment, [...pod, 'volumes', 2, 'name'], 'date'],
    ['error reference/volume', 'notice reference/volume'],
    'container web: the pod has no volume "data" (did you mean "date"?)',
  ],
  [
    'two mounts at one path',
    [deployment, deep('volumeMounts', 2, 'mountPath'), '/etc/web/keys'],
    ['error reference/volume'],
    'two mounts at /etc/web/keys',
  ],
  [
    'a mode in decimal',
    [deployment, [...pod, 'volumes', 1, 'projected', 'defaultMode'], 644],
    ['error reference/volume'],
    'volume keys: 644 is no file mode',
  ],
  [
    'a volume that nothing mounts',
    [deployment, [...pod, 'volumes', 3], { name: 'tmp', emptyDir: {} }],
    ['notice reference/volume'],
    'volume tmp: no container mounts it',
  ],
  [
    'a variable that an argument uses',
    [cache, [...cacheContainer, 'args'], ['$(SIZE)', '$$(SIZE)', '$(date)', '$(WEB_SERVICE_HOST)']],
    ['error reference/variable'],
    'StatefulSet cache, container cache, args: $(SIZE) is no variable of the container. The program gets "$(SIZE)" as it stands',
  ],
  [
    'a variable before the one that it uses',
    [
      cache,
      [...cacheContainer, 'env'],
      [
        { name: 'COPY', value: '$(SIZE)' },
        { name: 'SIZE', value: '1' },
      ],
    ],
    ['error reference/variable'],
    'variable COPY: $(SIZE) is no variable',
  ],
  [
    'the port of an address',
    [deployment, deep('env', 2, 'value'), 'redis://cache:6380'],
    ['warning reference/address'],
    'variable CACHE: cache:6380: Service apps/cache has no port 6380, it has redis 6379 (release app)',
  ],
  [
    'the name in an address',
    [deployment, deep('env', 2, 'value'), 'redis://cahce.apps.svc.cluster.local:6379'],
    ['warning reference/address'],
    'there is no Service apps/cahce (did you mean "cache" of release app?)',
  ],
];

const selectors: readonly Case[] = [
  [
    'the labels of a template',
    [deployment, [...template, 'app.kubernetes.io/name'], 'wob'],
    [
      'error selector/workload',
      'error selector/service',
      'error selector/disruption-budget',
      'error selector/network-policy',
      'warning network/ingress', // the cache lets in by these labels
    ],
    'its selector app.kubernetes.io/name=web does not match the labels of its own pod template (app.kubernetes.io/instance=app, app.kubernetes.io/name=wob)',
  ],
  [
    'the labels of another workload’s pods',
    [cache, template, { ...labels, part: 'cache' }],
    ['warning selector/workload', 'warning selector/overlap', 'warning selector/overlap'],
    'Deployment web also selects the pods of StatefulSet cache',
  ],
  [
    'a version among the labels of a selector',
    [cache, ['spec'], versioned],
    ['warning selector/workload'],
    'StatefulSet cache selects by helm.sh/chart, which change with the version, and a selector may not: the next upgrade fails',
  ],
  [
    'the selector of a Service',
    ['Service web', ['spec', 'selector', 'app.kubernetes.io/name'], 'wob'],
    ['error selector/service'],
    'Service web selects no pod of the stack by app.kubernetes.io/instance=app,app.kubernetes.io/name=wob; Deployment web has app.kubernetes.io/name=web, app.kubernetes.io/instance=app, which lacks app.kubernetes.io/name=wob',
  ],
  [
    'the selector of a budget',
    ['PodDisruptionBudget web', matchLabels, 'wob'],
    ['error selector/disruption-budget'],
    'It protects nothing',
  ],
  [
    'a budget for pods of others',
    ['PodDisruptionBudget web', ['spec', 'selector'], { matchLabels: { made: 'elsewhere' } }],
    ['warning selector/disruption-budget'],
    'selects no pod of the stack by made=elsewhere.',
  ],
  [
    'the selector of a policy',
    ['NetworkPolicy cache', ['spec', 'podSelector', 'matchLabels', 'part'], 'cash'],
    ['warning selector/network-policy'],
    'NetworkPolicy cache selects no pod',
  ],
  [
    'pods of a Job behind a Service',
    ['Job migrate', template, labels],
    ['warning selector/overlap', 'warning selector/overlap'],
    'Service web selects the pods of Deployment web and of Job migrate, which are sent requests while they run',
  ],
  [
    'the selector of a monitor',
    ['ServiceMonitor web', ['spec', 'selector', 'matchLabels', 'part'], 'wob'],
    ['error selector/monitor'],
    'selects no Service of the stack in apps by part=wob',
  ],
  [
    'the namespaces of a monitor',
    ['ServiceMonitor web', ['spec', 'namespaceSelector'], { matchNames: ['monitoring'] }],
    ['error selector/monitor'],
    'selects no Service of the stack in monitoring',
  ],
];

const portCases: readonly Case[] = [
  [
    'the port of a monitor',
    ['ServiceMonitor web', ['spec', 'endpoints', 0, 'port'], 'metric'],
    ['error port/monitor'],
    'endpoint 0: Service web has no port "metric" (did you mean "metrics"?)',
  ],
  [
    'two ports of one name',
    ['Service web', [...ports, 1, 'name'], 'http'],
    ['error port/monitor', 'error port/service'],
    'Service web has no port "metrics"',
  ],
  [
    'a port without a name',
    ['Service web', [...ports, 1, 'name'], undefined],
    ['error port/monitor', 'error port/service'],
    'Service web has no port "metrics"',
  ],
  [
    'one port twice',
    ['Service cache', [...ports, 1], { name: 'again', port: 6379, targetPort: 'tcp' }],
    ['error port/service'],
    'Service cache, port 6379/TCP is there twice',
  ],
  [
    'a targetPort by name',
    ['Service web', [...ports, 0, 'targetPort'], 'htttp'],
    ['error port/target'],
    'Service web, port http: no container of Deployment web has a port called "htttp" (did you mean "http"?). It has no endpoints',
  ],
  [
    'a targetPort in quotes',
    ['Service web', [...ports, 0, 'targetPort'], '8080'],
    ['error port/target'],
    'has a port called "8080"',
  ],
  [
    'the protocol of a targetPort by name',
    ['Service web', [...ports, 0, 'protocol'], 'UDP'],
    ['error port/target'],
    'port "http" of container web is for TCP, not for UDP',
  ],
  [
    'a targetPort by number',
    ['Service web', [...ports, 1, 'targetPort'], 9091],
    ['warning port/target'],
    'no container of Deployment web declares port 9091; they declare http 8080, metrics 9090',
  ],
  [
    'the protocol of a targetPort by number',
    ['Service web', [...ports, 1, 'protocol'], 'UDP'],
    ['warning port/target', 'warning network/ingress'],
    'container web of Deployment web declares 9090 for TCP, not for UDP',
  ],
  [
    'a long name of a container’s port',
    [cache, [...cacheContainer, 'ports', 1], { name: 'a-name-of-sixteen', containerPort: 1 }],
    ['error port/container'],
    'the name takes at most 15',
  ],
  [
    'a port that two containers have',
    [deployment, [...pod, 'containers', 1], { name: 'side', ports: [{ containerPort: 8080 }] }],
    ['warning port/container'],
    'container side, port 8080: container web of the same pod has 8080/TCP too',
  ],
  [
    'the port of a probe',
    [deployment, deep('readinessProbe', 'httpGet', 'port'), 'health'],
    ['error port/probe'],
    'container web, readinessProbe: it has no port "health". It fails always',
  ],
  [
    'the port of a backend',
    ['Ingress web', [...backend, 'port'], { number: 8080 }],
    ['error port/backend'],
    'Service apps/web has no port 8080. Nothing answers',
  ],
];

const names: readonly Case[] = [
  [
    'a name in capitals',
    ['NetworkPolicy cache', ['metadata', 'name'], 'Cache'],
    ['error name/object'],
    'its name: takes lower-case letters',
  ],
  [
    'no name',
    ['NetworkPolicy cache', ['metadata', 'name'], undefined],
    ['error name/object'],
    'its name: has no name',
  ],
  [
    'a label with a plus',
    ['PodDisruptionBudget web', ['metadata', 'labels'], { version: '1.0+build' }],
    ['error name/label'],
    'value "1.0+build" of version in metadata.labels: takes letters',
  ],
  [
    'the key of an annotation',
    ['PodDisruptionBudget web', ['metadata', 'annotations'], { 'a b': '' }],
    ['error name/label'],
    'key "a b" of metadata.annotations',
  ],
  [
    'a key with a slash',
    ['ConfigMap web', ['data', 'conf.d/x'], ''],
    ['error name/data-key'],
    'ConfigMap web, key "conf.d/x"',
  ],
  [
    'a Secret without the keys of its type',
    ['Secret web', ['type'], 'kubernetes.io/tls'],
    ['error name/data-key'],
    'Secret web, its type kubernetes.io/tls asks for tls.crt and tls.key, which it does not have. The API server refuses it',
  ],
  [
    'an image with a blank',
    [deployment, deep('image'), 'registry.example.com:5000/web: 1.0'],
    ['error name/container'],
    'Deployment web, container web: "registry.example.com:5000/web: 1.0" is no image name',
  ],
  [
    'two containers of one name',
    [deployment, [...pod, 'initContainers'], [{ name: 'web' }]],
    ['error name/container'],
    'two containers are called "web"',
  ],
  [
    'a variable that starts with a digit',
    [deployment, deep('env', 2, 'name'), 'A=B'],
    ['error name/environment'],
    'variable "A=B": Kubernetes 1.33.0 takes no variable of that name',
  ],
  [
    'a variable twice',
    [deployment, deep('env', 2, 'name'), 'LEVEL'],
    ['warning name/environment'],
    'variable "LEVEL": is there twice',
  ],
  [
    'one object twice',
    ['NetworkPolicy cache', ['metadata', 'name'], 'web'],
    ['error name/unique'],
    'NetworkPolicy apps/web is defined in app/templates/all.yaml and again in',
  ],
];

const hooks: readonly Case[] = [
  [
    'a Job of pre-install with a Secret of the release',
    [
      'Job migrate',
      ['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'valueFrom', 'secretKeyRef'],
      { name: 'web', key: 'token' },
    ],
    ['error hook/order'],
    'Job migrate, container migrate, variable URL: Secret apps/web is no hook, so Helm makes it after the pre-install hooks. The hook does not get to run',
  ],
  [
    'a Job of pre-install with an account of the release',
    ['Job migrate', ['spec', 'template', 'spec', 'serviceAccountName'], 'web'],
    ['error hook/order', 'warning hook/order'],
    'serviceAccountName: ServiceAccount apps/web is no hook',
  ],
  [
    'a Deployment with a Secret that is a hook',
    [deployment, deep('envFrom', 1), { secretRef: { name: 'db' } }],
    ['notice hook/lifetime'],
    'Secret apps/db is a hook, and Deployment web needs it: it is no part of the release, survives an uninstall, and is made anew by each upgrade',
  ],
];

const network: readonly Case[] = [
  [
    'a port that no rule lets out',
    [deployment, deep('env', 2, 'value'), 'https://loki.example.com:3100'],
    ['warning network/egress'],
    'NetworkPolicy web does not let Deployment web out to loki.example.com:3100, which variable CACHE talks to',
  ],
  [
    'pods that no rule lets out to',
    ['NetworkPolicy web', ['spec', 'egress', 2, 'to', 0, 'podSelector', 'matchLabels', 'part'], 'cash'],
    ['warning network/egress'],
    'does not let Deployment web out to cache:6379',
  ],
  [
    'the DNS',
    ['NetworkPolicy web', ['spec', 'egress', 0, 'ports', 0, 'port'], 54],
    ['error network/dns'],
    'NetworkPolicy web does not let Deployment web ask the DNS (UDP 53): variable CACHE talks to cache, which does not resolve',
  ],
  [
    'a port that no rule lets in to',
    ['NetworkPolicy web', ['spec', 'ingress', 0, 'ports', 1, 'endPort'], 9089],
    ['warning network/ingress'],
    'NetworkPolicy web lets nobody in to TCP 9090 of Deployment web, where port metrics of Service web leads',
  ],
  [
    'pods that are not let in',
    [
      'NetworkPolicy cache',
      ['spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels'],
      { part: 'migrate' },
    ],
    ['warning network/ingress'],
    'NetworkPolicy cache does not let Deployment web in to port 6379 of StatefulSet cache',
  ],
];

const groups = { data, objects, inside, selectors, ports: portCases, names, hooks, network };
const idOf = (found: string): string => found.replace(/:[\s\S]*/, '');

test('nothing is wrong with the whole release', () => {
  expect(foundBy(references, release(whole, { external }))).toEqual([]);
  expect(notChecked(references, release(whole, { external }))).toEqual([]);
});

describe.each(Object.entries(groups))('%s', (_, cases) => {
  test.each(cases)('%s', (_what, change, ids, message) => {
    const found = foundBy(references, release(put(whole, ...change), { external }));
    expect(found.map(idOf)).toEqual(ids);
    expect(found[0]).toContain(message);
  });
});

test.each([
  'web',
  'web:1.0',
  'registry.example.com/team/web_api:v1.0-rc.1',
  'localhost:5000/web@sha256:' + '0'.repeat(64),
  '[::1]:5000/a/b--c:1@sha256:' + '0'.repeat(64),
])('the image %s has a valid name', (image) => {
  const found = foundBy(references, release(put(whole, deployment, deep('image'), image), { external }));
  expect(found).toEqual([]);
});

test('name/release: a release of 54 characters', () => {
  const found = foundBy([ruleOf('name/release')], release([], { name: 'a'.repeat(54) }));
  expect(found).toEqual([expect.stringContaining('has 54 characters; Helm takes at most 53')]);
});

test('every rule has a case', () => {
  const found = new Set(Object.values(groups).flatMap((cases) => cases.flatMap(([, , ids]) => ids)));
  const missing = references.filter(({ id }) => ![...found].some((each) => each.endsWith(` ${id}`)));
  expect(missing.map(({ id }) => id)).toEqual(['name/release']);
});
