import { deployment, manifest, placedIn, service } from './world.ts';

/** A release with an object of every kind that some risk looks at. */
export const whole = placedIn(
  [
    deployment('web', { pod: 'volumes: [{name: logs, hostPath: {path: /var/log}}]' }),
    manifest(
      'apps/v1',
      'StatefulSet',
      'db',
      `spec:
  replicas: 3
  serviceName: db
  selector: {matchLabels: {app: db}}
  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "db:15.3", ports: [{containerPort: 5432, hostPort: 5432}]}]}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]`,
    ),
    manifest(
      'v1',
      'PersistentVolumeClaim',
      'data',
      'spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 10Gi}}}',
    ),
    service('web', 'type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]'),
    manifest(
      'policy/v1',
      'PodDisruptionBudget',
      'web',
      'spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}',
    ),
    manifest(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'web',
      'spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}',
    ),
    manifest(
      'rbac.authorization.k8s.io/v1',
      'ClusterRole',
      'web',
      'aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get]}]',
    ),
    manifest(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'web',
      'roleRef: {kind: ClusterRole, name: web}\nsubjects: [{kind: ServiceAccount, name: web}]',
    ),
    manifest(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      'spec: {rules: [{host: a.example.com}], tls: [{hosts: [a.example.com], secretName: tls}]}',
    ),
    manifest(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'web',
      'spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}',
    ),
    manifest(
      'batch/v1',
      'Job',
      'migrate',
      'spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: "web:1.0.0"}]}}}',
    ),
    manifest('v1', 'Secret', 'login', 'immutable: true\ndata: {password: aHVudGVyMg==}'),
    manifest('v1', 'ConfigMap', 'settings', 'data: {mode: fast}'),
    manifest(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'widgets.example.com',
      'spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}}',
    ),
    manifest('example.com/v1', 'Widget', 'one', 'spec: {size: 1}'),
  ].join('\n'),
);
