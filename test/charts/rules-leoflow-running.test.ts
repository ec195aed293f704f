/** LF-7 to LF-15 and LF-26, monitoring and network: how many pods run, what they share, and who reaches them. */
import { around, exemplary, foreign, known, testJudged, type Judged } from './leoflow-subject.ts';
import { setting } from './sf2loki-subject.ts';

const spec = (...path: (string | number)[]) => ['spec', ...path];
const one = { ...exemplary, replicas: 1, podDisruptionBudget: undefined };
const scaled = { ...exemplary, replicas: undefined, autoscaling: { min: 2, max: 4 } };
const logs = (accessMode: string) => ({ logs: { persistence: { accessMode } } });
const chart = (apiVersions: readonly string[], more: object = {}) => ({
  options: null,
  values: { metrics: { serviceMonitor: { enabled: true, ...more } } },
  apiVersions,
});
const prometheus = (serviceMonitorSelector: object) =>
  [...around, known({ kind: 'Prometheus', spec: { serviceMonitorSelector } } as never, 'other')].filter(
    ({ name }) => name !== 'main',
  );
const crd = {
  ...foreign('ConfigMap', 'servicemonitors.monitoring.coreos.com'),
  kind: 'CustomResourceDefinition',
  namespace: null,
};
const policy = (values: object) => ({ values: { networkPolicy: values } as never });

