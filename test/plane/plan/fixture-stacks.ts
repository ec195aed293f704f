/** The fixture charts in stacks, and what is done to each of them: by its recipe where there is one. */
import type { StoryOptions } from './story.ts';

export interface FixtureChart {
  /** Its folder in `charts`. */
  readonly chart: string;
  /** Of the plan that installs it: lines as `said` writes them, `NS` for the namespace. */
  readonly installs: readonly string[];
  /** A text of deploy.yaml, what it becomes, and what the plan says then. */
  readonly values: { readonly from: string; readonly to: string; readonly says: readonly string[] };
  /** The variable of a secret. */
  readonly credential: { readonly variable: string; readonly says: readonly string[] };
  /** A merge patch of one of its objects, below `/apis/` or `/api/`. */
  readonly byHand: { readonly path: string; readonly patch: object; readonly says: string };
  /** Of the plan that deletes it. */
  readonly deletes: readonly string[];
}

export interface FixtureStack extends StoryOptions {
  readonly name: string;
  readonly charts: readonly FixtureChart[];
}

/** A release that stays when the others go: a stack file has one at least. */
const anchor = {
  'charts/anchor/Chart.yaml': 'apiVersion: v2\nname: anchor\nversion: 1.0.0\n',
  'charts/anchor/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: anchor}\ndata: {a: "1"}\n',
};

const stackFile = (releases: string, rest = ''): string => `
apiVersion: k8s-deploy/v1
name: NAMESPACE
cluster: { identifier: plan }
releases:
  anchor: { chart: { ref: ./charts/anchor }, namespace: NAMESPACE, wait: false }
  # the rest
${releases}
  # end
${rest}
stacks: { dev: {} }
`;

