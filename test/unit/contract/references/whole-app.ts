/** A release in which everything that it refers to is there: each case of the tests breaks one thing of it. */
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import { object } from './made.ts';

export const labels = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'app' };

const web: DataMap = {
  serviceAccountName: 'web',
  imagePullSecrets: [{ name: 'registry' }],
  priorityClassName: 'system-cluster-critical',
  containers: [
    {
      name: 'web',
      args: ['--token=$(TOKEN)', '--listen=0.0.0.0:8080'],
      env: [
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'web', key: 'token' } } },
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web', key: 'level' } } },
        { name: 'CACHE', value: 'redis://cache:6379' },
      ],
      envFrom: [{ configMapRef: { name: 'web' } }, { secretRef: { name: 'more', optional: true } }],
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'metrics', containerPort: 9090 },
      ],
      readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/web/config.yaml', subPath: 'config.yaml' },
        { name: 'keys', mountPath: '/etc/web/keys' },
        { name: 'data', mountPath: '/data' },
      ],
    },
  ],
  volumes: [
    { name: 'config', configMap: { name: 'web' } },
    {
      name: 'keys',
      projected: { sources: [{ secret: { name: 'web', items: [{ key: 'token', path: 't' }] } }] },
    },
    { name: 'data', persistentVolumeClaim: { claimName: 'web-data' } },
  ],
};

const stateful = (name: string, port: number): RenderedObject =>
  object(`StatefulSet ${name}`, {
    spec: {
      serviceName: name,
      selector: { matchLabels: { part: name } },
      template: {
        metadata: { labels: { part: name } },
        spec: { containers: [{ name, ports: [{ name: 'tcp', containerPort: port }] }] },
      },
    },
  });

const service = (name: string, selector: DataMap, ports: DataMap[]): RenderedObject =>
  object(`Service ${name}`, { metadata: { labels: { part: name } }, spec: { selector, ports } });

const policy = (name: string, spec: DataMap): RenderedObject => object(`NetworkPolicy ${name}`, { spec });

export const whole: readonly RenderedObject[] = [
  object('ServiceAccount web', { imagePullSecrets: [{ name: 'registry' }] }),
  object('Secret web', { stringData: { token: 'x' } }),
  object('Secret registry', {
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': 'e30=' },
  }),
  object('ConfigMap web', {
    data: { level: 'info', 'config.yaml': 'push: https://loki.example.com/push\ncache: cache:6379\n' },
  }),
  object('PersistentVolumeClaim web-data', {}),
  object('Deployment web', {
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: web } },
  }),
  service('web', labels, [
    { name: 'http', port: 80, targetPort: 'http' },
    { name: 'metrics', port: 9090, targetPort: 9090 },
  ]),
  stateful('cache', 6379),
  service('cache', { part: 'cache' }, [{ name: 'redis', port: 6379, targetPort: 'tcp' }]),
  object('Ingress web', {
    spec: {
      ingressClassName: 'nginx',
      tls: [{ secretName: 'web-tls' }],
      rules: [{ http: { paths: [{ backend: { service: { name: 'web', port: { name: 'http' } } } }] } }],
    },
  }),
  object('HorizontalPodAutoscaler web', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }),
  object('PodDisruptionBudget web', { spec: { selector: { matchLabels: labels } } }),
  object('ServiceMonitor web', {
    spec: { selector: { matchLabels: { part: 'web' } }, endpoints: [{ port: 'metrics' }] },
  }),
  object('Role web', { rules: [] }),
  object('RoleBinding web', {
    roleRef: { kind: 'Role', name: 'web' },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'apps' }],
  }),
  object('SecretStore vault', {
    spec: { provider: { aws: { auth: { jwt: { serviceAccountRef: { name: 'web' } } } } } },
  }),
  object('ExternalSecret web-tls', {
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: [{ secretKey: 'tls.crt' }, { secretKey: 'tls.key' }],
    },
  }),
  policy('web', {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: [{ port: 'http' }, { port: 9000, endPort: 9100 }] }],
    egress: [
      { ports: [{ port: 53, protocol: 'UDP' }] },
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] },
      { to: [{ podSelector: { matchLabels: { part: 'cache' } } }], ports: [{ port: 'tcp' }] },
    ],
  }),
  policy('cache', {
    podSelector: { matchLabels: { part: 'cache' } },
    ingress: [{ from: [{ podSelector: { matchLabels: labels } }], ports: [{ port: 6379 }] }],
  }),
  // Hooks, in no order: Helm runs them by weight.
  object(
    'Job migrate',
    {
      spec: {
        template: {
          metadata: { labels: { part: 'migrate' } },
          spec: {
            serviceAccountName: 'migrate',
            containers: [
              {
                name: 'migrate',
                env: [{ name: 'URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } }],
              },
            ],
          },
        },
      },
    },
    { weight: 1 },
  ),
  object('Secret db', { stringData: { url: 'x' } }, {}),
  object('ServiceAccount migrate', {}, {}),
  object(
    'Job seed',
    {
      spec: {
        template: { spec: { containers: [{ name: 'seed', envFrom: [{ secretRef: { name: 'web' } }] }] } },
      },
    },
    { events: ['post-install'] },
  ),
  object('Pod test', { spec: { containers: [{ name: 'test' }] } }, { events: ['test'] }),
];

/** What the cluster has. */
export const external = [{ kind: 'IngressClass', name: 'nginx' }];

/** In the Deployment. */
export const pod = ['spec', 'template', 'spec'] as const;
export const container = [...pod, 'containers', 0] as const;