const rows: readonly Judged[] = [
  { rule: 'LF-7', what: 'two pods, ReadWriteMany', found: [] },
  {
    rule: 'LF-7',
    what: 'two pods, ReadWriteOnce',
    values: logs('ReadWriteOnce'),
    found: [
      'error: there may be 2 pods of Deployment leoflow, and PersistentVolumeClaim leoflow-logs is ReadWriteOnce, so those on other nodes wait for it for ever',
    ],
  },
  {
    rule: 'LF-7',
    what: 'as many as the autoscaler makes',
    options: { ...scaled, autoscaling: { min: 1, max: 3 }, podDisruptionBudget: undefined },
    values: logs('ReadWriteOncePod'),
    found: [
      'error: there may be 3 pods of Deployment leoflow, and PersistentVolumeClaim leoflow-logs is ReadWriteOncePod, so those on other nodes wait for it for ever',
    ],
  },
  { rule: 'LF-7', what: 'one pod', options: one, values: logs('ReadWriteOnce'), found: [] },
  {
    rule: 'LF-7',
    what: 'a claim that nobody knows',
    edit: setting(
      'Deployment',
      spec('template', 'spec', 'volumes', 2, 'persistentVolumeClaim', 'claimName'),
      'shared',
    ),
    found: [],
    unjudged: ['the access modes of PersistentVolumeClaim leoflow/shared'],
  },
  { rule: 'LF-8', what: 'two pods, one volume', found: [] },
  {
    rule: 'LF-8',
    what: 'two pods without',
    options: { ...exemplary, logs: { enabled: false } },
    found: [
      'warning: Deployment leoflow, container leoflow-server: there may be 2 pods, and each has logs of its own in /var/log/leoflow',
    ],
  },
  { rule: 'LF-8', what: 'one pod without', options: { ...one, logs: { enabled: false } }, found: [] },
  { rule: 'LF-9', what: 'ReadWriteMany', options: one, found: [] },
  {
    rule: 'LF-9',
    what: 'ReadWriteOnce',
    options: one,
    values: logs('ReadWriteOnce'),
    found: [
      'warning: Deployment leoflow starts the new pod before the old one ends, and on another node it waits for PersistentVolumeClaim leoflow-logs (ReadWriteOnce) for ever',
    ],
  },
  {
    rule: 'LF-9',
    what: 'ReadWriteOncePod',
    options: one,
    values: logs('ReadWriteOncePod'),
    found: [
      'error: Deployment leoflow starts the new pod before the old one ends, and it waits for PersistentVolumeClaim leoflow-logs (ReadWriteOncePod) for ever',
    ],
  },
  {
    rule: 'LF-9',
    what: 'Recreate',
    options: one,
    values: logs('ReadWriteOnce'),
    edit: setting('Deployment', spec('strategy'), { type: 'Recreate' }),
    found: [],
  },
  {
    rule: 'LF-9',
    what: 'no surge',
    options: one,
    values: logs('ReadWriteOnce'),
    edit: setting('Deployment', spec('strategy'), { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }),
    found: [],
  },
  { rule: 'LF-10', what: 'less than the interval', found: [] },
  {
    rule: 'LF-10',
    what: 'more than the interval',
    values: { metrics: { serviceMonitor: { interval: '1m', scrapeTimeout: '1m30s' } } },
    found: ['error: ServiceMonitor leoflow: scrapeTimeout 1m30s is more than the interval of 1m'],
  },
  {
    rule: 'LF-10',
    what: 'the chart’s own timeout',
    values: { metrics: { serviceMonitor: { interval: '900ms' } } },
    found: ['error: ServiceMonitor leoflow: scrapeTimeout 10s is more than the interval of 900ms'],
  },
  { rule: 'LF-11', what: 'a Prometheus that selects it', found: [] },
  {
    rule: 'LF-11',
    what: 'the CRD among the objects',
    ...chart([]),
    provided: [...prometheus({}), crd],
    found: [],
  },
  {
    rule: 'LF-11',
    what: 'a cluster without the kind',
    ...chart(['cert-manager.io/v1']),
    provided: prometheus({}),
    found: [
      'error: ServiceMonitor leoflow is of monitoring.coreos.com/v1, which is not among the API versions of the cluster, so the install fails',
    ],
  },
  {
    rule: 'LF-11',
    what: 'a cluster of which nothing is known',
    ...chart([]),
    provided: [],
    found: [],
    unjudged: [
      'whether the cluster knows ServiceMonitors: no apiVersions are given',
      'by which labels Prometheus selects ServiceMonitor leoflow',
    ],
  },
  {
    rule: 'LF-11',
    what: 'another label',
    provided: prometheus({ matchLabels: { team: 'a' } }),
    found: ['error: ServiceMonitor leoflow has not the labels that Prometheus selects: team=a'],
  },
  { rule: 'LF-12', what: 'Prometheus may come in', found: [] },
  {
    rule: 'LF-12',
    what: 'nobody may',
    ...policy({ metricsFrom: [] }),
    found: [
      'error: NetworkPolicy leoflow lets nobody reach the metrics at port 9090, so Prometheus reads nothing',
    ],
  },
  {
    rule: 'LF-12',
    what: 'nobody may, nobody would',
    options: { ...exemplary, serviceMonitor: undefined },
    ...policy({ metricsFrom: [] }),
    found: ['notice: NetworkPolicy leoflow lets nobody reach the metrics at port 9090'],
  },
  {
    rule: 'LF-12',
    what: 'a range of ports',
    edit: setting('NetworkPolicy', spec('ingress'), [{ ports: [{ port: 8000, endPort: 9999 }] }]),
    found: [],
  },
  {
    rule: 'LF-12',
    what: 'a port by name',
    edit: setting('NetworkPolicy', spec('ingress'), [{ ports: [{ port: 'metrics' }] }]),
    found: [],
  },
  {
    rule: 'LF-12',
    what: 'another protocol',
    edit: setting('NetworkPolicy', spec('ingress'), [{ ports: [{ port: 9090, protocol: 'UDP' }] }]),
    found: [
      'error: NetworkPolicy leoflow lets nobody reach the metrics at port 9090, so Prometheus reads nothing',
    ],
  },
  { rule: 'LF-13', what: 'one of both', found: [] },
  {
    rule: 'LF-13',
    what: 'both',
    values: { podDisruptionBudget: { minAvailable: 1 } },
    found: [
      'error: PodDisruptionBudget leoflow has minAvailable and maxUnavailable, which the API server refuses',
    ],
  },
  {
    rule: 'LF-13',
    what: 'neither',
    values: { podDisruptionBudget: { maxUnavailable: '' } },
    found: [
      'error: PodDisruptionBudget leoflow has neither minAvailable nor maxUnavailable, so nothing may be drained',
    ],
  },
  { rule: 'LF-14', what: 'one of two', found: [] },
  {
    rule: 'LF-14',
    what: 'the chart’s own',
    options: null,
    values: { podDisruptionBudget: { enabled: true } },
    found: [
      'error: PodDisruptionBudget leoflow keeps 1 of 1 pods, so no node with one of them can be drained',
    ],
  },
  {
    rule: 'LF-14',
    what: 'a percentage, rounded up',
    values: { podDisruptionBudget: { minAvailable: '51%', maxUnavailable: '' } },
    found: [
      'error: PodDisruptionBudget leoflow keeps 2 of 2 pods, so no node with one of them can be drained',
    ],
  },
  {
    rule: 'LF-14',
    what: 'none may go',
    values: { podDisruptionBudget: { maxUnavailable: '0%' } },
    found: ['error: PodDisruptionBudget leoflow lets no pod go, so no node with one of them can be drained'],
  },
  {
    rule: 'LF-14',
    what: 'fewer than the autoscaler keeps',
    options: { ...scaled, podDisruptionBudget: undefined },
    values: { podDisruptionBudget: { enabled: true } },
    found: [],
  },
  { rule: 'LF-15', what: 'no autoscaler', found: [] },
  {
    rule: 'LF-15',
    what: 'an autoscaler beside replicas at its minimum',
    options: scaled,
    found: [
      'notice: Deployment leoflow writes 2 replicas beside those of HorizontalPodAutoscaler leoflow, so every upgrade goes back to that number for a while',
    ],
  },
  {
    rule: 'LF-15',
    what: 'an autoscaler that owns them',
    options: scaled,
    edit: setting('Deployment', spec('replicas'), undefined),
    found: [],
  },
  {
    rule: 'LF-15',
    what: 'fewer replicas than the minimum',
    options: scaled,
    values: { replicaCount: 1 },
    found: [
      'warning: Deployment leoflow writes 1 replicas, outside of the 2 to 4 of HorizontalPodAutoscaler leoflow, so every upgrade goes back to that number for a while',
    ],
  },
  {
    rule: 'LF-15',
    what: 'a maximum below the minimum',
    options: scaled,
    values: { autoscaling: { maxReplicas: 1 } },
    found: [
      'error: HorizontalPodAutoscaler leoflow: maxReplicas is 1, and minReplicas is 2',
      'warning: Deployment leoflow writes 2 replicas, outside of the 2 to 1 of HorizontalPodAutoscaler leoflow, so every upgrade goes back to that number for a while',
    ],
  },
  {
    rule: 'LF-15',
    what: 'none at least',
    options: scaled,
    values: { autoscaling: { minReplicas: 0 } },
    edit: setting('Deployment', spec('replicas'), undefined),
    found: ['error: HorizontalPodAutoscaler leoflow: minReplicas is 0, and at least one pod must stay'],
  },
  {
    rule: 'LF-15',
    what: 'nothing to measure by',
    options: scaled,
    values: { resources: { requests: null, limits: null } },
    edit: setting('Deployment', spec('replicas'), undefined),
    found: [
      'error: Deployment leoflow, container leoflow-server requests no cpu, so HorizontalPodAutoscaler leoflow cannot tell its use and never scales',
    ],
  },
  { rule: 'LF-26', what: 'fewer than PostgreSQL takes', found: [] },
  {
    rule: 'LF-26',
    what: 'more than PostgreSQL takes',
    values: { database: { maxOpenConns: 51 } },
    found: [
      'error: 2 pods of Deployment leoflow with 51 connections each are more than the 100 of PostgreSQL',
    ],
  },
  {
    rule: 'LF-26',
    what: 'more idle than open',
    values: { database: { maxIdleConns: 11 } },
    found: [
      'warning: Deployment leoflow, container leoflow-server keeps 11 idle connections of at most 10 open ones',
    ],
  },
  {
    rule: 'LF-26',
    what: 'nobody says how many',
    options: null,
    found: [],
    unjudged: [
      'whether PostgreSQL takes 20 connections (1 × 20): the option database.pool.serverMax does not say',
    ],
  },
  { rule: 'leoflow/monitoring', what: 'as it should be', found: [] },
  {
    rule: 'leoflow/monitoring',
    what: 'another port',
    edit: setting('ServiceMonitor', spec('endpoints', 0, 'port'), 'http'),
    found: [
      'error: ServiceMonitor leoflow reads [{"interval":"30s","path":"/metrics","scrapeTimeout":"10s","port":"http"}], and the metrics are at /metrics of port metrics',
    ],
  },
  {
    rule: 'leoflow/monitoring',
    what: 'another path',
    edit: setting('ServiceMonitor', spec('endpoints', 0, 'path'), '/stats'),
    found: [
      'error: ServiceMonitor leoflow reads [{"interval":"30s","port":"metrics","scrapeTimeout":"10s","path":"/stats"}], and the metrics are at /metrics of port metrics',
    ],
  },
  {
    rule: 'leoflow/monitoring',
    what: 'the path of Prometheus',
    edit: setting('ServiceMonitor', spec('endpoints', 0, 'path'), undefined),
    found: [],
  },
  {
    rule: 'leoflow/monitoring',
    what: 'a label that the Service lacks',
    edit: setting('ServiceMonitor', spec('selector', 'matchLabels'), { app: 'leoflow' }),
    found: ['error: ServiceMonitor leoflow selects app=leoflow, and the Service has not these labels'],
  },
  {
    rule: 'leoflow/monitoring',
    what: 'another namespace to look in',
    edit: setting('ServiceMonitor', spec('namespaceSelector', 'matchNames'), ['other']),
    found: ['error: ServiceMonitor leoflow looks in namespace other, and the server is in leoflow'],
  },
  {
    rule: 'leoflow/monitoring',
    what: 'another namespace to be in',
    edit: setting('ServiceMonitor', ['metadata', 'namespace'], 'other'),
    found: [
      'error: ServiceMonitor leoflow is in namespace other, expected leoflow, where Prometheus looks for it',
    ],
  },
  { rule: 'leoflow/network', what: 'as it should be', found: [] },
  {
    rule: 'leoflow/network',
    what: 'no way in for agents',
    edit: setting('NetworkPolicy', spec('ingress', 0, 'ports', 1), undefined),
    found: ['error: NetworkPolicy leoflow lets nobody reach port grpc (9091)'],
  },
  {
    rule: 'leoflow/network',
    what: 'everybody, and not those who may',
    edit: setting('NetworkPolicy', spec('ingress', 1, 'from'), undefined),
    found: [
      'error: NetworkPolicy leoflow lets everybody reach port metrics, and the value networkPolicy.metricsFrom names who may',
    ],
  },
  {
    rule: 'leoflow/network',
    what: 'no DNS, and no way out',
    edit: setting('NetworkPolicy', spec('egress'), [{ ports: [{ port: 53, protocol: 'UDP' }] }]),
    found: [
      'error: NetworkPolicy leoflow does not let the server ask DNS (53/TCP)',
      'error: NetworkPolicy leoflow lets the server reach DNS only, so neither PostgreSQL nor Redis nor the API server',
    ],
  },
  {
    rule: 'leoflow/network',
    what: 'another port than that of DNS',
    ...policy({ egress: [{ ports: [{ port: 5432 }] }] }),
    edit: setting('NetworkPolicy', spec('egress', 0, 'ports', 1, 'port'), 35),
    found: ['error: NetworkPolicy leoflow does not let the server ask DNS (53/TCP)'],
  },
  {
    rule: 'leoflow/network',
    what: 'types that leave a direction out',
    edit: setting('NetworkPolicy', spec('policyTypes'), ['Ingress']),
    found: [
      'error: NetworkPolicy leoflow has rules for egress, and policyTypes leaves it out, so they count for nothing',
    ],
  },
  {
    rule: 'leoflow/network',
    what: 'pods of others',
    edit: setting('NetworkPolicy', spec('podSelector', 'matchLabels'), { app: 'other' }),
    found: ['error: NetworkPolicy leoflow selects no pod of the server'],
  },
  {
    rule: 'leoflow/network',
    what: 'all pods of the namespace',
    edit: setting('NetworkPolicy', spec('podSelector'), {}),
    found: ['error: NetworkPolicy leoflow selects every pod of the namespace'],
  },
];

testJudged(rows);
