/** Changes of objects that the API server takes or refuses; `test/plane/immutable-fields.test.ts` asks it. */
import { deployment, manifest, service } from './world.ts';

export const statefulSet = (spec: string): string =>
  manifest(
    'apps/v1',
    'StatefulSet',
    'db',
    `spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}, ${spec}}`,
  );
const claim = (spec: string): string =>
  `volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], ${spec}}}]`;
export const job = (spec: string): string => manifest('batch/v1', 'Job', 'migrate', `spec: {${spec}}`);
export const jobPod = (image: string, more = ''): string =>
  `template: {metadata: {labels: {${more === '' ? 'app: m' : more}}}, spec: {restartPolicy: Never, containers: [{name: m, image: "${image}"}]}}`;
const rbac = 'rbac.authorization.k8s.io/v1';
const binding = (kind: string, role: string): string =>
  manifest(
    rbac,
    kind,
    'b',
    `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}`,
  );

/** Each with what is told as refused, or null. */
export const cases: readonly (readonly [string, string, string, string | null])[] = [
  [
    'selector of a Deployment',
    deployment('web'),
    deployment('web').replaceAll('app: web', 'app: shop'),
    'Deployment shop/web: spec.selector.matchLabels.app changes, which the API server refuses: the upgrade fails',
  ],
  ['another image', deployment('web'), deployment('web', { image: 'web:1.1.0' }), null],
  [
    'size of a claim template',
    statefulSet(claim('resources: {requests: {storage: 1Gi}}')),
    statefulSet(claim('resources: {requests: {storage: 2Gi}}')),
    'StatefulSet shop/db: spec.volumeClaimTemplates[data].spec.resources.requests.storage changes, which the API server refuses: the upgrade fails',
  ],
  [
    'the same size, written otherwise',
    statefulSet(claim('resources: {requests: {storage: 1Gi}}')),
    statefulSet(claim('resources: {requests: {storage: 1024Mi}}')),
    null,
  ],
  [
    'a default said aloud',
    statefulSet(claim('resources: {requests: {storage: 1Gi}}')),
    statefulSet(
      `podManagementPolicy: OrderedReady, ${claim('volumeMode: Filesystem, resources: {requests: {storage: 1Gi}}')}`,
    ),
    null,
  ],
  [
    'a chart label of a claim template',
    statefulSet('volumeClaimTemplates: [{metadata: {name: data, labels: {helm.sh/chart: db-1.0.0}}}]'),
    statefulSet('volumeClaimTemplates: [{metadata: {name: data, labels: {helm.sh/chart: db-1.1.0}}}]'),
    'StatefulSet shop/db: spec.volumeClaimTemplates[data].metadata.labels["helm.sh/chart"] changes, which the API server refuses: the upgrade fails',
  ],
  [
    'service of a StatefulSet',
    statefulSet('serviceName: db'),
    statefulSet('serviceName: database'),
    'StatefulSet shop/db: spec.serviceName changes, which the API server refuses: the upgrade fails',
  ],
  [
    'what a StatefulSet may change',
    statefulSet('replicas: 1, minReadySeconds: 0'),
    statefulSet(
      'replicas: 2, minReadySeconds: 5, persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain}, ordinals: {start: 1}',
    ),
    null,
  ],
  [
    'image of a Job',
    job(jobPod('m:1')),
    job(jobPod('m:2')),
    'Job shop/migrate: spec.template.spec.containers[m].image changes, which the API server refuses: the upgrade fails',
  ],
  [
    'chart label of the pods of a Job',
    job(jobPod('m:1', 'helm.sh/chart: m-1.0.0')),
    job(jobPod('m:1', 'helm.sh/chart: m-1.1.0')),
    'Job shop/migrate: spec.template.metadata.labels["helm.sh/chart"] changes, which the API server refuses: the upgrade fails',
  ],
  [
    'labels of the pods of a suspended Job',
    job(`suspend: true, ${jobPod('m:1', 'a: b')}`),
    job(`suspend: true, ${jobPod('m:1', 'a: c')}`),
    null,
  ],
  [
    'parallelism of a Job',
    job(`parallelism: 1, ${jobPod('m:1')}`),
    job(`parallelism: 2, ${jobPod('m:1')}`),
    null,
  ],
  [
    'completions of a Job',
    job(`completions: 1, ${jobPod('m:1')}`),
    job(`completions: 2, ${jobPod('m:1')}`),
    'Job shop/migrate: spec.completions changes, which the API server refuses: the upgrade fails',
  ],
  [
    'completions of an indexed Job, with its parallelism',
    job(`completionMode: Indexed, completions: 1, parallelism: 1, ${jobPod('m:1')}`),
    job(`completionMode: Indexed, completions: 2, parallelism: 2, ${jobPod('m:1')}`),
    null,
  ],
  [
    'role of a RoleBinding',
    binding('RoleBinding', 'view'),
    binding('RoleBinding', 'edit'),
    'RoleBinding shop/b: roleRef.name changes, which the API server refuses: the upgrade fails',
  ],
  [
    'role of a ClusterRoleBinding',
    binding('ClusterRoleBinding', 'view'),
    binding('ClusterRoleBinding', 'edit'),
    'ClusterRoleBinding b: roleRef.name changes, which the API server refuses: the upgrade fails',
  ],
  [
    'type of a Secret',
    manifest('v1', 'Secret', 's', 'type: Opaque'),
    manifest('v1', 'Secret', 's', 'type: example.com/login'),
    'Secret shop/s: type changes, which the API server refuses: the upgrade fails',
  ],
  [
    'type of a Secret, said aloud',
    manifest('v1', 'Secret', 's'),
    manifest('v1', 'Secret', 's', 'type: Opaque'),
    null,
  ],
  [
    'data of an immutable ConfigMap',
    manifest('v1', 'ConfigMap', 'c', 'immutable: true\ndata: {mode: fast}'),
    manifest('v1', 'ConfigMap', 'c', 'immutable: true\ndata: {mode: slow}'),
    'ConfigMap shop/c: data.mode changes, which the API server refuses: the upgrade fails',
  ],
  [
    'an immutable ConfigMap that is to be so no longer',
    manifest('v1', 'ConfigMap', 'c', 'immutable: true\ndata: {mode: fast}'),
    manifest('v1', 'ConfigMap', 'c', 'data: {mode: fast}'),
    'ConfigMap shop/c: immutable changes, which the API server refuses: the upgrade fails',
  ],
  [
    'data of another ConfigMap',
    manifest('v1', 'ConfigMap', 'c', 'data: {mode: fast}'),
    manifest('v1', 'ConfigMap', 'c', 'data: {mode: slow}'),
    null,
  ],
  [
    'parameters of a StorageClass',
    manifest(
      'storage.k8s.io/v1',
      'StorageClass',
      'fast',
      'provisioner: x.example.com\nparameters: {type: a}',
    ),
    manifest(
      'storage.k8s.io/v1',
      'StorageClass',
      'fast',
      'provisioner: x.example.com\nparameters: {type: b}',
    ),
    'StorageClass fast: parameters.type changes, which the API server refuses: the upgrade fails',
  ],
  [
    'expansion of a StorageClass',
    manifest('storage.k8s.io/v1', 'StorageClass', 'slow', 'provisioner: x.example.com'),
    manifest(
      'storage.k8s.io/v1',
      'StorageClass',
      'slow',
      'provisioner: x.example.com\nallowVolumeExpansion: true',
    ),
    null,
  ],
  [
    'value of a PriorityClass',
    manifest('scheduling.k8s.io/v1', 'PriorityClass', 'p', 'value: 10'),
    manifest('scheduling.k8s.io/v1', 'PriorityClass', 'p', 'value: 20'),
    'PriorityClass p: value changes, which the API server refuses: the upgrade fails',
  ],
  [
    'controller of an IngressClass',
    manifest('networking.k8s.io/v1', 'IngressClass', 'i', 'spec: {controller: example.com/a}'),
    manifest('networking.k8s.io/v1', 'IngressClass', 'i', 'spec: {controller: example.com/b}'),
    'IngressClass i: spec.controller changes, which the API server refuses: the upgrade fails',
  ],
  [
    'an address that a Service is to have',
    service('web', 'clusterIP: 10.96.77.10'),
    service('web', 'clusterIP: 10.96.77.11'),
    'Service shop/web: spec.clusterIP changes, which the API server refuses: the upgrade fails',
  ],
  [
    'a Service that is to be headless',
    service('web'),
    service('web', 'clusterIP: None'),
    'Service shop/web: spec.clusterIP changes, which the API server refuses: the upgrade fails',
  ],
  [
    'an address that is no longer asked for',
    service('web', 'clusterIP: 10.96.77.12'),
    service('web', 'type: ClusterIP'),
    null,
  ],
  [
    'class of a load balancer',
    service('web', 'type: LoadBalancer, loadBalancerClass: example.com/a'),
    service('web', 'type: LoadBalancer, loadBalancerClass: example.com/b'),
    'Service shop/web: spec.loadBalancerClass changes, which the API server refuses: the upgrade fails',
  ],
  [
    'a budget',
    manifest(
      'policy/v1',
      'PodDisruptionBudget',
      'p',
      'spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}',
    ),
    manifest(
      'policy/v1',
      'PodDisruptionBudget',
      'p',
      'spec: {maxUnavailable: 2, selector: {matchLabels: {app: b}}}',
    ),
    null,
  ],
  [
    'image of a Pod',
    manifest('v1', 'Pod', 'p', 'spec: {containers: [{name: a, image: "a:1"}]}'),
    manifest('v1', 'Pod', 'p', 'spec: {containers: [{name: a, image: "a:2"}]}'),
    null,
  ],
  [
    'command of a Pod',
    manifest('v1', 'Pod', 'p', 'spec: {containers: [{name: a, image: a, command: [one]}]}'),
    manifest('v1', 'Pod', 'p', 'spec: {containers: [{name: a, image: a, command: [two]}]}'),
    'Pod shop/p: spec.containers[a].command[0] changes, which the API server refuses: the upgrade fails',
  ],
  [
    'source of a PersistentVolume',
    manifest(
      'v1',
      'PersistentVolume',
      'disk',
      'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}',
    ),
    manifest(
      'v1',
      'PersistentVolume',
      'disk',
      'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /b}}',
    ),
    'PersistentVolume disk: spec.hostPath.path changes, which the API server refuses: the upgrade fails',
  ],
  [
    'policy of a PersistentVolume',
    manifest(
      'v1',
      'PersistentVolume',
      'tape',
      'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}',
    ),
    manifest(
      'v1',
      'PersistentVolume',
      'tape',
      'spec: {capacity: {storage: 2Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}, persistentVolumeReclaimPolicy: Delete}',
    ),
    null,
  ],
  [
    'handler of a RuntimeClass',
    manifest('node.k8s.io/v1', 'RuntimeClass', 'r', 'handler: a'),
    manifest('node.k8s.io/v1', 'RuntimeClass', 'r', 'handler: b'),
    'RuntimeClass r: handler changes, which the API server refuses: the upgrade fails',
  ],
  [
    'scopes of a ResourceQuota',
    manifest('v1', 'ResourceQuota', 'q', 'spec: {hard: {pods: 9000}, scopes: [BestEffort]}'),
    manifest('v1', 'ResourceQuota', 'q', 'spec: {hard: {pods: 9000}, scopes: [Terminating]}'),
    'ResourceQuota shop/q: spec.scopes[0] changes, which the API server refuses: the upgrade fails',
  ],
  [
    'addresses of an EndpointSlice',
    manifest('discovery.k8s.io/v1', 'EndpointSlice', 'e', 'addressType: IPv4\nendpoints: []'),
    manifest('discovery.k8s.io/v1', 'EndpointSlice', 'e', 'addressType: IPv6\nendpoints: []'),
    'EndpointSlice shop/e: addressType changes, which the API server refuses: the upgrade fails',
  ],
  [
    'a CSIDriver',
    manifest('storage.k8s.io/v1', 'CSIDriver', 'csi.example.com', 'spec: {attachRequired: true}'),
    manifest('storage.k8s.io/v1', 'CSIDriver', 'csi.example.com', 'spec: {attachRequired: false}'),
    'CSIDriver csi.example.com: spec.attachRequired changes, which the API server refuses: the upgrade fails',
  ],
  [
    'update strategy of a StatefulSet',
    statefulSet('minReadySeconds: 0'),
    statefulSet('updateStrategy: {type: OnDelete}'),
    'StatefulSet shop/db: spec.updateStrategy becomes OnDelete, and the settings of RollingUpdate that the server has filled in stay beside it, which it refuses: the upgrade fails',
  ],
  [
    'update strategy of a StatefulSet that says what it takes away',
    statefulSet('minReadySeconds: 0'),
    statefulSet('updateStrategy: {type: OnDelete, rollingUpdate: null}'),
    null,
  ],
  [
    'update strategy of a StatefulSet that said what is taken away',
    statefulSet('updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}'),
    statefulSet('updateStrategy: {type: OnDelete}'),
    null,
  ],
  [
    'strategy of a Deployment',
    deployment('web'),
    deployment('web').replace('replicas: 2', 'replicas: 2\n  strategy: {type: Recreate}'),
    null,
  ],
];