const folders = (...charts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(charts.map((chart) => [`test/fixtures/charts/${chart}`, `charts/${chart}`]));

const sf2loki: FixtureStack = {
  name: 'sf2loki',
  folders: folders('sf2loki'),
  files: {
    ...anchor,
    'deploy.yaml': stackFile(`  sf2loki:
    system: sf2loki
    chart: { ref: ./charts/sf2loki }
    namespace: NAMESPACE
    wait: false
    replicas: 2
    salesforce:
      authMode: jwt
      loginUrl: https://example.my.salesforce.com
      username: svc-sf2loki@example.com
      clientId: { fromEnv: SF_CLIENT_ID }
    loki: { url: https://loki.example.com/loki/api/v1/push, tenant: platform }
    credentials: { files: { server.key: { fromEnv: SF_SERVER_KEY }, loki-token: { fromEnv: LOKI_TOKEN } } }
    state: { bucket: plan-sf2loki-state, region: us-east-1 }
    podDisruptionBudget: { maxUnavailable: 1 }`),
  },
  charts: [
    {
      chart: 'sf2loki',
      installs: [
        'create release sf2loki',
        'created Deployment NS/sf2loki',
        'create Secret NS/sf2loki-credentials',
      ],
      values: {
        from: 'tenant: platform',
        to: 'tenant: another',
        says: ['changed ConfigMap NS/sf2loki-config data["config.yaml"] » sink.loki.tenant_id'],
      },
      credential: { variable: 'LOKI_TOKEN', says: ['replace Secret NS/sf2loki-credentials data.loki-token'] },
      byHand: {
        path: '/api/v1/namespaces/NS/configmaps/sf2loki-config',
        patch: { data: { 'config.yaml': 'edited: true\n' } },
        says: 'reset ConfigMap NS/sf2loki-config',
      },
      deletes: [
        'delete release sf2loki',
        'deleted Deployment NS/sf2loki',
        'delete Secret NS/sf2loki-credentials',
      ],
    },
  ],
};

const leoflow: FixtureStack = {
  name: 'leoflow',
  namespaces: ['leoflow'], // of its tasks: no server knows another
  folders: { ...folders('leoflow', 'postgresql', 'redis'), 'examples/leoflow/certs': 'certs' },
  files: {
    ...anchor,
    'deploy.yaml': stackFile(
      `  leoflow:
    system: leoflow
    chart: { ref: ./charts/leoflow }
    namespace: NAMESPACE
    wait: false
    poc:
      postgresql: { chart: { ref: ./charts/postgresql }, password: { fromEnv: POSTGRESQL_PASSWORD }, values: { primary: { resources: { requests: { cpu: 110m } } } } }
      redis: { chart: { ref: ./charts/redis }, password: { fromEnv: REDIS_PASSWORD }, values: { master: { resources: { requests: { cpu: 120m } } } } }
    auth: { jwtSecret: { fromEnv: LEOFLOW_JWT } }
    secretKey: { fromEnv: LEOFLOW_SECRET_KEY }
    bootstrap: { password: { fromEnv: LEOFLOW_ADMIN_PASSWORD } }
    agentTLS:
      certificate: { existingSecret: leoflow-grpc-tls }
      ca: { fromFile: certs/agent-ca.pem }
    logs: { enabled: false }
    resources: { requests: { cpu: 100m } }`,
      'external: [{ kind: Secret, namespace: NAMESPACE, name: leoflow-grpc-tls, keys: [tls.crt, tls.key] }]',
    ),
  },
  charts: [
    {
      chart: 'leoflow',
      installs: [
        'create release leoflow',
        'created Deployment NS/leoflow',
        'runs Job NS/leoflow-migrate pre-install',
      ],
      values: {
        from: 'resources: { requests: { cpu: 100m } }',
        to: 'resources: { requests: { cpu: 150m } }',
        says: [
          'changed Deployment NS/leoflow spec.template.spec.containers[leoflow-server].resources.requests.cpu',
          'runs Job NS/leoflow-migrate pre-upgrade',
        ],
      },
      credential: {
        variable: 'LEOFLOW_JWT',
        says: [
          'replace Secret NS/leoflow-credentials data.databaseUrl data.jwtSecret data.redisUrl',
          'update release leoflow',
        ],
      },
      byHand: {
        path: '/apis/apps/v1/namespaces/NS/deployments/leoflow',
        patch: { spec: { replicas: 4 } },
        says: 'reset Deployment NS/leoflow spec.replicas',
      },
      deletes: ['delete release leoflow', 'deleted Deployment NS/leoflow'],
    },
    {
      chart: 'postgresql',
      installs: ['create release leoflow-postgresql', 'created StatefulSet NS/leoflow-postgresql'],
      values: {
        from: 'primary: { resources: { requests: { cpu: 110m } } }',
        to: 'primary: { resources: { requests: { cpu: 210m } } }',
        says: [
          'changed StatefulSet NS/leoflow-postgresql spec.template.spec.containers[postgresql].resources.requests.cpu',
        ],
      },
      credential: { variable: 'POSTGRESQL_PASSWORD', says: ['update release leoflow-postgresql'] },
      byHand: {
        path: '/api/v1/namespaces/NS/services/leoflow-postgresql',
        patch: { spec: { ports: [{ name: 'tcp-postgresql', port: 5432, targetPort: 9999 }] } },
        says: 'reset Service NS/leoflow-postgresql spec.ports[5432/TCP].targetPort',
      },
      deletes: ['delete release leoflow-postgresql', 'deleted StatefulSet NS/leoflow-postgresql'],
    },
    {
      chart: 'redis',
      installs: ['create release leoflow-redis', 'created StatefulSet NS/leoflow-redis-master'],
      values: {
        from: 'master: { resources: { requests: { cpu: 120m } } }',
        to: 'master: { resources: { requests: { cpu: 220m } } }',
        says: [
          'changed StatefulSet NS/leoflow-redis-master spec.template.spec.containers[redis].resources.requests.cpu',
        ],
      },
      credential: { variable: 'REDIS_PASSWORD', says: ['update release leoflow-redis'] },
      byHand: {
        path: '/apis/apps/v1/namespaces/NS/statefulsets/leoflow-redis-master',
        patch: { spec: { replicas: 0 } },
        says: 'reset StatefulSet NS/leoflow-redis-master spec.replicas',
      },
      deletes: ['delete release leoflow-redis', 'deleted StatefulSet NS/leoflow-redis-master'],
    },
  ],
};

const ksml: FixtureStack = {
  name: 'ksml',
  folders: { ...folders('ksml', 'ksml-provisioner'), 'examples/ksml-application/ksml': 'ksml' },
  files: {
    ...anchor,
    'deploy.yaml': stackFile(`  provisioner:
    system: ksml-provisioner
    chart: { ref: ./charts/ksml-provisioner }
    namespace: NAMESPACE
    wait: false
    targetNamespace: NAMESPACE-apps
    registry: { url: oci://registry.axual.io/opensource/charts, chart: ksml, chartVersion: 1.1.1 }
    basicAuth: { username: axual, password: { fromEnv: KSML_API_PASSWORD } }
    serviceAccount: { owner: stack }
  sensors:
    system: ksml-application
    chart: { ref: ./charts/ksml }
    namespace: NAMESPACE-apps
    wait: false
    tenant: a
    instance: b
    environment: c
    application: sensors
    definition: { fromFile: ksml/sensor-inspector.yaml }
    schemas: [{ name: SensorData.avsc, body: { fromFile: ksml/SensorData.avsc } }]
    kafka:
      bootstrap.servers: broker:9093
      application.id: io.axual.sensors
      sasl.jaas.config: { fromEnv: KAFKA_LOGIN }`),
  },
  charts: [
    {
      chart: 'ksml-provisioner',
      installs: [
        'create release provisioner',
        'created Deployment NS/provisioner-ksml-provisioner',
        'create Role NS-apps/provisioner',
      ],
      values: {
        from: 'chartVersion: 1.1.1',
        to: 'chartVersion: 1.2.0',
        says: ['update release provisioner'],
      },
      credential: {
        variable: 'KSML_API_PASSWORD',
        says: ['replace Secret NS/provisioner-basic-auth data.password'],
      },
      byHand: {
        path: '/apis/apps/v1/namespaces/NS/deployments/provisioner-ksml-provisioner',
        patch: { spec: { replicas: 3 } },
        says: 'reset Deployment NS/provisioner-ksml-provisioner spec.replicas',
      },
      deletes: ['delete release provisioner', 'delete Secret NS/provisioner-basic-auth'],
    },
    {
      chart: 'ksml',
      installs: ['create release sensors', 'created StatefulSet NS-apps/a-b-c-sensors-ksml'],
      values: {
        from: 'bootstrap.servers: broker:9093',
        to: 'bootstrap.servers: broker:9094',
        says: ['update release sensors'],
      },
      credential: { variable: 'KAFKA_LOGIN', says: ['update release sensors'] },
      byHand: {
        path: '/apis/apps/v1/namespaces/NS-apps/statefulsets/a-b-c-sensors-ksml',
        patch: { spec: { template: { metadata: { annotations: { 'checksum/config': 'edited' } } } } },
        says: 'reset StatefulSet NS-apps/a-b-c-sensors-ksml',
      },
      deletes: ['delete release sensors'],
    },
  ],
};

const logstream: FixtureStack = {
  name: 'logstream',
  folders: folders('logstream-workergroup', 'logstream-workergroup-1.0'),
  files: {
    ...anchor,
    // As published, its version is a number; as a folder it would be found fault with.
    'charts/logstream-workergroup-1.0/Chart.yaml':
      'apiVersion: v2\nname: logstream-workergroup\nversion: 1.0.0\nappVersion: 2.3.2\n',
    'deploy.yaml': stackFile(`  edge:
    system: logstream-worker-group
    chart: { ref: ./charts/logstream-workergroup }
    namespace: NAMESPACE
    wait: false
    leader: { host: leader.example.com, group: kubernetes, token: { fromEnv: CRIBL_TOKEN }, tls: true }
    sources: [{ name: syslog, port: 5140, protocol: UDP }, { name: s2s, port: 9997 }]
    service: { sourceRanges: [10.0.0.0/8] }
    autoscaling: { min: 2, max: 10, cpu: 50 }
  legacy:
    system: logstream-worker-group
    chart: { ref: ./charts/logstream-workergroup-1.0 }
    generation: '1.0'
    namespace: NAMESPACE-legacy
    wait: false
    leader: { host: leader.example.com, group: legacy, token: { fromEnv: LEGACY_TOKEN } }
    sources: [{ name: tcpjson, port: 10001 }]
    image: { tag: 2.3.2 }
    service: { sourceRanges: [10.0.0.0/8] }
    autoscaling: false
    replicas: 2`),
  },
  charts: [
    {
      chart: 'logstream-workergroup',
      installs: ['create release edge', 'created Service NS/edge-logstream-workergroup'],
      values: {
        from: 'autoscaling: { min: 2, max: 10, cpu: 50 }',
        to: 'autoscaling: { min: 2, max: 12, cpu: 60 }',
        says: ['update release edge'],
      },
      credential: { variable: 'CRIBL_TOKEN', says: ['update release edge'] },
      byHand: {
        path: '/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers/edge-logstream-workergroup-kubernetes',
        patch: { spec: { maxReplicas: 3 } },
        says: 'reset HorizontalPodAutoscaler NS/edge-logstream-workergroup-kubernetes spec.maxReplicas',
      },
      deletes: ['delete release edge'],
    },
    {
      chart: 'logstream-workergroup-1.0',
      installs: ['create release legacy', 'created Secret NS-legacy/logstream-config'],
      values: {
        from: 'replicas: 2',
        to: 'replicas: 3',
        says: ['changed Deployment NS-legacy/legacy-workers-legacy spec.replicas'],
      },
      credential: {
        variable: 'LEGACY_TOKEN',
        says: ['changed Secret NS-legacy/logstream-config stringData.url-master'],
      },
      byHand: {
        path: '/api/v1/namespaces/NS-legacy/secrets/logstream-config',
        patch: { data: { 'url-master': 'ZWRpdGVk' } },
        says: 'reset Secret NS-legacy/logstream-config',
      },
      deletes: ['delete release legacy', 'delete Namespace NS-legacy'],
    },
  ],
};

const hello: FixtureStack = {
  name: 'hello',
  folders: { 'examples/plain-chart/charts/hello': 'charts/hello' },
  files: {
    ...anchor,
    'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    'deploy.yaml': stackFile(
      `  hello:
    chart: { ref: ./charts/hello }
    namespace: NAMESPACE
    values: { loginSecret: { nameOf: hello-login }, caConfigMap: { nameOf: hello-ca }, replicas: 2 }`,
      `backing:
  secrets: { hello-login: { namespace: NAMESPACE, data: { username: hello, password: { fromEnv: HELLO_PASSWORD } } } }
  caBundles: { hello-ca: { namespace: NAMESPACE, data: { ca.crt: { fromFile: ca.crt } } } }`,
    ),
  },
  charts: [
    {
      chart: 'hello',
      installs: ['create release hello', 'created Deployment NS/hello', 'create ConfigMap NS/hello-ca'],
      values: { from: 'replicas: 2', to: 'replicas: 3', says: ['changed Deployment NS/hello spec.replicas'] },
      credential: {
        variable: 'HELLO_PASSWORD',
        says: ['replace Secret NS/hello-login data.password', 'changed Deployment NS/hello'],
      },
      byHand: {
        path: '/apis/apps/v1/namespaces/NS/deployments/hello',
        patch: { spec: { replicas: 7 } },
        says: 'reset Deployment NS/hello spec.replicas',
      },
      deletes: ['delete release hello', 'deleted Deployment NS/hello'],
    },
  ],
};

export const fixtureStacks: readonly FixtureStack[] = [sf2loki, leoflow, ksml, logstream, hello];
