/** The releases of the sample plan: one of each operation, and fields of every form. */
import type { ReleasePlan } from '../../src/plan/plan.ts';
import {
  added,
  chart,
  crd,
  drift,
  driftField,
  field,
  hook,
  object,
  objectChange,
  release,
  removed,
  secret,
} from './plan-parts.ts';

const main = ['spec', 'template', 'spec', 'containers', { item: { name: 'main' } }] as const;
const config = ['data', 'config.yaml', { document: 'yaml' }] as const;

const deployment = objectChange(object('Deployment', 'sf2loki'), {
  template: 'sf2loki/templates/deployment.yaml',
  fields: [
    field(['spec', 'replicas'], { before: 2, after: 3 }),
    field(['spec', 'strategy', 'type'], { before: 'RollingUpdate', after: 'Recreate' }),
    removed(['spec', 'strategy', 'rollingUpdate'], { maxSurge: '25%', maxUnavailable: 0 }),
    field([...main, 'image'], {
      before: 'ghcr.io/rknightion/sf2loki:0.1.9@sha256:aaaa',
      after: 'ghcr.io/rknightion/sf2loki:0.2.0@sha256:bbbb',
    }),
    field([...main, 'imagePullPolicy'], { before: 'Always', after: 'IfNotPresent' }),
    added([...main, 'env', { item: { name: 'POD_NAMESPACE' } }], {
      name: 'POD_NAMESPACE',
      valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
    }),
    secret([...main, 'env', { item: { name: 'LOKI_TOKEN' } }, 'value']),
    added([...main, 'ports', { item: { containerPort: 8080, protocol: 'TCP' } }], {
      containerPort: 8080,
      name: 'metrics',
      protocol: 'TCP',
    }),
    field([...main, 'securityContext', 'readOnlyRootFilesystem'], { before: false, after: true }),
    field([...main, 'args', 0], { before: '--verbose=', after: '' }),
    field([...main, 'resources', 'limits', 'memory'], { change: 'added', before: null, after: '256Mi' }),
  ],
  folded: [
    {
      noise: 'checksum',
      count: 2,
      places: [
        ['spec', 'template', 'metadata', 'annotations', 'checksum/config'],
        ['spec', 'template', 'metadata', 'annotations', 'checksum/secret'],
      ],
    },
    { noise: 'chart-label', count: 3, places: [['metadata', 'labels', 'helm.sh/chart']] },
    {
      noise: 'spelling',
      count: 1,
      places: [[...main, 'resources', 'requests', 'cpu']],
    },
  ],
});

const configMap = objectChange(object('ConfigMap', 'sf2loki-config'), {
  template: 'sf2loki/templates/configmap.yaml',
  fields: [
    field([...config, 'loki', 'url'], {
      before: 'https://loki-old.example.com/loki/api/v1/push',
      after: 'https://loki.example.com/loki/api/v1/push',
    }),
    field([...config, 'sources', { item: { name: 'events' } }, 'interval'], { before: '30s', after: '1m' }),
    secret([...config, 'loki', 'password'], 'added'),
    field(['data', 'pipeline.lua'], {
      before: 'function run(event)\n  return event\nend\n',
      after: 'function run(event)\n  event.env = "dev"\n  return event\nend\n',
      lines: [
        { mark: 'skipped', count: 12 },
        { mark: 'same', text: 'function run(event)' },
        { mark: 'removed', text: '  event.env = "test"' },
        { mark: 'added', text: '  event.env = "dev"' },
        { mark: 'added', text: '' },
        { mark: 'same', text: '  return event' },
        { mark: 'skipped', count: 1 },
        { mark: 'same', text: 'end' },
      ],
    }),
  ],
  folded: [{ noise: 'order', count: 1, places: [[...config, 'sources']] }],
});

