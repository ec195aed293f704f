/** SF-29, the Service and the budget: what reaches the pods, and what they reach. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { exemplary, judgedSubject, released, ruleOf, said, setting, type Judged } from './sf2loki-subject.ts';
import { bucket, single } from '../unit/systems/sf2loki-releases.ts';
import { unjudged } from './subject.ts';

const policy = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('NetworkPolicy', ['spec', ...path], value);
const service = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Service', ['spec', ...path], value);
const budget = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('PodDisruptionBudget', ['spec', ...path], value);
const config = (more: DataMap): DataMap => ({ config: more });

const rows: readonly Judged[] = [
  {
    rule: 'SF-29',
    what: 'ranges that are everywhere',
    options: { ...single, networkPolicy: {} },
    found: [
      'notice: NetworkPolicy edge-workers-sf2loki lets the pods reach 0.0.0.0/0 for salesforce, pubsub, loki, state: expected the ranges of each',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a Loki on a port of its own',
    values: config({ sink: { loki: { url: 'http://loki:3100/loki/api/v1/push' } } }),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens TCP port 3100, which sink.loki.url of config.yaml needs',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a store and telemetry on ports of their own',
    values: config({
      state: { s3: { endpoint_url: 'http://minio.store:9000' } },
      service: { telemetry: { enabled: true, endpoint: 'http://otlp:4318/v1/metrics' } },
    }),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens TCP port 4318, which service.telemetry.endpoint of config.yaml needs',
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens TCP port 9000, which state.s3.endpoint_url of config.yaml needs',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a port that stands in the environment',
    options: { ...exemplary, env: { LOKI: 'https://loki:8443' } },
    values: config({ sink: { loki: { url: '${LOKI}/push' } } }),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens TCP port 8443, which sink.loki.url of config.yaml needs',
    ],
  },
  {
    rule: 'SF-29',
    what: 'the Pub/Sub API on 443',
    edit: policy(['egress', 3, 'ports', 0, 'port'], 443),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens TCP port 7443, which sources.pubsub.endpoint of config.yaml needs',
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress is for networkPolicy.pubsubCIDR 10.0.0.0/8 and port 7443 of the values',
    ],
  },
  {
    rule: 'SF-29',
    what: 'no way to the Kubernetes API',
    edit: policy(['egress', 1], undefined),
    values: { networkPolicy: { apiServerCIDR: '10.9.0.0/16' } },
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress is for networkPolicy.apiServerCIDR 10.9.0.0/16 and port 443 of the values',
    ],
  },
  {
    rule: 'SF-29',
    what: 'no names over UDP',
    edit: policy(['egress', 0, 'ports', 0], undefined),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens UDP port 53 of the pods k8s-app: kube-dns in kube-system: no name can be resolved',
    ],
  },
  {
    rule: 'SF-29',
    what: 'names of other pods',
    edit: policy(['egress', 0, 'to', 0, 'podSelector', 'matchLabels', 'k8s-app'], 'dns'),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of egress opens UDP and TCP port 53 of the pods k8s-app: kube-dns in kube-system: no name can be resolved',
    ],
  },
  {
    rule: 'SF-29',
    what: 'no way in for the kubelet',
    values: { networkPolicy: { ingressPorts: [9090] } },
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: no rule of ingress opens port 8080: the kubelet’s probes may not get through',
      'warning: NetworkPolicy edge-workers-sf2loki: ingress[0] opens ports [9090]: expected 8080 only, as sf2loki listens on no other',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a way in for some only',
    edit: policy(['ingress', 0, 'from'], [{ podSelector: {} }]),
    found: [
      'warning: NetworkPolicy edge-workers-sf2loki: no rule of ingress opens port 8080 to everybody: the kubelet’s probes may not get through',
    ],
  },
  {
    rule: 'SF-29',
    what: 'every port open',
    edit: policy(['ingress', 0, 'ports'], undefined),
    found: [
      'warning: NetworkPolicy edge-workers-sf2loki: ingress[0] opens every port: expected 8080 only, as sf2loki listens on no other',
    ],
  },
  {
    rule: 'SF-29',
    what: 'egress that is not restricted',
    edit: policy(['policyTypes'], ['Ingress']),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: policyTypes is ["Ingress"]: without Egress it denies nothing there',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a rule to every address',
    edit: policy(['egress', 2, 'to'], undefined),
    found: ['warning: NetworkPolicy edge-workers-sf2loki: egress[2] is about every address'],
  },
  {
    rule: 'SF-29',
    what: 'a policy of every pod',
    edit: policy(['podSelector'], {}),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: podSelector is not about the pods of Deployment edge-workers-sf2loki: it asks for no label',
    ],
  },
  {
    rule: 'SF-29',
    what: 'every port of an address',
    edit: policy(['egress', 2, 'ports', 0, 'port'], undefined),
    found: ['warning: NetworkPolicy edge-workers-sf2loki: egress[2] is about every port'],
  },
  {
    rule: 'SF-29',
    what: 'every pod of a namespace',
    edit: policy(['egress', 0, 'to', 0, 'podSelector'], undefined),
    found: ['warning: NetworkPolicy edge-workers-sf2loki: egress[0] is about every pod of a namespace'],
  },
  {
    rule: 'SF-29',
    what: 'a policy of other pods',
    edit: policy(['podSelector', 'matchLabels', 'app.kubernetes.io/name'], 'other'),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: podSelector is not about the pods of Deployment edge-workers-sf2loki: app.kubernetes.io/name is "other", and the pods have "sf2loki"',
    ],
  },
  {
    rule: 'SF-29',
    what: 'an extra rule that is lost',
    values: {
      networkPolicy: { extraEgress: [{ to: [{ ipBlock: { cidr: '10.2.0.0/16' } }], ports: [{ port: 25 }] }] },
    },
    edit: policy(['egress', 6], undefined),
    found: [
      'error: NetworkPolicy edge-workers-sf2loki: networkPolicy.extraEgress of the values is not among its rules of egress',
    ],
  },
  {
    rule: 'SF-29',
    what: 'a range of ports',
    values: {
      ...config({ sink: { loki: { url: 'http://loki:3100' } } }),
      networkPolicy: {
        extraEgress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 3000, endPort: 3200 }] }],
      },
    },
    found: [],
  },
  {
    rule: 'sf2loki/service',
    what: 'a selector of other pods',
    edit: service(['selector', 'app.kubernetes.io/instance'], 'other'),
    found: [
      'error: Service edge-workers-sf2loki: spec.selector selects no pod of Deployment edge-workers-sf2loki: app.kubernetes.io/instance is "other", and the pods have "edge-workers"',
    ],
  },
  {
    rule: 'sf2loki/service',
    what: 'a port that is not there',
    edit: service(['ports', 0, 'targetPort'], 'http'),
    found: [
      'error: Service edge-workers-sf2loki: targetPort is "http", which the container does not have: expected the port 8080 of its health checks',
    ],
  },
  {
    rule: 'sf2loki/service',
    what: 'another port',
    edit: service(['ports', 0, 'targetPort'], 9090),
    found: [
      'error: Service edge-workers-sf2loki: targetPort is 9090: expected the port 8080 of its health checks',
    ],
  },
  {
    rule: 'sf2loki/service',
    what: 'a way in from outside',
    values: { service: { type: 'LoadBalancer' } },
    found: [
      'warning: Service edge-workers-sf2loki: spec.type is LoadBalancer, which shows the state of sf2loki outside the cluster: expected ClusterIP',
    ],
  },
  {
    rule: 'sf2loki/service',
    what: 'UDP',
    edit: service(['ports', 0, 'protocol'], 'UDP'),
    found: ['error: Service edge-workers-sf2loki: protocol is UDP: expected TCP'],
  },
  {
    rule: 'sf2loki/service',
    what: 'no port',
    edit: service(['ports'], undefined),
    found: ['error: Service edge-workers-sf2loki has no port'],
  },
  {
    rule: 'sf2loki/disruption-budget',
    what: 'a selector of other pods',
    edit: budget(['selector', 'matchLabels', 'app.kubernetes.io/instance'], 'other'),
    found: [
      'error: PodDisruptionBudget edge-workers-sf2loki: spec.selector is not about the pods of Deployment edge-workers-sf2loki: app.kubernetes.io/instance is "other", and the pods have "edge-workers"',
    ],
  },
  {
    rule: 'sf2loki/disruption-budget',
    what: 'minAvailable',
    edit: (each) => budget(['minAvailable'], 1)(budget(['maxUnavailable'], undefined)(each)),
    found: [
      'error: PodDisruptionBudget edge-workers-sf2loki: maxUnavailable is not set and minAvailable 1: expected maxUnavailable of 1 or more, alone',
    ],
  },
  {
    rule: 'sf2loki/disruption-budget',
    what: 'no pod that may go',
    values: { podDisruptionBudget: { maxUnavailable: 0 } },
    found: [
      'error: PodDisruptionBudget edge-workers-sf2loki: maxUnavailable is 0: expected maxUnavailable of 1 or more, alone',
    ],
  },
  {
    rule: 'sf2loki/disruption-budget',
    what: 'a selector by expressions',
    edit: budget(['selector'], {
      matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['sf2loki'] }],
    }),
    found: [],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});

test('SF-29: the port of an address that nobody here knows', async () => {
  const options = { ...exemplary, state: bucket, envFromSecrets: ['theirs'] };
  const subject = await released(options, { config: { sink: { loki: { url: '${LOKI}' } } } });
  expect(unjudged(ruleOf('SF-29'), subject)).toEqual(['the port of sink.loki.url in config.yaml']);
});
