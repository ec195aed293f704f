/** SF-9, SF-24, SF-26 to SF-28, SF-30 and SF-31: what runs, how it is hardened, and what it asks of its node. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import {
  containerPath,
  exemplary,
  judgedSubject,
  ruleOf,
  said,
  setting,
  type Judged,
} from './sf2loki-subject.ts';
import { several, single } from '../unit/systems/sf2loki-releases.ts';

const container = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Deployment', [...containerPath, ...path], value);
const pod = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Deployment', ['spec', 'template', 'spec', ...path], value);
const config = (more: DataMap): DataMap => ({ config: more });

const rows: readonly Judged[] = [
  {
    rule: 'SF-9',
    what: 'a handler among the values',
    values: { probes: { liveness: { httpGet: { path: '/readyz', port: 'health' } } } },
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.path is "/readyz": expected /healthz',
      'error: Deployment edge-workers-sf2loki: httpGet stands twice in a probe, and the last one counts: the second is probes.liveness.httpGet of the values',
    ],
  },
  {
    rule: 'SF-9',
    what: 'another kind of handler among the values',
    values: { probes: { readiness: { exec: { command: ['true'] } } } },
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe has exec: expected httpGet /readyz alone',
      'error: probes.readiness.exec of the values gives readinessProbe of Deployment edge-workers-sf2loki a handler beside the chart’s own',
    ],
  },
  {
    rule: 'SF-9',
    what: 'probes that are swapped',
    edit: (each) =>
      container(
        ['livenessProbe', 'httpGet', 'path'],
        '/readyz',
      )(container(['readinessProbe', 'httpGet', 'path'], '/healthz')(each)),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.path is "/readyz": expected /healthz',
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.path is "/healthz": expected /readyz',
    ],
  },
  {
    rule: 'SF-9',
    what: 'no liveness probe',
    edit: container(['livenessProbe'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe is not set: expected httpGet /healthz',
    ],
  },
  {
    rule: 'SF-9',
    what: 'HTTPS',
    edit: container(['readinessProbe', 'httpGet', 'scheme'], 'HTTPS'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.scheme is HTTPS: sf2loki answers HTTP only',
    ],
  },
  {
    rule: 'SF-9',
    what: 'a delay that is not taken',
    edit: container(['readinessProbe', 'periodSeconds'], undefined),
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.periodSeconds is not set: expected 15, as the values say',
    ],
  },
  {
    rule: 'SF-24',
    what: 'another port in config.yaml',
    values: config({ service: { health_addr: ':9090' } }),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is "health", which is 8080: expected 9090, where sf2loki listens',
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.port is "health", which is 8080: expected 9090, where sf2loki listens',
    ],
  },
  {
    rule: 'SF-24',
    what: 'another port of the container',
    edit: container(['ports', 0, 'containerPort'], 9090),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is "health", which is 9090: expected 8080, where sf2loki listens',
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.port is "health", which is 9090: expected 8080, where sf2loki listens',
    ],
  },
  {
    rule: 'SF-24',
    what: 'a port without the name',
    edit: container(['ports', 0, 'name'], 'http'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is "health", which the container does not have: expected 8080, where sf2loki listens',
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.port is "health", which the container does not have: expected 8080, where sf2loki listens',
    ],
  },
  {
    rule: 'SF-24',
    what: 'an address that nobody reaches',
    values: config({ service: { health_addr: '127.0.0.1:8080' } }),
    found: [
      'error: config.yaml, service.health_addr: 127.0.0.1 answers nobody outside the container: expected ":8080"',
    ],
  },
  {
    rule: 'SF-24',
    what: 'a number for a name',
    edit: container(['livenessProbe', 'httpGet', 'port'], 8080),
    found: [],
  },
  {
    rule: 'SF-26',
    what: 'root',
    values: { podSecurityContext: { runAsUser: 0, runAsNonRoot: false } },
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsNonRoot is false: expected true',
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsUser is 0: expected an id above 0; the image has 10001',
    ],
  },
  {
    rule: 'SF-26',
    what: 'root in the container',
    values: { securityContext: { runAsUser: 0 } },
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsUser is 0: expected an id above 0; the image has 10001',
    ],
  },
  {
    rule: 'SF-26',
    what: 'privileges',
    values: {
      securityContext: {
        privileged: true,
        allowPrivilegeEscalation: true,
        readOnlyRootFilesystem: false,
        capabilities: { drop: [], add: ['NET_ADMIN'] },
      },
    },
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.readOnlyRootFilesystem is false: expected true',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.allowPrivilegeEscalation is true: expected false',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.privileged is true: expected nothing',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.capabilities.drop is []: expected ["ALL"]',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.capabilities.add is ["NET_ADMIN"]: expected nothing',
    ],
  },
  {
    rule: 'SF-26',
    what: 'a pod context that is dropped',
    edit: pod(['securityContext'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsNonRoot is not set: expected true',
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsUser is not set: expected an id above 0; the image has 10001',
      'error: Deployment edge-workers-sf2loki, container sf2loki: runAsGroup is not set: expected an id above 0; the image has 10001',
      'error: Deployment edge-workers-sf2loki, container sf2loki: seccompProfile.type is not set: expected RuntimeDefault or Localhost',
      'error: Deployment edge-workers-sf2loki: the pod’s securityContext.fsGroup is not set: expected an id above 0; the image has 10001, so that sf2loki can read its files',
    ],
  },
  {
    rule: 'SF-26',
    what: 'a container context that is dropped',
    edit: container(['securityContext'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.readOnlyRootFilesystem is not set: expected true',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.allowPrivilegeEscalation is not set: expected false',
      'error: Deployment edge-workers-sf2loki, container sf2loki: securityContext.capabilities.drop is not set: expected ["ALL"]',
    ],
  },
  {
    rule: 'SF-26',
    what: 'the node’s network and folders',
    values: { extraVolumes: [{ name: 'node', hostPath: { path: '/' } }] },
    edit: pod(['hostNetwork'], true),
    found: [
      'error: Deployment edge-workers-sf2loki: hostNetwork is true: expected nothing',
      'error: Deployment edge-workers-sf2loki: volume "node" is a folder of the node',
    ],
  },
  {
    rule: 'SF-26',
    what: 'a sidecar, too',
    values: {
      extraContainers: [
        {
          name: 'tail',
          image: 'tail',
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        },
      ],
    },
    found: [
      'warning: Deployment edge-workers-sf2loki, container tail: securityContext.capabilities.drop is not set: expected ["ALL"]',
    ],
  },
  {
    rule: 'SF-27',
    what: 'no account of its own',
    values: { serviceAccount: { create: false } },
    found: [
      'error: Deployment edge-workers-sf2loki runs as service account "default" of observability, which then may use the Lease: expected one of its own',
      'error: RoleBinding edge-workers-sf2loki-lease gives the Lease to ServiceAccount "default": expected a service account of the pods’ own',
    ],
  },
  {
    rule: 'SF-27',
    what: 'an account that nobody makes',
    edit: pod(['serviceAccountName'], 'other'),
    found: [
      'error: Deployment edge-workers-sf2loki runs as service account "other", which nothing makes in observability: no pod is created',
      'error: RoleBinding edge-workers-sf2loki-lease gives the Lease to ServiceAccount "edge-workers-sf2loki": expected ServiceAccount "other"',
    ],
  },
  {
    rule: 'SF-27',
    what: 'a binding of another account',
    edit: setting('RoleBinding', ['subjects', 0, 'name'], 'other'),
    found: [
      'error: RoleBinding edge-workers-sf2loki-lease gives the Lease to ServiceAccount "other": expected ServiceAccount "edge-workers-sf2loki"',
    ],
  },
  {
    rule: 'SF-27',
    what: 'no account, and no Lease',
    options: single,
    values: { serviceAccount: { create: false } },
    found: [
      'warning: Deployment edge-workers-sf2loki runs as service account "default" of observability: expected one of its own',
    ],
  },
  {
    rule: 'SF-28',
    what: 'a token that nothing needs',
    options: single,
    found: [
      'notice: Deployment edge-workers-sf2loki mounts the token of service account "edge-workers-sf2loki", which only k8s_lease needs',
    ],
  },
  {
    rule: 'SF-28',
    what: 'a token that the Lease needs',
    edit: setting('ServiceAccount', ['automountServiceAccountToken'], false),
    found: [
      'error: Deployment edge-workers-sf2loki: automountServiceAccountToken is false, and k8s_lease needs the token: no pod becomes the leader',
    ],
  },
  {
    rule: 'SF-28',
    what: 'no token',
    options: single,
    edit: pod(['automountServiceAccountToken'], false),
    found: [],
  },
  {
    rule: 'SF-30',
    what: 'a second lane',
    values: config({ sources: { eventlogfile: { enabled: true } } }),
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: the memory limit is "512Mi": expected at least 768Mi for 2 lanes, the bridge and 128Mi more',
    ],
  },
  {
    rule: 'SF-30',
    what: 'a bridge for every org',
    options: several,
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: the memory limit is "512Mi": expected at least 640Mi for one lane, 2 bridges and 128Mi more',
    ],
  },
  {
    rule: 'SF-30',
    what: 'a limit that is too small',
    values: { resources: { limits: { memory: '256Mi' } } },
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: the memory limit is "256Mi": expected at least 512Mi for one lane, the bridge and 128Mi more',
    ],
  },
  {
    rule: 'SF-30',
    what: 'smaller queues',
    values: {
      resources: { limits: { memory: '256Mi' } },
      ...config({
        sink: { loki: { batch: { queue_max_bytes: 1048576 } } },
        sources: { pubsub: { enabled: false } },
      }),
    },
    found: [],
  },
  {
    rule: 'SF-31',
    what: 'a tag',
    options: { ...exemplary, image: { tag: '0.2.0' } },
    found: [
      'notice: Deployment edge-workers-sf2loki, container sf2loki: image "ghcr.io/rknightion/sf2loki:0.2.0" is not pinned by digest',
    ],
  },
  {
    rule: 'SF-31',
    what: 'the newest image',
    options: { ...exemplary, image: { tag: 'latest' } },
    found: [
      'warning: Deployment edge-workers-sf2loki, container sf2loki: image "ghcr.io/rknightion/sf2loki:latest" is whatever is newest when a pod starts',
    ],
  },
  {
    rule: 'SF-31',
    what: 'another image than was chosen',
    edit: container(['image'], 'ghcr.io/rknightion/sf2loki:0.2.0'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: image is "ghcr.io/rknightion/sf2loki:0.2.0": expected "ghcr.io/rknightion/sf2loki@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaa…", as the values say',
      'notice: Deployment edge-workers-sf2loki, container sf2loki: image "ghcr.io/rknightion/sf2loki:0.2.0" is not pinned by digest',
    ],
  },
  {
    rule: 'SF-31',
    what: 'idle standbys',
    options: { ...exemplary, replicas: 4 },
    found: [
      'notice: Deployment edge-workers-sf2loki runs 4 replicas: one works, and more than one standby is idle',
    ],
  },
  {
    rule: 'SF-24',
    what: 'a port of UDP',
    edit: container(['ports', 0, 'protocol'], 'UDP'),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is "health", which the container does not have: expected 8080, where sf2loki listens',
      'error: Deployment edge-workers-sf2loki, container sf2loki: readinessProbe.httpGet.port is "health", which the container does not have: expected 8080, where sf2loki listens',
    ],
  },
  {
    rule: 'SF-24',
    what: 'a probe without a port',
    edit: container(['livenessProbe', 'httpGet', 'port'], undefined),
    found: [
      'error: Deployment edge-workers-sf2loki, container sf2loki: livenessProbe.httpGet.port is not set: expected 8080, where sf2loki listens',
    ],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});