const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'sf2loki', namespace: 'observability', labels: { app: 'sf2loki' } },
  spec: {
    podSelector: { matchLabels: { app: 'sf2loki' } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [{ ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
    ingress: [],
  },
};

const updated = release('sf2loki', {
  system: 'sf2loki',
  chart: chart('sf2loki', '0.2.0', '0.2.0'),
  chartBefore: { name: 'sf2loki', version: '0.1.9', appVersion: '0.1.9' },
  objects: [
    objectChange(object('NetworkPolicy', 'sf2loki'), { change: 'created', content: policy }),
    deployment,
    configMap,
    objectChange(object('Service', 'sf2loki-metrics'), {
      change: 'renamed',
      before: object('Service', 'sf2loki-http'),
      fields: [field(['spec', 'type'], { before: 'ClusterIP', after: 'LoadBalancer' })],
    }),
    objectChange(object('PersistentVolumeClaim', 'sf2loki-state'), {
      change: 'kept',
      content: { kind: 'PersistentVolumeClaim', spec: { resources: { requests: { storage: '1Gi' } } } },
    }),
    objectChange(object('Secret', 'sf2loki-token'), {
      change: 'deleted',
      content: { kind: 'Secret', type: 'Opaque', data: { token: '(secret)' } },
    }),
    objectChange(object('ServiceAccount', 'sf2loki'), {
      folded: [{ noise: 'chart-label', count: 2, places: [['metadata', 'labels', 'helm.sh/chart']] }],
    }),
    objectChange(object('ClusterRole', 'sf2loki', null), { change: 'unchanged' }),
    objectChange(object('Service', 'sf2loki-headless'), { change: 'unchanged' }),
  ],
  hooks: [
    hook(object('Secret', 'sf2loki-migrate-env'), { weight: -10, change: 'created' }),
    hook(object('Job', 'sf2loki-migrate'), {
      weight: -5,
      change: 'changed',
      deletePolicies: ['before-hook-creation', 'hook-succeeded'],
      fields: [field([...main, 'image'], { before: 'migrate:1', after: 'migrate:2' })],
    }),
    hook(object('Job', 'sf2loki-smoke'), { event: 'post-upgrade' }),
  ],
  crds: [
    crd('pipelines.sf2loki.example.com', 'outdated', [
      added(['spec', 'versions', { item: { name: 'v1' } }, 'schema', 'openAPIV3Schema', 'properties', 'ha'], {
        type: 'boolean',
      }),
    ]),
    crd('sinks.sf2loki.example.com', 'missing'),
    crd('sources.sf2loki.example.com', 'same'),
    crd('filters.sf2loki.example.com', 'unknown'),
  ],
  drift: [
    drift(object('Deployment', 'sf2loki'), {
      fields: [
        driftField(['spec', 'replicas'], { before: 2, after: 5 }),
        driftField([...main, 'resources', 'limits', 'memory'], {
          change: 'added',
          before: null,
          after: '2Gi',
          manager: 'kubectl-patch',
        }),
      ],
    }),
    drift(object('Service', 'sf2loki-headless'), { state: 'missing', by: 'fields', fate: 'recreated' }),
  ],
});

const created = release('leoflow', {
  namespace: 'leoflow',
  system: 'leoflow',
  operation: 'create',
  chart: chart('leoflow', '1.4.0', '2026.1'),
  chartBefore: null,
  record: null,
  objects: [
    objectChange(object('Deployment', 'leoflow', 'leoflow'), {
      change: 'created',
      content: { kind: 'Deployment', spec: { replicas: 2, template: { spec: { containers: [] } } } },
    }),
    objectChange(object('Secret', 'leoflow-auth', 'leoflow'), {
      change: 'created',
      content: { kind: 'Secret', data: { jwtSecret: '(secret)', databaseUrl: '(secret)' } },
    }),
    objectChange(object('Ingress', 'leoflow', 'leoflow'), {
      change: 'created',
      content: { kind: 'Ingress', spec: { rules: [{ host: 'leoflow.example.com' }] } },
    }),
  ],
  hooks: [hook(object('Job', 'leoflow-migrate', 'leoflow'), { event: 'pre-install', change: 'created' })],
  crds: [crd('dags.leoflow.example.com', 'created')],
});

/** Its namespace changes, which Helm cannot do in place. */
const replaced = release('sensor-inspector', {
  name: 'dizzl-sandbox-dev-sensor-inspector-ksml',
  namespace: 'ksml-dev',
  system: 'ksml-application',
  operation: 'replace',
  chart: chart('ksml', '1.2.2', null),
  chartBefore: { name: 'ksml', version: '1.2.2', appVersion: null },
  record: { revision: 3, status: 'failed', updated: '2026-02-27T17:45:00Z', appliedRevision: 2 },
  objects: [
    objectChange(object('StatefulSet', 'sensor-inspector', 'ksml-dev'), {
      change: 'created',
      content: { kind: 'StatefulSet', spec: { replicas: 1, serviceName: 'sensor-inspector' } },
    }),
    objectChange(object('StatefulSet', 'sensor-inspector', 'ksml'), {
      change: 'deleted',
      content: { kind: 'StatefulSet', spec: { replicas: 1, serviceName: 'sensor-inspector' } },
    }),
  ],
});

const unchanged = release('ksml-provisioner', {
  namespace: 'ksml',
  system: 'ksml-provisioner',
  operation: 'same',
  objects: [
    objectChange(object('Deployment', 'provisioner', 'ksml'), { change: 'unchanged' }),
    objectChange(object('Service', 'provisioner', 'ksml'), { change: 'unchanged' }),
  ],
  drift: [
    drift(object('Deployment', 'provisioner', 'ksml'), {
      by: 'fields',
      fate: 'kept',
      fields: [
        driftField(['spec', 'paused'], {
          change: 'added',
          before: null,
          after: true,
          manager: null,
          time: null,
        }),
      ],
    }),
  ],
});

const deleted = release('edge-workers', {
  namespace: 'edge',
  system: 'logstream-worker-group',
  operation: 'delete',
  chart: null,
  chartBefore: { name: 'logstream-workergroup', version: '4.5.1', appVersion: '4.5.1' },
  record: { revision: 12, status: 'deployed', updated: '2026-01-05T11:00:00Z', appliedRevision: 12 },
  objects: [
    objectChange(object('Deployment', 'edge-workers', 'edge'), {
      change: 'deleted',
      template: null,
      content: { kind: 'Deployment', spec: { replicas: 4 } },
    }),
    objectChange(object('Service', 'edge-workers', 'edge'), {
      change: 'deleted',
      template: null,
      content: { kind: 'Service', spec: { ports: [{ name: 'syslog', port: 5140, protocol: 'UDP' }] } },
    }),
  ],
  hooks: [hook(object('Job', 'edge-drain', 'edge'), { event: 'pre-delete' })],
});

export const sampleReleases: readonly ReleasePlan[] = [updated, created, replaced, deleted, unchanged];
