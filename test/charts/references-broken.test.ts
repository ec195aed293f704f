/** One fault in what a fixture chart renders, or in its values: the references join finds it by its rule. */
import { describe, expect, test } from 'vitest';
import { externalProvided } from '../../src/contract/references/external.ts';
import { references } from '../../src/contract/references/references.ts';
import type { Data, DataMap, DataPath } from '../../src/kubernetes/data.ts';
import { edited, foundBy, withObjects } from './edited.ts';
import { kafka, name as ksmlName } from './ksml.ts';
import { minimal } from './leoflow.ts';
import { subjectOf, type SubjectOptions } from './subject.ts';

interface Release extends SubjectOptions {
  readonly chart: string;
  readonly values: DataMap;
}

const leoflow: Release = {
  chart: 'leoflow',
  namespace: 'leoflow',
  apiVersions: ['monitoring.coreos.com/v1'],
  values: {
    ...minimal,
    auth: { jwtSecret: 'x' },
    autoscaling: { enabled: true },
    podDisruptionBudget: { enabled: true },
    networkPolicy: { enabled: true, metricsFrom: [{ namespaceSelector: {} }] },
    metrics: { serviceMonitor: { enabled: true } },
    ingress: {
      enabled: true,
      hosts: [{ host: 'x.example.com', paths: [{ path: '/', pathType: 'Prefix' }] }],
    },
  },
  provided: externalProvided([
    { kind: 'Secret', namespace: 'leoflow', name: 'cert', keys: ['tls.crt', 'tls.key'] },
  ]),
};
const sf2loki: Release = {
  chart: 'sf2loki',
  values: {
    replicaCount: 2,
    ha: { enabled: true },
    networkPolicy: { enabled: true },
    config: { state: { store: 's3', s3: { bucket: 'b', endpoint_url: null } } },
    env: { GC_LOKI: 'https://loki.example.com/push' },
    secrets: { existingSecret: 's' },
  },
  provided: externalProvided([{ kind: 'Secret', namespace: 'default', name: 's' }]),
};
const ksml: Release = {
  chart: 'ksml',
  release: ksmlName,
  apiVersions: ['monitoring.coreos.com/v1'],
  values: {
    ksmlRunnerConfig: { definitions: { main: 'definition.yaml' }, kafka },
    ksmlDefinitions: { 'definition.yaml': 'streams: {}\n' },
    prometheus: { enabled: true },
    serviceMonitor: { enabled: true },
  },
};
const provisioner: Release = {
  chart: 'ksml-provisioner',
  values: { env: [{ name: 'NAMESPACE', value: 'default' }] },
};
const workers: Release = { chart: 'logstream-workergroup', values: {} };

const pod: DataPath = ['spec', 'template', 'spec'];
const container: DataPath = [...pod, 'containers', 0];
const label = 'app.kubernetes.io/name';

