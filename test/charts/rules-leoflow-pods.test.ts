/** LF-24, LF-25, LF-27 to LF-29, LF-34 and LF-35: the pods, the migration, and the objects around them. */
import { around, exemplary, known, testJudged, variable, type Judged } from './leoflow-subject.ts';
import { setting } from './sf2loki-subject.ts';

const pod = ['spec', 'template', 'spec'];
const container = [...pod, 'containers', 0];
const deployment = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Deployment', [...container, ...path], value);
const job = (path: (string | number)[], value: Parameters<typeof setting>[2]) =>
  setting('Job', [...container, ...path], value);
const annotation = (name: string, value: string | undefined) =>
  setting('Job', ['metadata', 'annotations', `helm.sh/${name}`], value);
const restricted = known(
  { kind: 'Namespace', metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
  'leoflow',
);
const digest = `sha256:${'a'.repeat(64)}`;
const placed = {
  nodeSelector: { pool: 'a' },
  tolerations: [{ key: 'a' }],
  imagePullSecrets: [{ name: 'pull' }],
};
const scaled = { ...exemplary, replicas: undefined, autoscaling: { min: 2, max: 4, memory: 80 } };
const ownLabels = { 'app.kubernetes.io/component': 'migration' };

const rows: readonly Judged[] = [
  {
    rule: 'LF-24',
    what: 'labels of its own',
    edit: setting('Job', ['spec', 'template', 'metadata', 'labels'], ownLabels),
    found: [],
  },
  {
    rule: 'LF-24',
    what: 'the server’s labels',
    found: [
      'warning: Service leoflow selects app.kubernetes.io/instance=leoflow,app.kubernetes.io/name=leoflow, which the pod of Job leoflow-migrate has as well',
      'warning: PodDisruptionBudget leoflow selects app.kubernetes.io/instance=leoflow,app.kubernetes.io/name=leoflow, which the pod of Job leoflow-migrate has as well',
    ],
  },
  {
    rule: 'LF-25',
    what: 'all that it needs',
    values: placed,
    edit: (manifest) =>
      job(['resources'], { limits: { cpu: 1 } })(
        setting('Job', pod, { ...placed, containers: [{ name: 'migrate' }] })(manifest),
      ),
    found: [],
  },
  {
    rule: 'LF-25',
    what: 'the chart',
    values: placed,
    found: [
      'warning: Job leoflow-migrate, container migrate has no resources, so a ResourceQuota refuses it',
      'warning: Job leoflow-migrate has no imagePullSecrets, and the server has',
      'warning: Job leoflow-migrate has no nodeSelector, and the server has',
      'warning: Job leoflow-migrate has no tolerations, and the server has',
    ],
  },
  { rule: 'LF-27', what: 'an endpoint', found: [] },
  {
    rule: 'LF-27',
    what: 'no endpoint',
    values: { observability: { otel: { endpoint: '' } } },
    found: [
      'error: Deployment leoflow, container leoflow-server exports traces, and LEOFLOW_OBSERVABILITY_OTEL_ENDPOINT is empty, so they go nowhere',
    ],
  },
  { rule: 'LF-27', what: 'off', options: null, found: [] },
  { rule: 'LF-28', what: 'not set', found: [] },
  {
    rule: 'LF-28',
    what: 'set',
    values: { config: { cors: { allowedOrigins: ['https://example.com'] } } },
    found: [
      'warning: the value config.cors.allowedOrigins is set, and Deployment leoflow, container leoflow-server has no variable for it, so every origin stays allowed',
    ],
  },
  {
    rule: 'LF-28',
    what: 'a chart that reads it',
    values: { config: { cors: { allowedOrigins: ['https://example.com'] } } },
    edit: deployment(['env', 0], {
      name: 'LEOFLOW_SERVER_CORS_ALLOWED_ORIGINS',
      value: 'https://example.com',
    }),
    found: [],
  },
  { rule: 'LF-29', what: 'the same', found: [] },
  {
    rule: 'LF-29',
    what: 'the same with another way to write it',
    values: { image: { tag: 'v1.2.0' }, migrations: { image: { tag: '1.2.0' } } },
    found: [],
  },
  {
    rule: 'LF-29',
    what: 'another',
    options: null,
    values: { image: { tag: '0.2.0' } },
    found: ['error: Job leoflow-migrate, container migrate is of version 0.1.0, and the server of 0.2.0'],
  },
  {
    rule: 'LF-29',
    what: 'another, of an image of one’s own',
    options: null,
    values: { migrations: { image: { repository: 'registry.example.com/migrate', tag: '1' } } },
    found: ['warning: Job leoflow-migrate, container migrate is of version 1, and the server of 0.1.0'],
  },
  {
    rule: 'LF-29',
    what: 'digests',
    options: { ...exemplary, image: { digest } },
    found: [],
    unjudged: [
      "whether the images of Deployment leoflow and Job leoflow-migrate are of the same version: digests don't say",
    ],
  },
  { rule: 'LF-34', what: 'a seccomp profile', found: [] },
  {
    rule: 'LF-34',
    what: 'the chart',
    options: null,
    found: [
      'warning: Deployment leoflow, container leoflow-server: there is no seccompProfile, so a namespace that enforces the restricted standard refuses it',
      'warning: Job leoflow-migrate, container migrate: there is no seccompProfile, so a namespace that enforces the restricted standard refuses it',
    ],
  },
  {
    rule: 'LF-34',
    what: 'the chart in a restricted namespace',
    options: null,
    provided: [...around, { ...restricted, namespace: null }],
    values: { migrations: { enabled: false } },
    found: [
      'error: Deployment leoflow, container leoflow-server: there is no seccompProfile, so a namespace that enforces the restricted standard refuses it',
    ],
  },
  {
    rule: 'LF-34',
    what: 'capabilities',
    edit: deployment(['securityContext', 'capabilities'], undefined),
    found: [
      'warning: Deployment leoflow, container leoflow-server: capabilities.drop lacks ALL, so a namespace that enforces the restricted standard refuses it',
    ],
  },
  { rule: 'LF-35', what: 'leoflow', found: [] },
  {
    rule: 'LF-35',
    what: 'another release',
    options: null,
    release: 'lf',
    found: [
      'notice: Deployment lf-leoflow: where instructions say deployment/leoflow, it is deployment/lf-leoflow',
    ],
  },
  { rule: 'leoflow/security', what: 'as the chart has it', found: [] },
  {
    rule: 'leoflow/security',
    what: 'no context in one of two workloads',
    edit: job(['securityContext'], undefined),
    found: [
      'warning: Job leoflow-migrate, container migrate: allowPrivilegeEscalation is nothing, expected false',
      'warning: Job leoflow-migrate, container migrate: readOnlyRootFilesystem is nothing, expected true',
    ],
  },
  {
    rule: 'leoflow/security',
    what: 'root',
    edit: deployment(['securityContext'], {
      runAsUser: 0,
      runAsNonRoot: false,
      privileged: true,
      allowPrivilegeEscalation: false,
    }),
    found: [
      'warning: Deployment leoflow, container leoflow-server: runAsUser is 0, expected 65532',
      'warning: Deployment leoflow, container leoflow-server: runAsNonRoot is false, expected true',
      'warning: Deployment leoflow, container leoflow-server: privileged is true',
    ],
  },
  {
    rule: 'leoflow/security',
    what: 'a volume without a group',
    edit: setting('Deployment', [...pod, 'securityContext', 'fsGroup'], undefined),
    found: [
      'warning: Deployment leoflow, container leoflow-server: the pod has no fsGroup, so the volume of the logs may belong to root and take no logs',
    ],
  },
  { rule: 'leoflow/probes', what: 'as they should be', found: [] },
  {
    rule: 'leoflow/probes',
    what: 'by number',
    edit: deployment(['readinessProbe', 'httpGet', 'port'], 8080),
    found: [],
  },
  {
    rule: 'leoflow/probes',
    what: 'the other’s path',
    edit: deployment(['livenessProbe', 'httpGet', 'path'], '/readyz'),
    found: [
      'error: Deployment leoflow, container leoflow-server: livenessProbe asks "/readyz", expected /healthz',
    ],
  },
  {
    rule: 'leoflow/probes',
    what: 'another port',
    edit: deployment(['readinessProbe', 'httpGet', 'port'], 'grpc'),
    found: [
      'error: Deployment leoflow, container leoflow-server: readinessProbe asks port "grpc", expected http',
    ],
  },
  {
    rule: 'leoflow/probes',
    what: 'none',
    edit: deployment(['readinessProbe'], undefined),
    found: [
      'error: Deployment leoflow, container leoflow-server has no readinessProbe, expected /readyz at port http',
    ],
  },
  {
    rule: 'leoflow/probes',
    what: 'a command',
    edit: deployment(['livenessProbe'], { exec: { command: ['true'] }, timeoutSeconds: 20 }),
    found: [
      'error: Deployment leoflow, container leoflow-server: livenessProbe asks nothing, expected /healthz',
      'error: Deployment leoflow, container leoflow-server: livenessProbe asks port nothing, expected http',
      'warning: Deployment leoflow, container leoflow-server: livenessProbe waits 20 s and asks every 10 s',
    ],
  },
  { rule: 'leoflow/ports', what: 'as they should be', found: [] },
  {
    rule: 'leoflow/ports',
    what: 'another name',
    edit: deployment(['ports', 2, 'name'], 'agents'),
    found: [
      'error: Deployment leoflow, container leoflow-server has no port grpc, which Service, probes or monitoring lead to',
    ],
  },
  {
    rule: 'leoflow/ports',
    what: 'another number',
    edit: deployment(['ports', 0, 'containerPort'], 80),
    found: [
      'error: Deployment leoflow, container leoflow-server: port http is 80/TCP, and the server listens on 8080/TCP',
    ],
  },
  {
    rule: 'leoflow/ports',
    what: 'no number',
    values: { ports: { metrics: 'metrics' } },
    edit: deployment(['ports', 1, 'containerPort'], 9090),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_SERVER_METRICS_ADDR is ":metrics", expected ":" and a port',
    ],
  },
  {
    rule: 'leoflow/ports',
    what: 'a Service port less',
    edit: setting('Service', ['spec', 'ports', 1], undefined),
    found: ['error: Service leoflow has no port metrics'],
  },
  {
    rule: 'leoflow/ports',
    what: 'a Service port to another',
    edit: setting('Service', ['spec', 'ports', 0, 'targetPort'], 'metrics'),
    found: ['error: Service leoflow: port http leads to metrics/TCP, expected http'],
  },
  {
    rule: 'leoflow/ports',
    what: 'a Service port by number',
    edit: setting('Service', ['spec', 'ports', 0, 'targetPort'], 8080),
    found: [],
  },
  { rule: 'leoflow/mounts', what: 'as they should be', found: [] },
  {
    rule: 'leoflow/mounts',
    what: 'logs elsewhere',
    edit: deployment(['volumeMounts', 0, 'mountPath'], '/logs'),
    found: [
      'error: Deployment leoflow, container leoflow-server writes logs to /var/log/leoflow, where no volume is mounted, so they go with the container',
      'error: Deployment leoflow, container leoflow-server: at /var/log/leoflow there is no such volume, expected persistentVolumeClaim of the logs, as the value logs.persistence.enabled says',
    ],
  },
  {
    rule: 'leoflow/mounts',
    what: 'logs to read only',
    edit: deployment(['volumeMounts', 0, 'readOnly'], true),
    found: [
      'error: Deployment leoflow, container leoflow-server writes logs to /var/log/leoflow, which is mounted read-only',
    ],
  },
  {
    rule: 'leoflow/mounts',
    what: 'logs that go with the pod',
    edit: setting('Deployment', [...pod, 'volumes', 3], { name: 'logs', emptyDir: {} }),
    found: [
      'error: Deployment leoflow, container leoflow-server: at /var/log/leoflow there is no such volume, expected persistentVolumeClaim of the logs, as the value logs.persistence.enabled says',
      'error: Deployment leoflow, container leoflow-server: at /etc/leoflow/redis-ca there is no such volume, expected configMap leoflow-redis-ca-xxxxxxxx, as the value redis.caConfigMap says',
      'error: Deployment leoflow, container leoflow-server mounts volume redis-ca at /etc/leoflow/redis-ca, which the pod does not have',
    ],
  },
  {
    rule: 'leoflow/mounts',
    what: 'a claim that nobody makes',
    edit: setting('PersistentVolumeClaim', ['metadata', 'name'], 'other'),
    found: [
      'error: Deployment leoflow, container leoflow-server keeps /var/log/leoflow in PersistentVolumeClaim leoflow-logs, which nothing provides in namespace leoflow, so its pods wait for ever',
    ],
  },
  {
    rule: 'leoflow/mounts',
    what: 'a mount of nothing, and a CA elsewhere',
    edit: deployment(['volumeMounts', 1], { name: 'other', mountPath: '/other' }),
    found: [
      'error: Deployment leoflow, container leoflow-server: at /etc/leoflow/db-ca there is no such volume, expected configMap leoflow-db-ca-xxxxxxxx, as the value database.caConfigMap says',
      'error: Deployment leoflow, container leoflow-server mounts volume other at /other, which the pod does not have',
    ],
  },
  {
    rule: 'leoflow/mounts',
    what: 'a certificate without readOnly',
    edit: deployment(['volumeMounts', 2, 'readOnly'], undefined),
    found: [
      'notice: Deployment leoflow, container leoflow-server mounts /etc/leoflow/grpc-tls without readOnly, and only reads there',
    ],
  },
  { rule: 'leoflow/environment', what: 'as the values say', found: [] },
  {
    rule: 'leoflow/environment',
    what: 'one less',
    edit: variable('Deployment', 'LEOFLOW_OBSERVABILITY_LOG_FORMAT'),
    found: [
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_OBSERVABILITY_LOG_FORMAT, expected "json"',
    ],
  },
  {
    rule: 'leoflow/environment',
    what: 'another value',
    edit: variable('Deployment', 'LEOFLOW_LOGS_DIR', { value: '/x' }),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_LOGS_DIR is "/x", and the value config.logsDir says "/var/log/leoflow"',
    ],
  },
  {
    rule: 'leoflow/environment',
    what: 'no edition',
    edit: variable('Deployment', 'LEOFLOW_UI_EDITION'),
    found: [
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_UI_EDITION, so the server does not know that it is in production',
    ],
  },
  {
    rule: 'leoflow/environment',
    what: 'one twice',
    edit: deployment(['env', 1], { name: 'LEOFLOW_LOGS_DIR', value: '/x' }),
    found: [
      'error: Deployment leoflow, container leoflow-server has no variable LEOFLOW_DATABASE_MAX_IDLE_CONNS, expected "5"',
      'error: Deployment leoflow, container leoflow-server has the variable LEOFLOW_LOGS_DIR twice, and the last counts',
    ],
  },
  {
    rule: 'leoflow/environment',
    what: 'a large number',
    values: { auth: { tokenTtlSeconds: 2_000_000 } },
    found: [],
  },
  { rule: 'leoflow/migration', what: 'as it should be', found: [] },
  {
    rule: 'leoflow/migration',
    what: 'after the server',
    edit: annotation('hook', 'post-install,post-upgrade'),
    found: [
      'error: Job leoflow-migrate does not run at pre-install and pre-upgrade, so the server starts on a database that is not migrated',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'no hook',
    edit: annotation('hook', undefined),
    found: [
      'error: Job leoflow-migrate does not run at pre-install and pre-upgrade, so the server starts on a database that is not migrated',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'kept after a failure',
    edit: annotation('hook-delete-policy', 'hook-succeeded'),
    found: [
      'error: Job leoflow-migrate is not deleted before it is made again (hook-succeeded), so after a failure every upgrade fails',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'kept',
    edit: annotation('hook-delete-policy', undefined),
    found: ['notice: Job leoflow-migrate stays after it has succeeded, and its pod with it'],
  },
  {
    rule: 'leoflow/migration',
    what: 'no more attempts',
    edit: setting('Job', ['spec', 'backoffLimit'], 0),
    found: [
      'warning: Job leoflow-migrate: backoffLimit is 0, expected 3: a database that is just starting needs more than one attempt, and a broken migration should fail soon',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'another restart policy',
    edit: setting('Job', [...pod, 'restartPolicy'], 'OnFailure'),
    found: [
      'warning: Job leoflow-migrate, container migrate: restartPolicy is "OnFailure", expected Never, which keeps the pods of failed attempts with their logs',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'no restart policy',
    edit: setting('Job', [...pod, 'restartPolicy'], undefined),
    found: [
      'error: Job leoflow-migrate, container migrate: restartPolicy is nothing, expected Never, which keeps the pods of failed attempts with their logs',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'the other direction',
    edit: job(['args', 2], 'down'),
    found: ['error: Job leoflow-migrate, container migrate: up is not among its arguments'],
  },
  {
    rule: 'leoflow/migration',
    what: 'another folder, another variable',
    edit: job(['args'], ['-path=/m', '-database=$(DATABASE_URL)', 'up', '1']),
    found: [
      'error: Job leoflow-migrate, container migrate: -path=/migrations is not among its arguments',
      'error: Job leoflow-migrate, container migrate: -database=$(LEOFLOW_DATABASE_URL) is not among its arguments',
    ],
  },
  {
    rule: 'leoflow/migration',
    what: 'arguments apart',
    edit: job(['args'], ['--path', '/migrations', '-database', '$(LEOFLOW_DATABASE_URL)', 'up']),
    found: [],
  },
  {
    rule: 'leoflow/migration',
    what: 'an argument more, and no variable',
    edit: (manifest) => job(['env'], [])(job(['args', 3], '1')(manifest)),
    found: ['error: Job leoflow-migrate, container migrate: it has no variable LEOFLOW_DATABASE_URL'],
  },
  { rule: 'leoflow/objects', what: 'as the values say', found: [] },
  {
    rule: 'leoflow/objects',
    what: 'one less',
    edit: setting('Job', ['kind'], 'Other'),
    found: [
      'error: the release has no Job, and the value migrations.enabled is true: the database is not migrated',
    ],
  },
  {
    rule: 'leoflow/objects',
    what: 'no server',
    edit: setting('Deployment', ['kind'], 'Other'),
    found: ['error: the release has no Deployment, and every release needs one: nothing runs'],
  },
  {
    rule: 'leoflow/objects',
    what: 'one too many',
    options: null,
    edit: setting('Service', ['kind'], 'Ingress'),
    found: [
      'error: the release has no Service, and every release needs one: neither users nor agents reach the server',
      'error: Ingress leoflow is rendered, and the value ingress.enabled is false',
    ],
  },
  {
    rule: 'leoflow/objects',
    what: 'another namespace',
    edit: setting('Service', ['metadata', 'namespace'], 'other'),
    found: [
      'error: Service leoflow is in namespace other, and what it works with is in leoflow, the namespace of the release',
    ],
  },
  { rule: 'leoflow/selectors', what: 'as they should be', options: scaled, found: [] },
  {
    rule: 'leoflow/selectors',
    what: 'labels that the pods lack',
    edit: setting('Deployment', ['spec', 'selector', 'matchLabels'], { app: 'x' }),
    found: [
      'warning: Deployment leoflow does not select by app.kubernetes.io/name and app.kubernetes.io/instance, so pods of other releases in the namespace are selected, too',
      "error: Deployment leoflow selects app=x, which its own pods don't have, so the API server refuses it",
    ],
  },
  {
    rule: 'leoflow/selectors',
    what: 'a Service to nobody',
    edit: setting('Service', ['spec', 'selector'], { app: 'x' }),
    found: [
      'error: Service leoflow selects app=x, and no pod of the release has these labels, so it leads nowhere',
      'error: no Service leads to Deployment leoflow',
      'error: Ingress leoflow leads to "leoflow", port "http", and the API is at port http of Service leoflow',
    ],
  },
  {
    rule: 'leoflow/selectors',
    what: 'a Service to the migration only',
    edit: (manifest) =>
      setting(
        'Service',
        ['spec', 'selector'],
        ownLabels,
      )(setting('Job', ['spec', 'template', 'metadata', 'labels'], ownLabels)(manifest)),
    found: [
      'error: no Service leads to Deployment leoflow',
      'error: Ingress leoflow leads to "leoflow", port "http", and the API is at port http of Service leoflow',
    ],
  },
  {
    rule: 'leoflow/selectors',
    what: 'a budget for nobody',
    edit: setting('PodDisruptionBudget', ['spec', 'selector', 'matchLabels'], { app: 'x' }),
    found: ["error: PodDisruptionBudget leoflow selects app=x, and not the server's pods"],
  },
  {
    rule: 'leoflow/selectors',
    what: 'an autoscaler of another',
    options: scaled,
    edit: setting('HorizontalPodAutoscaler', ['spec', 'scaleTargetRef', 'kind'], 'StatefulSet'),
    found: [
      'error: HorizontalPodAutoscaler leoflow scales apps/v1 StatefulSet leoflow, which is not the server',
    ],
  },
  {
    rule: 'leoflow/selectors',
    what: 'an Ingress to another port',
    edit: setting(
      'Ingress',
      ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port', 'name'],
      'metrics',
    ),
    found: [
      'error: Ingress leoflow leads to "leoflow", port "metrics", and the API is at port http of Service leoflow',
    ],
  },
  { rule: 'leoflow/values', what: 'all reach their fields', options: scaled, values: placed, found: [] },
  {
    rule: 'leoflow/values',
    what: 'the digest of an image',
    options: { ...exemplary, image: { digest } },
    found: [],
  },
  {
    rule: 'leoflow/values',
    what: 'replicas',
    edit: setting('Deployment', ['spec', 'replicas'], 1),
    found: ['error: Deployment leoflow: spec.replicas is 1, and the value replicaCount says 2'],
  },
  {
    rule: 'leoflow/values',
    what: 'a node selector',
    values: placed,
    edit: setting('Deployment', [...pod, 'nodeSelector'], undefined),
    found: [
      'error: Deployment leoflow: spec.template.spec.nodeSelector is not what the value nodeSelector says',
    ],
  },
  {
    rule: 'leoflow/values',
    what: 'another image',
    edit: job(['image'], 'registry.example.com/leoflow-migrate:latest'),
    found: [
      'error: Job leoflow-migrate, container migrate: the image is "registry.example.com/leoflow-migrate:latest", and the value migrations.image says "registry.example.com/leoflow-migrate:0.1.0"',
    ],
  },
  {
    rule: 'leoflow/values',
    what: 'a size',
    edit: setting('PersistentVolumeClaim', ['spec', 'resources', 'requests', 'storage'], '1Gi'),
    found: [
      'error: PersistentVolumeClaim leoflow-logs: spec.resources.requests.storage is "1Gi", and the value logs.persistence.size says "50Gi"',
    ],
  },
  {
    rule: 'leoflow/values',
    what: 'a share of the memory',
    options: scaled,
    edit: setting('HorizontalPodAutoscaler', ['spec', 'metrics', 1], undefined),
    found: [
      'error: HorizontalPodAutoscaler leoflow: the target for memory is nothing, and the value autoscaling.targetMemoryUtilizationPercentage says 80',
    ],
  },
];

testJudged(rows);
