/** SF-1 to SF-8, SF-23 and SF-25: one leader, its Lease, and checkpoints that outlive it. */
import { expect, test } from 'vitest';
import type { DataMap } from '../../src/kubernetes/data.ts';
import { setting, containerPath, judgedSubject, ruleOf, said, type Judged } from './sf2loki-subject.ts';
import { bucket, pair, single } from '../unit/systems/sf2loki-releases.ts';

const coordinate = (more: DataMap): DataMap => ({ config: { coordinate: more } });
const role = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Role', path, value);
const surge = ['spec', 'strategy', 'rollingUpdate', 'maxSurge'];

const rows: readonly Judged[] = [
  {
    rule: 'SF-1',
    what: 'two replicas of a Deployment without ha',
    options: single,
    edit: setting('Deployment', ['spec', 'replicas'], 2),
    found: [
      'error: Deployment edge-workers-sf2loki runs up to 2 replicas without ha.enabled: each of them delivers every event; expected 1, or a leader',
    ],
  },
  {
    rule: 'SF-1',
    what: 'configOverride, with which the chart does not refuse',
    options: single,
    values: { replicaCount: 3, configOverride: 'coordinate: {type: noop}' },
    found: [
      'error: Deployment edge-workers-sf2loki runs up to 3 replicas without ha.enabled: each of them delivers every event; expected 1, or a leader',
    ],
  },
  {
    rule: 'SF-2',
    what: 'the chart’s own coordination',
    values: coordinate({ type: 'noop' }),
    found: [
      'error: config.yaml, coordinate.type ("noop"): with noop every replica would deliver every event: with ha it must be k8s_lease',
    ],
  },
  {
    rule: 'SF-2',
    what: 'a Lease without the rights to it',
    options: single,
    values: coordinate({ type: 'k8s_lease' }),
    found: [
      'error: config.yaml, coordinate.type ("k8s_lease"): the chart lets the pods hold a Lease only with ha: set ha: true',
    ],
  },
  {
    rule: 'SF-3',
    what: 'another name in the values',
    values: { ha: { leaseName: 'other' } },
    found: [
      'error: config.yaml, coordinate.k8s_lease.name ("edge-workers-leader"): the pods may use no Lease but "other" of lease.name, not "edge-workers-leader"',
    ],
  },
  {
    rule: 'SF-3',
    what: 'another name in the Role',
    edit: role(['rules', 1, 'resourceNames', 0], 'other'),
    found: [
      'error: config.yaml, coordinate.k8s_lease.name ("edge-workers-leader"): the pods may use no Lease but "other" of lease.name, not "edge-workers-leader"',
    ],
  },
  {
    rule: 'SF-3',
    what: 'one of several names',
    edit: role(['rules', 1, 'resourceNames'], ['other', 'edge-workers-leader']),
    found: [],
  },
  {
    rule: 'SF-4',
    what: 'the chart’s own namespace',
    values: coordinate({ k8s_lease: { namespace: 'default' } }),
    found: [
      'error: config.yaml, coordinate.k8s_lease.namespace ("default"): the pods may use a Lease in "observability" only, not in "default": set ${POD_NAMESPACE}',
    ],
  },
  {
    rule: 'SF-4',
    what: 'the name of the release’s namespace',
    values: coordinate({ k8s_lease: { namespace: 'observability' } }),
    found: [],
  },
  {
    rule: 'SF-5',
    what: 'a file beside ha',
    values: { config: { state: { store: 'file' } } },
    found: [
      'error: config.yaml, state.store ("file"): with ha the replicas share their checkpoints, and a file is seen by one pod only: give a bucket, with store s3 or gcs',
    ],
  },
  {
    rule: 'SF-5',
    what: 'a file of the only pod, as a notice',
    options: single,
    found: [
      'notice: config.yaml, state.store ("file"): the checkpoints are a file in the pod, and lost with it',
    ],
  },
  {
    rule: 'SF-6',
    what: 'the chart’s endpoint',
    options: { ...single, configOverride: undefined, config: { state: { store: 's3', s3: bucket } } },
    found: [
      'error: config.yaml, state.s3.endpoint_url ("http://minio:9000"): the chart’s placeholder, and nothing makes a Service minio: expected null for AWS',
    ],
  },
  {
    rule: 'SF-6',
    what: 'an endpoint of one’s own',
    options: { ...pair, state: { ...bucket, endpoint: 'https://s3.example.com' } },
    found: [],
  },
  {
    rule: 'SF-7',
    what: 'no bucket',
    values: { config: { state: { s3: { bucket: '' } } } },
    found: ['error: config.yaml, state.s3.bucket (""): checkpoints in s3 need a bucket'],
  },
  {
    rule: 'SF-7',
    what: 'the bucket of the other store',
    values: { config: { state: { store: 'gcs' } } },
    found: ['error: config.yaml, state.gcs.bucket (""): checkpoints in gcs need a bucket'],
  },
  {
    rule: 'SF-8',
    what: 'renewals that are too seldom',
    values: coordinate({ k8s_lease: { lease_duration: '20s' } }),
    found: [
      'error: config.yaml, coordinate.k8s_lease.renew_interval ("10s"): renewed every 10 s, a lease of 20 s is lost by one missed renewal: stay under 10 s',
    ],
  },
  {
    rule: 'SF-8',
    what: 'a file lease, too',
    options: single,
    values: coordinate({ type: 'file_lease', file_lease: { ttl: 'PT15S' } }),
    found: [
      'error: config.yaml, coordinate.file_lease.renew_interval ("10s"): renewed every 10 s, a lease of 15 s is lost by one missed renewal: stay under 7.5 s',
    ],
  },
  {
    rule: 'SF-23',
    what: 'a surge beside the only pod',
    options: single,
    values: { rollingUpdate: { maxSurge: 1 } },
    found: [
      'warning: Deployment edge-workers-sf2loki: maxSurge is 1 and coordinate.type noop: during a rollout two pods deliver every event; expected 0',
    ],
  },
  {
    rule: 'SF-23',
    what: 'the surge of Kubernetes',
    options: single,
    edit: setting('Deployment', surge, undefined),
    found: [
      'warning: Deployment edge-workers-sf2loki: maxSurge is "25%" and coordinate.type noop: during a rollout two pods deliver every event; expected 0',
    ],
  },
  {
    rule: 'SF-23',
    what: 'a lease in the pod’s own folder',
    options: single,
    values: { rollingUpdate: { maxSurge: 1 }, ...coordinate({ type: 'file_lease' }) },
    found: [
      'warning: Deployment edge-workers-sf2loki: maxSurge is 1 and coordinate.type file_lease: during a rollout two pods deliver every event; expected 0',
    ],
  },
  {
    rule: 'SF-23',
    what: 'a rollout that recreates',
    options: single,
    edit: setting('Deployment', ['spec', 'strategy'], { type: 'Recreate' }),
    found: [],
  },
  {
    rule: 'SF-25',
    what: 'a file outside stateDir',
    options: single,
    values: { config: { state: { file: { path: '/data/state.json' } } } },
    found: [
      'error: config.yaml, state.file.path ("/data/state.json"): Deployment edge-workers-sf2loki, container sf2loki cannot write: no volume is mounted there',
    ],
  },
  {
    rule: 'SF-25',
    what: 'a stateDir that is read-only',
    options: single,
    edit: setting('Deployment', [...containerPath, 'volumeMounts', 2, 'readOnly'], true),
    found: [
      'error: config.yaml, state.file.path ("/var/lib/sf2loki/state.json"): Deployment edge-workers-sf2loki, container sf2loki cannot write: volume state is of type emptyDir, read-only',
    ],
  },
  {
    rule: 'SF-25',
    what: 'a lease outside stateDir',
    options: single,
    values: coordinate({ type: 'file_lease', file_lease: { path: '/leases/one' } }),
    found: [
      'error: config.yaml, coordinate.file_lease.path ("/leases/one"): Deployment edge-workers-sf2loki, container sf2loki cannot write: no volume is mounted there',
    ],
  },
  {
    rule: 'SF-25',
    what: 'a volume of one’s own',
    options: single,
    values: {
      extraVolumes: [{ name: 'data', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'data', mountPath: '/data/' }],
      config: { state: { file: { path: '/data/state.json' } } },
    },
    found: [],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'a verb that is missing',
    edit: role(['rules', 1, 'verbs'], ['get']),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not update leases of coordination.k8s.io, so that no pod becomes the leader: the rules of Role edge-workers-sf2loki-lease leave it out, or limit create by resourceNames',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'a name for create',
    edit: role(['rules', 0, 'resourceNames'], ['edge-workers-leader']),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not create leases of coordination.k8s.io, so that no pod becomes the leader: the rules of Role edge-workers-sf2loki-lease leave it out, or limit create by resourceNames',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'another API group',
    edit: role(['rules', 1, 'apiGroups'], ['']),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not get, update leases of coordination.k8s.io, so that no pod becomes the leader: the rules of Role edge-workers-sf2loki-lease leave it out, or limit create by resourceNames',
      'warning: Role edge-workers-sf2loki-lease: it gives rights on ["leases"] of [""]: expected leases of coordination.k8s.io only',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'no names',
    edit: role(['rules', 1, 'resourceNames'], undefined),
    found: [
      'warning: Role edge-workers-sf2loki-lease: it allows ["get","update"] on every Lease: expected resourceNames with the one that the pods use',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'one verb too many',
    edit: role(['rules', 1, 'verbs'], ['get', 'update', 'delete']),
    found: [
      'warning: Role edge-workers-sf2loki-lease: it allows ["get","update","delete"] on leases: expected ["create","get","update"] at most',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'a Role elsewhere',
    edit: role(['metadata', 'namespace'], 'default'),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not create, get, update leases of coordination.k8s.io, so that no pod becomes the leader: there is no Role about them',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'a binding of another Role',
    edit: setting('RoleBinding', ['roleRef', 'name'], 'other'),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not create, get, update leases of coordination.k8s.io, so that no pod becomes the leader: no RoleBinding binds Role edge-workers-sf2loki-lease to it',
    ],
  },
  {
    rule: 'sf2loki/lease-role',
    what: 'a ClusterRole',
    edit: (each) => ({ ...each, ...(each['kind'] === 'Role' ? { kind: 'ClusterRole' } : {}) }),
    found: [
      'error: ServiceAccount edge-workers-sf2loki in observability may not create, get, update leases of coordination.k8s.io, so that no pod becomes the leader: no RoleBinding binds ClusterRole edge-workers-sf2loki-lease to it',
      'warning: ClusterRole edge-workers-sf2loki-lease gives its rights in every namespace: expected a Role in the release’s',
    ],
  },
  {
    rule: 'sf2loki/placement',
    what: 'pods that may share a node',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'affinity'], undefined),
    found: [
      'warning: Deployment edge-workers-sf2loki: no preferred podAntiAffinity on kubernetes.io/hostname selects its own pods',
    ],
  },
  {
    rule: 'sf2loki/placement',
    what: 'a spread that makes pods wait',
    edit: setting(
      'Deployment',
      ['spec', 'template', 'spec', 'topologySpreadConstraints', 1, 'whenUnsatisfiable'],
      'DoNotSchedule',
    ),
    found: [
      'warning: Deployment edge-workers-sf2loki: the spread over topology.kubernetes.io/zone is of its own pods, maxSkew 1, "DoNotSchedule": expected of its own pods, maxSkew 1, "ScheduleAnyway"',
    ],
  },
  {
    rule: 'sf2loki/placement',
    what: 'an affinity of one’s own',
    values: { affinity: { nodeAffinity: {} } },
    found: [],
  },
];

test.each(rows)('$rule finds $what', async (row) => {
  expect(said(ruleOf(row.rule), await judgedSubject(row))).toEqual(row.found);
});