type Edit = readonly [
  what: string,
  kind: string,
  path: DataPath,
  value: Data | undefined,
  rules: readonly string[],
];
const edits: readonly (readonly [Release, readonly Edit[]])[] = [
  [
    leoflow,
    [
      [
        'wrong secret in the Job',
        'Job',
        [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'name'],
        'leoflow-secret',
        ['reference/secret'],
      ],
      [
        'wrong key in the Job',
        'Job',
        [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'key'],
        'databaseURL',
        ['reference/secret-key'],
      ],
      ['the Job lost its variable', 'Job', [...container, 'env'], undefined, ['reference/variable']],
      [
        'a key taken out of the Secret',
        'Secret',
        ['stringData', 'jwtSecret'],
        undefined,
        ['reference/secret-key'],
      ],
      [
        'wrong port of a probe',
        'Deployment',
        [...container, 'readinessProbe', 'httpGet', 'port'],
        'web',
        ['port/probe'],
      ],
      ['wrong claim', 'PersistentVolumeClaim', ['metadata', 'name'], 'logs', ['reference/claim']],
      [
        'a selector that does not match',
        'Deployment',
        ['spec', 'selector', 'matchLabels', label],
        'flow',
        ['selector/workload'],
      ],
      ['wrong target port', 'Service', ['spec', 'ports', 2, 'targetPort'], 'gprc', ['port/target']],
      [
        'wrong port of the monitor',
        'ServiceMonitor',
        ['spec', 'endpoints', 0, 'port'],
        'metric',
        ['port/monitor'],
      ],
      [
        'wrong target of the autoscaler',
        'HorizontalPodAutoscaler',
        ['spec', 'scaleTargetRef', 'name'],
        'flow',
        ['reference/scale-target'],
      ],
      ['wrong role', 'RoleBinding', ['roleRef', 'name'], 'executor', ['reference/role']],
      [
        'wrong namespace',
        'Role',
        ['metadata', 'namespace'],
        'tasks',
        ['reference/role', 'reference/namespace'],
      ],
      ['metrics closed (LF-12)', 'NetworkPolicy', ['spec', 'ingress', 1], undefined, ['network/ingress']],
      ['DNS closed', 'NetworkPolicy', ['spec', 'egress'], [{ ports: [{ port: 9091 }] }], ['network/dns']],
      [
        'wrong Service of the Ingress',
        'Ingress',
        ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port', 'name'],
        'web',
        ['port/backend'],
      ],
    ],
  ],
  [
    sf2loki,
    [
      [
        'wrong ConfigMap',
        'Deployment',
        [...pod, 'volumes', 0, 'configMap', 'name'],
        'config',
        ['reference/config-map'],
      ],
      [
        'wrong subPath',
        'Deployment',
        [...container, 'volumeMounts', 0, 'subPath'],
        'config.yml',
        ['reference/config-map-key'],
      ],
      ['a volume left out', 'Deployment', [...pod, 'volumes', 3], undefined, ['reference/volume']],
      ['a mount left out', 'Deployment', [...container, 'volumeMounts', 3], undefined, ['reference/volume']],
      [
        'a service account left out',
        'ServiceAccount',
        ['metadata', 'name'],
        'other',
        ['reference/service-account', 'reference/role'],
      ],
      [
        'a budget for nobody',
        'PodDisruptionBudget',
        ['spec', 'selector', 'matchLabels', label],
        'x',
        ['selector/disruption-budget'],
      ],
      [
        'Loki at a port that the policy does not open',
        'ConfigMap',
        ['data', 'GC_LOKI'],
        'http://loki.example.com:3100/push',
        ['network/egress'],
      ],
      ['a label with a plus', 'Service', ['metadata', 'labels', 'version'], '1+2', ['name/label']],
    ],
  ],
  [
    ksml,
    [
      ['wrong headless Service', 'StatefulSet', ['spec', 'serviceName'], 'headless', ['reference/service']],
      [
        'wrong selector of the monitor',
        'ServiceMonitor',
        ['spec', 'selector', 'matchLabels', label],
        'x',
        ['selector/monitor'],
      ],
      [
        'a file left out',
        'StatefulSet',
        [...pod, 'volumes', 0, 'configMap', 'items'],
        [{ key: 'x', path: 'x' }],
        ['reference/config-map-key'],
      ],
      ['a variable left out', 'StatefulSet', [...container, 'env', 0], undefined, ['reference/variable']],
    ],
  ],
  [
    provisioner,
    [['the account of the binding', 'RoleBinding', ['subjects', 0, 'name'], 'x', ['reference/role']]],
  ],
  [
    workers,
    [
      ['LS-2: one port name twice', 'Service', ['spec', 'ports', 1, 'name'], 'tcpjson', ['port/service']],
      [
        'LS-3: UDP at the load balancer only',
        'Service',
        ['spec', 'ports', 0, 'protocol'],
        'UDP',
        ['port/target'],
      ],
      ['no key in the Secret', 'Secret', ['stringData', 'url-master'], undefined, ['reference/secret-key']],
      [
        'LS-15: an autoscaler without a name',
        'HorizontalPodAutoscaler',
        ['metadata', 'name'],
        undefined,
        ['name/object'],
      ],
    ],
  ],
];

const idsOf = (found: readonly string[]): string[] => [
  ...new Set(found.map((each) => each.replace(/:[\s\S]*/, ''))),
];

describe.each(edits)('$chart', ({ chart, values, ...options }, cases) => {
  test.each(cases)('%s', async (_, kind, path, value, rules) => {
    const subject = await subjectOf(chart, values, options);
    const { objects } = edited(subject, kind, path, value);
    const changed = withObjects(subject, objects, options.provided);
    const before = idsOf(foundBy(references, subject));
    expect(idsOf(foundBy(references, changed)).filter((id) => !before.includes(id))).toEqual(rules);
  });
});
