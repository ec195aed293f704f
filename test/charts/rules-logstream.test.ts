/** Each invariant of a worker group: a render that breaks it, found by its id, and one that keeps it. */
import { describe, expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { logstreamWorkerGroup } from '../../src/systems/logstream/index.ts';
import type { Provided, Subject } from '../../src/systems/rule.ts';
import { renderedObject } from '../setup/rendered.ts';
import { edits, idsWithout, merged, rendersOf, testFaults, type Edit, type FaultCase } from './faults.ts';
import { foundBy, ruleOf, withObjects } from './edited.ts';
import { subjectOf, unjudged, violations } from './subject.ts';

const { rules } = logstreamWorkerGroup;

const secure: DataMap = {
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const syslog = [{ name: 's2s', port: 9997, protocol: 'TCP' }];

/** Good values of each chart, by hand. */
const bases: Readonly<Record<string, { chart: string; values: DataMap; kubeVersion?: string }>> = {
  four: {
    chart: 'logstream-workergroup',
    values: {
      replicaCount: 2,
      config: { token: 'own', rejectSelfSignedCerts: 1, tlsLeader: { enable: true } },
      rbac: { create: false, apiGroups: [''] },
      service: { ports: syslog, loadBalancerSourceRanges: ['10.0.0.0/8'] },
      podAnnotations: { 'checksum/leader': '1' },
      ...secure,
    },
  },
  rights: {
    chart: 'logstream-workergroup',
    values: { replicaCount: 2, config: { token: 'own' }, rbac: { apiGroups: [''] } },
  },
  stateful: {
    chart: 'logstream-workergroup',
    values: { deployment: 'statefulset', replicaCount: 2, config: { token: 'own' }, rbac: { create: false } },
  },
  one: {
    chart: 'logstream-workergroup-1.0',
    values: {
      replicaCount: 2,
      config: { token: 'own' },
      image: { tag: '2.3.2' },
      service: { ports: syslog },
    },
    kubeVersion: '1.24.0',
  },
};

const render = rendersOf(({ of = 'four', values = {} }) => {
  const base = bases[of];
  if (base === undefined) throw new Error(`no base ${of}`);
  const { chart, kubeVersion = '1.33.0' } = base;
  return subjectOf(chart, merged(base.values, values), { release: 'edge', namespace: 'cribl', kubeVersion });
});

const name = 'edge-logstream-workergroup';
const service = `Service ${name}`;
const deployment = `Deployment ${name}`;
const worker = `${deployment}, container logstream-workergroup`;
const autoscaler = `HorizontalPodAutoscaler ${name}-kubernetes`;
const clusterRole = `ClusterRole ${name}:logstream-workergroup:cribl`;
const clusterRoleBinding = `ClusterRoleBinding ${name}:logstream-workergroup:cribl`;

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const metadata = ['spec', 'template', 'metadata'] as const;
const url = (text: string): readonly Edit[] => [['Secret', ['stringData', 'url-master'], text]];

const cases: readonly FaultCase[] = [
  {
    id: 'LS-1',
    what: 'a container port that is gone',
    edit: [['Deployment', [...container, 'ports'], []]],
    found: [
      `${service} sends port s2s (9997/TCP) to 9997 of ${deployment}, whose containers have no such port`,
    ],
  },
  {
    id: 'LS-1',
    what: 'another targetPort',
    edit: [['Service', ['spec', 'ports', 0, 'targetPort'], 9998]],
    found: [
      `${service} sends port s2s (9997/TCP) to 9998 of ${deployment}, whose containers have no such port`,
      `${deployment} opens port s2s (9997/TCP), which no Service leads to`,
    ],
  },
  {
    id: 'LS-1',
    what: 'another port',
    edit: [['Service', ['spec', 'ports', 0, 'port'], 9998]],
    found: [
      `${service} has no port for the entry of service.ports s2s (9997/TCP), so its data does not arrive`,
    ],
  },
  {
    id: 'LS-1',
    what: 'no Service',
    edit: [['Service']],
    found: ['no Service of the release leads to the workers, so no data reaches them'],
  },
  {
    id: 'LS-1',
    what: 'service.enable=false',
    values: { service: { enable: false } },
    found: [
      'no Service of the release leads to the workers, so no data reaches them: service.enable is false',
    ],
  },
  {
    id: 'LS-2',
    what: 'two of one name',
    values: { service: { ports: [...syslog, { name: 's2s', port: 9998, protocol: 'TCP' }] } },
    found: [
      `${service}: two ports are named s2s, so the API server refuses it`,
      `${deployment}: two ports are named s2s, so the API server refuses it`,
    ],
  },
  {
    id: 'LS-2',
    what: 'a long name',
    of: 'one',
    values: { service: { ports: [{ name: 'a-name-that-is-long', port: 1, protocol: 'TCP' }] } },
    found: [
      'Service edge-workers-kubernetes: a-name-that-is-long is no name for a port; at most 15 lower-case letters, digits and single "-" are one',
      'Deployment edge-workers-kubernetes: a-name-that-is-long is no name for a port; at most 15 lower-case letters, digits and single "-" are one',
    ],
  },
  {
    id: 'LS-2',
    what: 'no name beside another',
    values: { service: { ports: [...syslog, { name: 'x', port: 9998, protocol: 'TCP' }] } },
    edit: [['Service', ['spec', 'ports', 0, 'name']]],
    found: [`${service}: port 9997/TCP has no name, and there is more than one port`],
  },
  {
    id: 'LS-3',
    what: 'syslog by TCP',
    values: { service: { ports: [{ name: 'syslog', port: 5140, protocol: 'TCP' }] } },
    found: [`${service}: port syslog (5140/TCP) takes TCP only, and senders of that kind usually use UDP`],
  },
  {
    id: 'LS-3',
    what: 'chart 1.0 drops the protocol',
    of: 'one',
    values: { service: { ports: [{ name: 'syslog', port: 5140, protocol: 'UDP' }] } },
    found: [
      'Deployment edge-workers-kubernetes: container port syslog (5140/TCP) is TCP, and the Service brings UDP there',
    ],
  },
  {
    id: 'LS-4',
    what: 'another port',
    values: { service: { ports: [{ name: 'http', port: 10080, protocol: 'TCP' }] } },
    found: [
      `${service} opens http (10080/TCP): on the leader, each needs a Source that is committed and deployed to the group`,
    ],
  },
  {
    id: 'LS-5',
    what: 'the default token',
    values: { config: { token: 'criblleader' } },
    found: [`${worker}: the leader's token is the default of the chart, which everybody knows`],
  },
  {
    id: 'LS-5',
    what: 'the default token of 1.0',
    of: 'one',
    values: { config: { token: 'criblmaster' } },
    found: [
      "Deployment edge-workers-kubernetes, container logstream-workergroup: the leader's token is the default of the chart, which everybody knows",
    ],
  },
  {
    id: 'LS-5',
    what: 'an unencoded token',
    values: { config: { token: 'canary/b@c#d' } },
    found: [
      `${worker}: the token in the leader's address has characters that are not percent-encoded, which cut the address`,
    ],
  },
  {
    id: 'LS-5',
    what: 'no token',
    values: { config: { token: '' } },
    found: [`${worker}: the leader's address has no token, so the leader refuses it`],
  },
  {
    id: 'LS-5',
    what: 'an unencoded passphrase',
    values: { config: { tlsLeader: { passphrase: 'canary/@' } } },
    found: [
      `${worker}: the passphrase in the leader's address has characters that are not percent-encoded, which cut it`,
    ],
  },
  {
    id: 'LS-5',
    what: 'a passphrase with &',
    values: { config: { tlsLeader: { passphrase: 'canary&x' } } },
    found: [
      `${worker}: the passphrase in the leader's address has characters that are not percent-encoded, which cut it`,
    ],
  },
  {
    id: 'LS-6',
    what: 'plain tcp',
    values: { config: { tlsLeader: { enable: false } } },
    found: [
      `${worker}: the leader is reached by tcp://, so the token and the configuration travel in plain text`,
    ],
  },
  {
    id: 'LS-6',
    what: 'any certificate',
    values: { config: { rejectSelfSignedCerts: 0 } },
    found: [`${worker}: NODE_TLS_REJECT_UNAUTHORIZED is 0, so the workers accept any certificate`],
  },
  {
    id: 'LS-6',
    what: 'the variable is gone',
    edit: [['Deployment', [...container, 'env', 1]]],
    found: [
      `${worker}: NODE_TLS_REJECT_UNAUTHORIZED is not set, and the value config.rejectSelfSignedCerts says 1`,
    ],
  },
  {
    id: 'LS-6',
    what: 'a certificate that is not mounted',
    values: { config: { tlsLeader: { capath: '/ca/ca.crt' } } },
    found: [`${worker}: tls.caPath of the leader's address is /ca/ca.crt, and no volume is mounted there`],
  },
  {
    id: 'LS-7',
    what: 'an integer',
    values: { config: { tlsLeader: { rejectUnauthorized: 1 } } },
    found: [
      `${worker}: tls.rejectUnauthorized in the leader's address is %!s(float64=1); only the texts "true" and "false" come through`,
    ],
  },
  {
    id: 'LS-7',
    what: 'a zero',
    values: { config: { tlsLeader: { requestCert: 0 } } },
    found: [
      `${worker}: tls.requestCert in the leader's address is missing, though the value is 0; only the texts "true" and "false" come through`,
    ],
  },
  {
    id: 'LS-8',
    what: 'no checksum',
    values: {},
    edit: [['Deployment', [...metadata, 'annotations']]],
    found: [
      `${deployment} reads Secret logstream-config-edge-logstream-workergroup, and nothing in its pods changes with it, so a new token does not reach workers that run`,
    ],
  },
  {
    id: 'LS-8',
    what: 'the checksum of the chart',
    values: { includeSecretConfigAnnotation: true },
    edit: [['Deployment', [...metadata, 'checksum/secret'], 'x']],
    found: [
      `${deployment}: checksum/secret stands in the metadata of the pods instead of in their annotations, a field that the API server does not know, so nothing rolls`,
    ],
  },
  {
    id: 'LS-9',
    what: 'a fixed name',
    edit: [['Secret', ['metadata', 'name'], 'logstream-config']],
    found: [
      'Secret logstream-config has the same name in every release, so namespace cribl has room for this one only',
    ],
  },
  {
    id: 'LS-10',
    what: 'v2beta1 on a newer cluster',
    edit: [['HorizontalPodAutoscaler', ['apiVersion'], 'autoscaling/v2beta1']],
    found: [
      `${autoscaler} is of autoscaling/v2beta1, which Kubernetes has not had since 1.25, and the target is 1.33.0`,
    ],
  },
  {
    id: 'LS-10',
    what: 'v2 on an older cluster',
    of: 'one',
    edit: [['HorizontalPodAutoscaler', ['apiVersion'], 'autoscaling/v2']],
    found: [
      'HorizontalPodAutoscaler edge-workers-kubernetes: targetAverageUtilization is a field of autoscaling/v2beta1 only; in autoscaling/v2 it is target.averageUtilization',
    ],
  },
  {
    id: 'LS-11',
    what: 'min over max',
    values: { autoscaling: { minReplicas: 11 }, replicaCount: 11 },
    found: [`${autoscaler}: minReplicas is 11, more than maxReplicas, which is 10`],
  },
  {
    id: 'LS-11',
    what: 'no CPU request',
    values: { resources: { requests: { cpu: null }, limits: { cpu: null } } },
    edit: [['Deployment', [...container, 'resources'], {}]],
    found: [`${worker} requests no cpu, so ${autoscaler} cannot tell its use and never scales`],
  },
  {
    id: 'LS-11',
    what: 'replicas below min',
    values: { replicaCount: 1 },
    found: [
      `${deployment} has 1 replicas, outside of the 2 to 10 of ${autoscaler}, so each upgrade scales there and back`,
    ],
  },
  {
    id: 'LS-11',
    what: 'another target',
    edit: [['HorizontalPodAutoscaler', ['spec', 'scaleTargetRef', 'name'], 'other']],
    found: [
      `${autoscaler} scales apps/v1 Deployment other, which is not a workload of the workers, so it scales nothing`,
    ],
  },
  {
    id: 'LS-11',
    what: 'min and max swapped',
    edit: [
      ['HorizontalPodAutoscaler', ['spec', 'minReplicas'], 10],
      ['HorizontalPodAutoscaler', ['spec', 'maxReplicas'], 2],
    ],
    found: [
      `${autoscaler}: minReplicas is 10, and the value autoscaling.minReplicas is 2`,
      `${autoscaler}: maxReplicas is 2, and the value autoscaling.maxReplicas is 10`,
      `${autoscaler}: minReplicas is 10, more than maxReplicas, which is 2`,
    ],
  },
  {
    id: 'LS-11',
    what: 'another percentage',
    edit: [
      ['HorizontalPodAutoscaler', ['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'], 5],
    ],
    found: [`${autoscaler} aims at 5 % cpu, and the value autoscaling.targetCPUUtilizationPercentage is 50`],
  },
  {
    id: 'LS-11',
    what: 'no metrics',
    edit: [['HorizontalPodAutoscaler', ['spec', 'metrics'], []]],
    found: [`${autoscaler} aims at no % cpu, and the value autoscaling.targetCPUUtilizationPercentage is 50`],
  },
  {
    id: 'LS-11',
    what: 'no autoscaler',
    edit: [['HorizontalPodAutoscaler']],
    found: [`${deployment} has no HorizontalPodAutoscaler, though the value autoscaling.enabled is true`],
  },
  {
    id: 'LS-12',
    what: 'latest',
    of: 'one',
    values: { image: { tag: 'latest' } },
    found: [
      'Deployment edge-workers-kubernetes, container logstream-workergroup: image cribl/cribl:latest is another version at each start',
    ],
  },
  {
    id: 'LS-12',
    what: 'no tag',
    edit: [['Deployment', [...container, 'image'], 'registry.example:5000/cribl/cribl']],
    found: [
      `${worker}: image registry.example:5000/cribl/cribl is another version at each start`,
      `${worker}: image registry.example:5000/cribl/cribl is not of the repository cribl/cribl, which the values name`,
    ],
  },
  {
    id: 'LS-12',
    what: 'no image',
    edit: [['Deployment', [...container, 'image']]],
    found: [`${worker} has no image`],
  },
  {
    id: 'LS-13',
    what: 'an older image',
    values: { criblImage: { tag: '4.18.0' } },
    found: [
      `${worker}: the readiness probe asks /api/v1/readiness, which version 4.18 does not have, so the pods never become ready`,
    ],
  },
  {
    id: 'LS-14',
    what: 'useExistingSecret without the variable',
    values: { config: { useExistingSecret: true } },
    found: [`${worker} has no CRIBL_DIST_MASTER_URL, so the workers find no leader`],
  },
  {
    id: 'LS-14',
    what: 'another Secret',
    edit: [
      ['Deployment', [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'name'], 'logstream-config-edge'],
    ],
    found: [
      `${worker}: CRIBL_DIST_MASTER_URL is read from Secret logstream-config-edge, which nothing provides in namespace cribl, so the container does not start`,
    ],
  },
  {
    id: 'LS-14',
    what: 'another key',
    edit: [['Deployment', [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'key'], 'url']],
    found: [
      `${worker}: CRIBL_DIST_MASTER_URL is read from key url of Secret logstream-config-edge-logstream-workergroup, which has the keys url-master, so the container does not start`,
    ],
  },
  {
    id: 'LS-14',
    what: 'the variables of the chart are gone',
    values: { envValueFrom: [] },
    found: [
      `${worker}: CRIBL_K8S_POD is missing, so a worker is not named after its pod`,
      `${worker}: CRIBL_K8S_CPU_LIMIT is missing, so a worker counts the CPUs of the whole node`,
    ],
  },
  {
    id: 'LS-14',
    what: 'the address as text',
    edit: [
      [
        'Deployment',
        [...container, 'env', 0],
        { name: 'CRIBL_DIST_MASTER_URL', value: 'tls://canary@l:4200?group=kubernetes' },
      ],
    ],
    found: [
      `${worker}: CRIBL_DIST_MASTER_URL stands in the pod as text, so everybody who may read pods has the token`,
    ],
  },
  {
    id: 'LS-14',
    what: 'a part that stands behind',
    edit: [['Deployment', [...container, 'env', 0], { name: 'CRIBL_DIST_MASTER_URL', value: '$(LATER)' }]],
    found: [
      `${worker}: CRIBL_DIST_MASTER_URL uses $(LATER), and no variable of that name stands before it, so the text stays as it is`,
    ],
  },
  {
    id: 'LS-15',
    what: 'no group',
    values: { config: { group: '' } },
    found: [
      'the HorizontalPodAutoscaler has no name: the group is empty',
      `${deployment}: the leader's address names no group`,
    ],
  },
  {
    id: 'LS-15',
    what: 'the deprecated tag',
    values: { config: { tag: 'old' } },
    found: [`${deployment}: its workers join the group old, and ${autoscaler} is named after another`],
  },
  {
    id: 'LS-16',
    what: 'the group of the chart',
    of: 'rights',
    values: { rbac: { apiGroups: ['core'] } },
    found: [`${clusterRole} has a rule for the API group "core", which does not exist; that of pods is ""`],
  },
  {
    id: 'LS-16',
    what: 'a verb is missing',
    of: 'rights',
    edit: [['ClusterRole', ['rules', 0, 'verbs'], ['list']]],
    found: [`${clusterRole} does not grant get on pods, which the values list`],
  },
  {
    id: 'LS-17',
    what: 'no account and no name',
    of: 'rights',
    values: { serviceAccount: { create: false } },
    found: [
      `${clusterRoleBinding} binds the service account "default", so every pod of the namespace gets the workers' rights`,
    ],
  },
  {
    id: 'LS-17',
    what: 'another account',
    of: 'rights',
    edit: [['ClusterRoleBinding', ['subjects', 0, 'name'], 'other']],
    found: [
      `${clusterRoleBinding} binds cribl/other, and the pods run as cribl/edge-logstream-workergroup, so they don't get the rights`,
    ],
  },
  {
    id: 'LS-17',
    what: 'another namespace',
    of: 'rights',
    edit: [['ClusterRoleBinding', ['subjects', 0, 'namespace'], 'other']],
    found: [
      `${clusterRoleBinding} binds other/edge-logstream-workergroup, and the pods run as cribl/edge-logstream-workergroup, so they don't get the rights`,
    ],
  },
  {
    id: 'LS-17',
    what: 'another role',
    of: 'rights',
    edit: [['ClusterRoleBinding', ['roleRef', 'name'], 'other']],
    found: [
      `${clusterRoleBinding} binds ClusterRole other, which nothing provides, so it grants nothing`,
      `${clusterRole} is bound by no ClusterRoleBinding of the release, so nobody has its rights`,
    ],
  },
  {
    id: 'LS-17',
    what: 'no binding',
    of: 'rights',
    edit: [['ClusterRoleBinding']],
    found: [`${clusterRole} is bound by no ClusterRoleBinding of the release, so nobody has its rights`],
  },
  {
    id: 'LS-17',
    what: 'no account',
    edit: [['ServiceAccount']],
    found: [
      `${deployment} runs as service account edge-logstream-workergroup, which nothing provides in namespace cribl, so no pod of it is made`,
    ],
  },
  {
    id: 'LS-18',
    what: 'a grace period with a unit',
    values: { terminationGracePeriodSeconds: '60s' },
    found: [
      `${deployment}: terminationGracePeriodSeconds is "60s", and the API server takes a whole number of seconds`,
    ],
  },
  {
    id: 'LS-18',
    what: 'an emptyDir',
    values: { extraVolumeMounts: [{ name: 'pq', mountPath: '/pq' }] },
    found: [`${worker}: /pq is the emptyDir pq, so what persistent queues keep there is lost with the pod`],
  },
  {
    id: 'LS-19',
    what: 'every address',
    values: { service: { loadBalancerSourceRanges: [] } },
    found: [`${service}: its load balancer lets in every address`],
  },
  {
    id: 'LS-19',
    what: 'every address, as a range',
    values: { service: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
    found: [`${service}: its load balancer lets in every address, by 0.0.0.0/0`],
  },
  {
    id: 'LS-19',
    what: 'ranges without a load balancer',
    edit: [['Service', ['spec', 'type'], 'ClusterIP']],
    found: [`${service} has loadBalancerSourceRanges and is of type ClusterIP, which filters nothing`],
  },
  {
    id: 'LS-19',
    what: 'chart 1.0',
    of: 'one',
    edit: [
      [
        'Service',
        ['metadata', 'annotations'],
        { 'service.beta.kubernetes.io/load-balancer-source-ranges': '0.0.0.0/0' },
      ],
    ],
    found: ['Service edge-workers-kubernetes: its load balancer lets in every address, by 0.0.0.0/0'],
  },
  {
    id: 'LS-20',
    what: 'no security context of the container',
    edit: [['Deployment', [...container, 'securityContext']]],
    found: [`${worker}: allowPrivilegeEscalation is not false; capabilities.drop lacks ALL`],
  },
  {
    id: 'LS-20',
    what: 'no security context of the pod',
    edit: [['Deployment', [...pod, 'securityContext']]],
    found: [`${worker}: runAsNonRoot is not true; there is no seccompProfile`],
  },
  {
    id: 'LS-20',
    what: 'privileged',
    edit: [['Deployment', [...container, 'securityContext', 'privileged'], true]],
    found: [`${worker}: a container of the pod is privileged, so whoever takes it over has the node`],
  },
  {
    id: 'LS-21',
    what: 'a Service that is there, at a port that is not',
    of: 'one',
    edit: [['Pod', ['spec', 'containers', 0, 'args'], ['http://edge-workers-kubernetes:80/']]],
    found: ['Pod edge-workers-test-connection asks port 80 of edge-workers-kubernetes, so helm test fails'],
  },
  {
    id: 'LS-22',
    what: 'a ClusterRole',
    values: { rbac: { create: true } },
    found: [`${clusterRole} belongs to the cluster: whoever deploys needs the right to make it`],
  },
  {
    id: 'LS-22',
    what: 'a name without the namespace',
    of: 'rights',
    edit: [['ClusterRole', ['metadata', 'name'], 'workers']],
    found: [
      'ClusterRole workers does not have the namespace cribl in its name, so a release of that name elsewhere overwrites it',
      'ClusterRole workers belongs to the cluster: whoever deploys needs the right to make it',
    ],
  },
  {
    id: 'LS-23',
    what: 'no Service',
    of: 'stateful',
    values: { service: { enable: false } },
    found: [
      `StatefulSet edge-logstream-workergroup names ${service} as its own, which nothing provides in namespace cribl, so its pods have no names`,
    ],
  },
  {
    id: 'LS-23',
    what: 'another Service',
    of: 'stateful',
    edit: [['StatefulSet', ['spec', 'serviceName'], 'other']],
    found: [
      'StatefulSet edge-logstream-workergroup names Service other as its own, which nothing provides in namespace cribl, so its pods have no names',
    ],
  },
  {
    id: 'LS-24',
    what: 'a typo',
    values: { deployment: 'Deployment' },
    found: ['no workload runs workers: deployment is "Deployment"'],
  },
  {
    id: 'LS-24',
    what: 'claim templates that are null',
    values: { deployment: 'statefulset' },
    found: [
      'StatefulSet edge-logstream-workergroup has volumeClaimTemplates: null, so its workers keep nothing',
    ],
  },
  {
    id: 'logstream/leader-address',
    what: 'another host',
    edit: url('tls://own@other:4200?group=kubernetes&tag=kubernetes'),
    found: [`${worker}: the host in the leader's address is other instead of logstream-leader-internal`],
  },
  {
    id: 'logstream/leader-address',
    what: 'another port',
    of: 'one',
    edit: url('tcp://own@logstream-master:4201?group=kubernetes&tag=kubernetes'),
    found: [
      "Deployment edge-workers-kubernetes, container logstream-workergroup: the port in the leader's address is 4201 instead of 4200",
    ],
  },
  {
    id: 'logstream/leader-address',
    what: 'no address',
    edit: url('https://own@logstream-leader-internal:4200?group=kubernetes'),
    found: [`${worker}: the leader's address is not of the form tcp://<token>@<host>:<port>?group=<group>`],
  },
  {
    id: 'logstream/probes',
    what: 'another path',
    edit: [['Deployment', [...container, 'livenessProbe', 'httpGet', 'path'], '/health']],
    found: [`${worker}: the livenessProbe asks /health, and the endpoint is /api/v1/health`],
  },
  {
    id: 'logstream/probes',
    what: 'readiness for liveness',
    edit: [['Deployment', [...container, 'livenessProbe', 'httpGet', 'path'], '/api/v1/readiness']],
    found: [`${worker}: the livenessProbe asks /api/v1/readiness, and the endpoint is /api/v1/health`],
  },
  {
    id: 'logstream/probes',
    what: 'another port',
    edit: [['Deployment', [...container, 'readinessProbe', 'httpGet', 'port'], 8080]],
    found: [`${worker}: the readinessProbe asks port 8080, and the worker's API is at 9000`],
  },
  {
    id: 'logstream/probes',
    what: 'none',
    edit: [['Deployment', [...container, 'readinessProbe']]],
    found: [`${worker} has no readinessProbe, so a worker that hangs keeps its place`],
  },
  {
    id: 'logstream/probes',
    what: 'switched off',
    values: { config: { probes: false } },
    found: [
      `${worker} has no livenessProbe, so a worker that hangs keeps its place`,
      `${worker} has no readinessProbe, so a worker that hangs keeps its place`,
    ],
  },
  {
    id: 'logstream/selectors',
    what: 'of the Deployment',
    edit: [['Deployment', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'], 'other']],
    found: [
      `${deployment} selects app.kubernetes.io/name=other, which its own pods don't have, so the API server refuses it`,
    ],
  },
  {
    id: 'logstream/selectors',
    what: 'of the Service',
    edit: [['Service', ['spec', 'selector', 'app.kubernetes.io/name'], 'other']],
    found: [
      `${service} selects app.kubernetes.io/instance=edge, app.kubernetes.io/name=other, and no pod of the release has these labels, so it leads nowhere`,
    ],
  },
  {
    id: 'logstream/mounts',
    what: 'a volume that is gone',
    values: { extraConfigmapMounts: [{ name: 'ca', configMap: 'leader-ca', mountPath: '/ca' }] },
    edit: [['Deployment', [...pod, 'volumes']]],
    found: [
      `${worker}: /ca is volume ca, which the pod does not have`,
      `${worker}: extraConfigmapMounts[0] of the values asks for leader-ca at /ca, and another volume is mounted there`,
    ],
  },
  {
    id: 'logstream/mounts',
    what: 'another Secret',
    values: { extraSecretMounts: [{ name: 'tls', secretName: 'leader-tls', mountPath: '/tls' }] },
    edit: [['Deployment', [...pod, 'volumes', 0, 'secret', 'secretName'], 'other']],
    found: [
      `${worker}: extraSecretMounts[0] of the values asks for leader-tls at /tls, and other is mounted there`,
    ],
  },
  {
    id: 'logstream/mounts',
    what: 'a lost subPath',
    values: {
      extraConfigmapMounts: [
        { name: 'hosts', configMap: 'hosts', mountPath: '/hosts.csv', subPath: 'hosts.csv' },
      ],
    },
    edit: [['Deployment', [...container, 'volumeMounts', 0, 'subPath']]],
    found: [
      `${worker}: /hosts.csv is mounted with subPath (none), and extraConfigmapMounts[0] of the values says hosts.csv`,
    ],
  },
  {
    id: 'logstream/values',
    what: 'an account without its identity',
    values: { rbac: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/x' } } },
    edit: [['ServiceAccount', ['metadata', 'annotations']]],
    found: [
      'ServiceAccount edge-logstream-workergroup: metadata.annotations is not what the value rbac.annotations says',
    ],
  },
  {
    id: 'logstream/namespace',
    what: 'a Secret elsewhere',
    edit: [['Secret', ['metadata', 'namespace'], 'default']],
    found: [
      'Secret logstream-config-edge-logstream-workergroup is in namespace default, and what it works with is in cribl, the namespace of the release',
    ],
  },
  {
    id: 'logstream/values',
    what: 'no resources',
    edit: [['Deployment', [...container, 'resources'], {}]],
    found: [`${deployment}: spec.template.spec.containers.0.resources is not what the value resources says`],
  },
  {
    id: 'logstream/values',
    what: 'another number',
    edit: [['Deployment', ['spec', 'replicas'], 3]],
    found: [`${deployment}: spec.replicas is not what the value replicaCount says: 3 instead of 2`],
  },
  {
    id: 'logstream/values',
    what: 'another type',
    edit: [['Service', ['spec', 'type'], 'ClusterIP']],
    found: [`${service}: spec.type is not what the value service.type says`],
  },
  {
    id: 'LS-1',
    what: 'another name of the container port',
    edit: [['Deployment', [...container, 'ports', 0, 'name'], 'splunk']],
    found: [`${deployment} calls container port 9997 splunk, and the Service calls it s2s`],
  },
  {
    id: 'LS-11',
    what: 'a metric of another type',
    edit: [['HorizontalPodAutoscaler', ['spec', 'metrics', 0, 'resource', 'target', 'type'], 'Value']],
    found: [`${autoscaler} aims at no % cpu, and the value autoscaling.targetCPUUtilizationPercentage is 50`],
  },
  {
    id: 'LS-14',
    what: 'CPUs by another divisor',
    edit: [['Deployment', [...container, 'env', 3, 'valueFrom', 'resourceFieldRef', 'divisor']]],
    found: [
      `${worker}: CRIBL_K8S_CPU_LIMIT is not the pod's limits.cpu by 1m, so a worker miscounts its CPUs`,
    ],
  },
  {
    id: 'LS-17',
    what: 'another API group',
    of: 'rights',
    edit: [['ClusterRoleBinding', ['roleRef', 'apiGroup']]],
    found: [
      `${clusterRoleBinding}: apiGroup of its roleRef is missing instead of rbac.authorization.k8s.io, so the API server refuses it`,
    ],
  },
  {
    id: 'logstream/probes',
    what: 'another delay',
    edit: [['Deployment', [...container, 'readinessProbe', 'initialDelaySeconds'], 1]],
    found: [
      `${deployment}: spec.template.spec.containers.0.readinessProbe is not what the value config.readinessProbe says`,
    ],
  },
  {
    id: 'logstream/selectors',
    what: 'too wide',
    edit: [
      ['Service', ['spec', 'selector', 'app.kubernetes.io/instance']],
      ['Deployment', ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name']],
    ],
    found: [
      `${deployment} does not select by app.kubernetes.io/name, so pods of other releases in the namespace are selected, too`,
      `${service} does not select by app.kubernetes.io/instance, so pods of other releases in the namespace are selected, too`,
    ],
  },
  {
    id: 'logstream/values',
    what: 'another pull policy',
    edit: [['Deployment', [...container, 'imagePullPolicy'], 'Never']],
    found: [
      `${deployment}: spec.template.spec.containers.0.imagePullPolicy is not what the value criblImage.pullPolicy says`,
    ],
  },
];

describe('a fault is found by its id', () => {
  testFaults(rules, cases, render);

  test('every rule has one', () => {
    expect(idsWithout(rules, cases)).toEqual([]);
  });
});

describe('a good render keeps', () => {
  // A notice wherever a port is open: only a Service without ports has none.
  const exceptions: Readonly<Record<string, Edit>> = { 'LS-4': ['Service', ['spec', 'ports'], []] };
  test.each(rules ?? [])('$id', async (rule) => {
    const edit = exceptions[rule.id];
    const subject = edits(await render({}), edit === undefined ? [] : [edit]);
    expect(violations(rule, subject)).toEqual([]);
  });

  test('LS-10 LS-15 LS-16 with an autoscaler of its time, and rights', async () => {
    const ids = ['LS-10', 'LS-11', 'LS-15', 'LS-16', 'LS-17'];
    for (const subject of [await render({ of: 'one' }), await render({ of: 'rights' })]) {
      for (const id of ids) expect(violations(ruleOf(rules, id), subject)).toEqual([]);
    }
  });

  test('LS-21 with a test that asks what is there', async () => {
    const args = ['edge-workers-kubernetes:9997'];
    const subject = edits(await render({ of: 'one' }), [['Pod', ['spec', 'containers', 0, 'args'], args]]);
    expect(violations(ruleOf(rules, 'LS-21'), subject)).toEqual([]);
  });

  test('LS-18 LS-23 LS-24 with a claim for queues', async () => {
    const claimTemplate = { metadata: { name: 'pq' }, spec: { accessModes: ['ReadWriteOnce'] } };
    const extraVolumeMounts = [{ name: 'pq', mountPath: '/pq', claimTemplate }];
    const subject = await render({ of: 'stateful', values: { extraVolumeMounts } });
    for (const id of ['LS-18', 'LS-23', 'LS-24', 'logstream/mounts']) {
      expect(violations(ruleOf(rules, id), subject)).toEqual([]);
      expect(unjudged(ruleOf(rules, id), subject)).toEqual([]);
    }
  });
});

describe('what the stack says', () => {
  const declared = (sources: DataMap[], ports: DataMap[] = syslog): Promise<Subject> =>
    subjectOf('logstream-workergroup', merged(bases['four']?.values ?? {}, { service: { ports } }), {
      release: 'edge',
      namespace: 'cribl',
      options: { leader: { host: 'logstream-leader-internal', group: 'kubernetes' }, sources },
    });

  test('LS-1 every source has its port, and every port a source', async () => {
    const rule = ruleOf(rules, 'LS-1');
    const sources = [
      { name: 's2s', port: 9997 },
      { name: 'syslog', port: 5140, protocol: 'UDP' },
    ];
    expect(violations(rule, await declared(sources.slice(0, 1)))).toEqual([]);
    const ports = [
      { name: 'splunk', port: 9997, protocol: 'TCP' },
      { name: 'syslog', port: 5140, protocol: 'TCP' },
    ];
    expect(violations(rule, await declared(sources, ports))).toMatchObject([
      {
        message: `${service} calls the port of the source s2s (9997/TCP) splunk`,
        value: ['service', 'ports'],
      },
      { message: `${service} has no port for the source syslog (5140/UDP), so its data does not arrive` },
      {
        message: `${service} opens port syslog (5140/TCP), and no source of the stack file listens there`,
        severity: 'warning',
      },
    ]);
    expect(unjudged(rule, await render({}))).toEqual([
      'the Sources of the group: no stack file declares them',
    ]);
  });

  test('LS-3 a source of TCP is taken at its word; both protocols together depend on the cluster', async () => {
    const rule = ruleOf(rules, 'LS-3');
    const tcp = { name: 'syslog', port: 5140, protocol: 'TCP' };
    expect(violations(rule, await declared([tcp], [tcp]))).toEqual([]);
    const both = await render({ values: { service: { ports: [...syslog, { ...tcp, protocol: 'UDP' }] } } });
    expect(unjudged(rule, both)).toEqual([
      'whether the load balancers of this cluster carry TCP and UDP together',
    ]);
    const old = { ...both, release: { ...both.release, kubeVersion: '1.23.5' } };
    expect(violations(rule, old)).toMatchObject([
      {
        message: `${service}: its load balancer has TCP and UDP ports, which Kubernetes 1.23.5 refuses`,
        severity: 'error',
      },
    ]);
  });

  test('LS-9 two releases in one namespace make the same Secret', async () => {
    const one = await render({ of: 'one' });
    const secret = one.objects.find(({ kind }) => kind === 'Secret') ?? null;
    const other: Provided = {
      kind: 'Secret',
      namespace: 'cribl',
      name: 'logstream-config',
      keys: new Set(['url-master']),
      by: 'release other',
      release: 'other',
      object: secret,
    };
    expect(violations(ruleOf(rules, 'LS-9'), withObjects(one, one.objects, [other]))).toMatchObject([
      {
        message:
          'Secret logstream-config is made more than once in namespace cribl (release edge, release other), so one overwrites the other',
      },
    ]);
    const elsewhere = withObjects(one, one.objects, [{ ...other, namespace: 'elsewhere' }]);
    expect(violations(ruleOf(rules, 'LS-9'), elsewhere)).toMatchObject([{ severity: 'notice' }]);
  });

  test('LS-20 is an error where the namespace enforces the standard', async () => {
    const four = await render({ of: 'rights' });
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cribl', labels } };
    const subject = withObjects(four, [...four.objects, renderedObject(manifest)]);
    const [found] = violations(ruleOf(rules, 'LS-20'), subject);
    expect(found?.message).toMatch(/, and namespace cribl refuses such pods$/);
    expect(found?.severity).toBe('error');
  });

  test('a Secret of somebody else is not judged, and never taken for good', async () => {
    const valueFrom = { secretKeyRef: { name: 'theirs', key: 'url' } };
    const values = {
      config: { useExistingSecret: true },
      envValueFrom: [{ name: 'CRIBL_DIST_MASTER_URL', valueFrom }],
      podAnnotations: null,
    };
    const theirs: Provided = {
      kind: 'Secret',
      namespace: 'cribl',
      name: 'theirs',
      keys: null,
      by: 'external[0]',
      release: null,
      object: null,
    };
    const plain = await subjectOf('logstream-workergroup', values, {
      namespace: 'cribl',
      provided: [theirs],
    });
    const said = ['LS-5', 'LS-6', 'LS-7', 'LS-8', 'LS-14'].flatMap((id) =>
      unjudged(ruleOf(rules, id), plain),
    );
    expect(said).toEqual([
      "the leader's address, which a Secret that somebody else makes holds",
      "the leader's address, which a Secret that somebody else makes holds",
      "the leader's address, which a Secret that somebody else makes holds",
      'whether Secret cribl/theirs (external[0]) gets another name when its content changes',
      'the keys of Secret cribl/theirs (external[0]), which CRIBL_DIST_MASTER_URL is read from',
    ]);
  });
});

test('no finding has the token or the passphrase in it', async () => {
  const config = {
    token: 'canary@/canary',
    tlsLeader: { passphrase: 'canary&#canary', rejectUnauthorized: 1 },
  };
  for (const of of ['four', 'one']) {
    const subject = await render({ of, values: { config } });
    expect(foundBy(rules, subject).join('\n')).toContain('LS-5');
    expect(foundBy(rules, subject).join('\n')).not.toContain('canary');
  }
});

test('values are named, for a finding to point at', async () => {
  const subject = await subjectOf('logstream-workergroup', {}, { release: 'edge', namespace: 'cribl' });
  const values = (rules ?? []).flatMap((rule) =>
    violations(rule, subject).map(({ value }) => value?.join('.')),
  );
  expect(values).toContain('config.token');
  expect(values).toContain('rbac.apiGroups');
  expect(values).not.toContain(undefined);
});
