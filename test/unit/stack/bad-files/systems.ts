/** The four real systems: their options, and the combinations that they refuse. */
import type { BadFile } from '../bad-file.ts';
import { head } from '../stack-directory.ts';

export const systems: readonly BadFile[] = [
  {
    title: 'sf2loki: several slips',
    yaml: `${head}releases:
  sf2loki:
    system: sf2loki
    chart: {ref: oci://registry.example.com/charts/sf2loki, version: 0.2.0}
    namespace: observability
    replicaz: 2
    salesforce: {authMode: jwtt, loginUrl: http://example.my.salesforce.com, clientId: {fromEnv: SF_CLIENT_ID}}
    loki: {url: loki.example.com, tennant: platform}
    credentials: {external: {provider: azure}}
    state: {store: s4}
`,
    problems: [
      'deploy.yaml:10:5 releases.sf2loki.replicaz: unknown key "replicaz"; did you mean "replicas"?',
      'deploy.yaml:11:28 releases.sf2loki.salesforce.authMode: expected "jwt" or "clientCredentials", found "jwtt"; did you mean "jwt"?',
      'deploy.yaml:11:44 releases.sf2loki.salesforce.loginUrl: expected an https:// URL, found "http://example.my.salesforce.com"',
      'deploy.yaml:12:17 releases.sf2loki.loki.url: expected an http:// or https:// URL, found "loki.example.com"',
      'deploy.yaml:12:35 releases.sf2loki.loki.tennant: unknown key "tennant"; did you mean "tenant"?',
      'deploy.yaml:13:40 releases.sf2loki.credentials.external.provider: expected "aws" or "gcp", found "azure"',
      'deploy.yaml:14:20 releases.sf2loki.state.store: expected "file", "s3" or "gcs", found "s4"; did you mean "s3"?',
    ],
  },
  {
    title: 'sf2loki: replicas without ha, and no credentials',
    yaml: `${head}releases:
  sf2loki:
    system: sf2loki
    chart: {ref: oci://registry.example.com/charts/sf2loki, version: 0.2.0}
    namespace: observability
    replicas: 2
    ha: false
    salesforce: {authMode: jwt, username: svc@example.com, clientId: abc}
    loki: {url: https://loki.example.com/loki/api/v1/push}
    credentials: {}
    state: {bucket: state, region: eu-west-1}
`,
    problems: [
      'deploy.yaml:11:9 releases.sf2loki.ha: SF-1: 2 replicas without ha would each deliver every event: remove ha, or set replicas: 1',
      'deploy.yaml:14:18 releases.sf2loki.credentials: SF-11: give one of files, existingSecret and external: there is none',
    ],
  },
  {
    title: 'sf2loki: a key instead of its source',
    yaml: `${head}releases:
  sf2loki:
    system: sf2loki
    chart: {ref: oci://registry.example.com/charts/sf2loki, version: 0.2.0}
    namespace: observability
    salesforce: {username: svc@example.com, clientId: abc}
    loki: {url: https://loki.example.com/loki/api/v1/push}
    credentials: {files: {server.key: "-----BEGIN hunter2", loki-token: {fromEnv: "hunter 2"}}}
    state: {store: file}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:12:39 releases.sf2loki.credentials.files["server.key"]: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:12:83 releases.sf2loki.credentials.files.loki-token.fromEnv: expected the name of an environment variable, found text',
    ],
  },
  {
    title: 'leoflow: literal secrets and a misspelt option',
    yaml: `${head}releases:
  leoflow:
    system: leoflow
    chart: {ref: ./charts/leoflow}
    namespace: leoflow
    database: {url: "postgres://leoflow:hunter2@db/leoflow"}
    redis: {url: {fromConfig: leoflowRedisUrl}}
    auth: {jwtSecret: hunter2}
    secretKey: hunter2
    agentTLS: {enabled: false}
    logs: {accesMode: ReadWriteMany}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:10:21 releases.leoflow.database.url: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:12:23 releases.leoflow.auth.jwtSecret: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:13:16 releases.leoflow.secretKey: expected a secret source, or {existingSecret: NAME}, found text',
      'deploy.yaml:15:12 releases.leoflow.logs.accesMode: unknown key "accesMode"; did you mean "accessMode"?',
    ],
  },
  {
    title: 'leoflow: no redis, and two sources for the tokens',
    yaml: `${head}releases:
  leoflow:
    system: leoflow
    chart: {ref: ./charts/leoflow}
    namespace: leoflow
    database: {url: {fromConfig: leoflowDatabaseUrl}}
    auth: {jwtSecret: {fromConfig: jwt}, existingSecret: tokens}
    agentTLS: {enabled: false}
`,
    problems: [
      'deploy.yaml:7:5 releases.leoflow.redis: LF-1: Leoflow needs redis.url or redis.existingSecret; or poc.redis, to try it out',
      'deploy.yaml:11:11 releases.leoflow.auth: LF-2: give either jwtSecret or existingSecret: there are both',
    ],
  },
  {
    title: 'ksml-provisioner: half a login',
    yaml: `${head}releases:
  provisioner:
    system: ksml-provisioner
    chart: {ref: oci://registry.example.com/charts/ksml-provisioner, version: 0.5.0}
    namespace: ksml
    registry: {url: "https://nexus.example.com/repository", chartVersion: latest}
    basicAuth: {username: admin}
    tracing: {endpoint: otel-collector}
`,
    problems: [
      'deploy.yaml:10:21 releases.provisioner.registry.url: expected an OCI registry, oci://HOST/PATH or HOST/PATH; chart repositories and Nexus will not do (KP-13), found "https://nexus.example.com/repository"',
      'deploy.yaml:10:75 releases.provisioner.registry.chartVersion: expected an exact version such as "1.3.0" (KP-13), found "latest"',
      'deploy.yaml:11:16 releases.provisioner.basicAuth.password: missing; expected username and password, or existingSecret',
      'deploy.yaml:12:25 releases.provisioner.tracing.endpoint: expected http:// or https:// with a port, such as "http://otel-collector:4317" (KP-6), found "otel-collector"',
    ],
  },
  {
    title: 'ksml-application: a name of its own, and a Job with a volume',
    yaml: `${head}releases:
  inspector:
    system: ksml-application
    tenant: dizzl
    instance: sandbox
    environment: dev
    application: sensor-inspector
    releaseName: inspector
    definition: {fromFile: ksml/inspector.yml}
    kafka: {bootstrap.servers: "broker:9093", application.id: io.axual.sensor-inspector}
    deploymentMode: Job
    store: {size: 1Gi}
`,
    files: { 'ksml/inspector.yaml': 'streams: {}\n' },
    problems: [
      'deploy.yaml:12:18 releases.inspector.releaseName: KP-15: the release is named "dizzl-sandbox-dev-sensor-inspector-ksml", after tenant, instance, environment and application; remove releaseName',
      'deploy.yaml:13:28 releases.inspector.definition.fromFile: there is no file "ksml/inspector.yml"; did you mean "ksml/inspector.yaml"?',
      'deploy.yaml:16:12 releases.inspector.store: KR-9: a Job has no volume for state; remove it, or use deploymentMode: StatefulSet',
    ],
  },
  {
    title: 'logstream-worker-group: autoscaling, sources and a literal token',
    yaml: `${head}releases:
  edge:
    system: logstream-worker-group
    leader: {host: leader.example.com, group: kubernetes, token: hunter2}
    sources: [{name: syslog, port: 5140, protocol: udp}, {name: s2s, prot: 9997}]
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:8:66 releases.edge.leader.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:9:52 releases.edge.sources[0].protocol: expected "TCP" or "UDP", found "udp"; did you mean "UDP"?',
      'deploy.yaml:9:70 releases.edge.sources[1].prot: unknown key "prot"; did you mean "port"?',
    ],
  },
  {
    title: 'logstream-worker-group: what the chart or the cluster would refuse',
    yaml: `${head}releases:
  edge:
    system: logstream-worker-group
    leader: {host: leader.example.com, group: kubernetes, token: {fromConfig: criblToken}}
    sources: [{name: syslog, port: 5140}, {name: syslog, port: 5140}]
    autoscaling: {min: 5, max: 2}
    replicas: 3
`,
    problems: [
      'deploy.yaml:9:50 releases.edge.sources[1].name: LS-2: "syslog" names two sources; a Service needs different port names',
      'deploy.yaml:9:64 releases.edge.sources[1].port: 5140/TCP is already the port of "syslog"',
      'deploy.yaml:10:24 releases.edge.autoscaling.min: LS-11: min is 5, more than max, which is 2',
      'deploy.yaml:11:15 releases.edge.replicas: LS-11: the autoscaler owns the number of workers; give autoscaling.min, or autoscaling: false',
    ],
  },
  {
    title: 'what a release of Leoflow and sf2loki cannot do without',
    yaml: `${head}releases:
  leoflow: {system: leoflow, chart: {ref: c}, namespace: leoflow}
  sf2loki: {system: sf2loki, chart: {ref: c}, namespace: shop, shutdownGrace: 60, image: {tag: 9}}
`,
    problems: [
      'deploy.yaml:6:12 releases.leoflow.auth: missing; expected {jwtSecret}, or {existingSecret} (LF-2)',
      'deploy.yaml:6:12 releases.leoflow.agentTLS: missing; expected {certificate, ca}, or {enabled: false} for a test in a closed cluster (LF-5)',
      'deploy.yaml:7:12 releases.sf2loki.credentials: missing; expected one of {files}, {existingSecret} and {external} (SF-11)',
      'deploy.yaml:7:79 releases.sf2loki.shutdownGrace: expected a duration such as "30s", "5m" or "1h30m", found the number 60',
      'deploy.yaml:7:96 releases.sf2loki.image.tag: expected text in quotes (without them YAML reads 1.0 as 1), found the number 9',
    ],
  },
  {
    title: "words of the systems' own documents",
    yaml: `${head}releases:
  provisioner:
    system: ksml-provisioner
    chart: {ref: c}
    namespace: ksml
    registry: {url: oci://registry.example.com/charts, chartVersion: 1.1}
    env: {NAMESPACE: ksml}
    serviceAccount: {create: false}
  app:
    system: ksml-application
    tenant: a
    instance: b
    environment: c
    application: d
    definition: x
    kafkaProperties: {}
    schemas: [{schemaFileName: a.avsc, schemaBody: x}]
  loki: {system: sf2loki, chart: {ref: c}, namespace: shop, credentials: {}, replicaCount: 2}
`,
    problems: [
      'deploy.yaml:10:70 releases.provisioner.registry.chartVersion: expected text in quotes (without them YAML reads 1.0 as 1), found the number 1.1',
      'deploy.yaml:11:5 releases.provisioner.env: unknown key "env"; each variable is an option of its own: NAMESPACE is targetNamespace, REGISTRY_URL is registry.url, CHART_VERSION is registry.chartVersion',
      'deploy.yaml:12:22 releases.provisioner.serviceAccount.create: unknown key "create"; use owner: existing, or owner: stack to have us make it',
      'deploy.yaml:20:5 releases.app.kafkaProperties: unknown key "kafkaProperties"; did you mean "kafka"?',
      'deploy.yaml:21:16 releases.app.schemas[0].schemaFileName: unknown key "schemaFileName"; did you mean "name"?',
      'deploy.yaml:21:40 releases.app.schemas[0].schemaBody: unknown key "schemaBody"; did you mean "body"?',
      'deploy.yaml:22:9 releases.loki.salesforce: SF-16: give either salesforce or orgs: there is neither',
      'deploy.yaml:22:74 releases.loki.credentials: SF-11: give one of files, existingSecret and external: there is none',
      'deploy.yaml:22:78 releases.loki.replicaCount: unknown key "replicaCount"; did you mean "replicas"?',
    ],
  },
  {
    title: 'four systems at once',
    yaml: `${head}releases:
  sf2loki: {system: sf2lokki}
  leoflow: {system: leoflow, chart: {ref: c}, namespace: leoflow, auth: {jwtSecret: {fromEnv: JWT}}, agentTLS: maybe}
  app: {system: ksml-application, tenant: Dizzl}
  edge: {system: logstream-worker-group, sources: []}
`,
    problems: [
      'deploy.yaml:6:21 releases.sf2loki.system: expected "sf2loki", "leoflow", "ksml-provisioner", "ksml-application" or "logstream-worker-group", found "sf2lokki"; did you mean "sf2loki"?',
      'deploy.yaml:7:112 releases.leoflow.agentTLS: expected {certificate, ca}, or {enabled: false} for a test in a closed cluster (LF-5), found text',
      'deploy.yaml:8:8 releases.app.instance: missing; expected text',
      'deploy.yaml:8:8 releases.app.environment: missing; expected text',
      'deploy.yaml:8:8 releases.app.application: missing; expected text',
      'deploy.yaml:8:8 releases.app.definition: missing; expected text or {fromFile: PATH}',
      'deploy.yaml:8:8 releases.app.kafka: missing; expected a map with "bootstrap.servers", "application.id"',
      'deploy.yaml:8:43 releases.app.tenant: expected lower-case letters, digits and "-", starting and ending with a letter or digit (KP-15), found "Dizzl"',
      'deploy.yaml:9:9 releases.edge.leader: missing; expected a map with "host", "group", "token"',
      'deploy.yaml:9:51 releases.edge.sources: expected at least one source; without one, no data reaches the workers',
    ],
  },
];
