/** LF-20, LF-30 and LF-31: where tasks run, whom their agents dial, and what the server may do there. */
import { around, exemplary, foreign, testJudged, variable, type Judged } from './leoflow-subject.ts';
import { setting } from './sf2loki-subject.ts';

const apart = { ...exemplary, namespace: 'control' };
const dials = (agentControlPlaneAddr: string) => ({ values: { config: { agentControlPlaneAddr } } });
const namespaceNamed = (name: string) => ({
  ...foreign('ConfigMap', name),
  kind: 'Namespace',
  namespace: null,
});
const rules = (verbs: readonly string[], more: object = {}) =>
  setting('Role', ['rules', 0], { apiGroups: [''], resources: ['pods'], verbs, ...more });

const rows: readonly Judged[] = [
  { rule: 'LF-20', what: 'the namespace that the server looks at', found: [] },
  { rule: 'LF-20', what: 'it beside that of the release', options: apart, namespace: 'control', found: [] },
  {
    rule: 'LF-20',
    what: 'another',
    options: { ...exemplary, tasks: { namespace: 'jobs' } },
    found: [
      'error: tasks are to run in namespace jobs, and the server starts them in leoflow, where it has no rights',
    ],
  },
  {
    rule: 'LF-20',
    what: 'another, which the server is told',
    options: { ...exemplary, tasks: { namespace: 'jobs' } },
    edit: variable('Deployment', 'LEOFLOW_EXECUTOR_NAMESPACE', { value: 'jobs' }),
    found: [],
  },
  {
    rule: 'LF-20',
    what: 'rights in the release’s namespace',
    options: apart,
    namespace: 'control',
    edit: setting('Role', ['metadata', 'namespace'], 'control'),
    found: [
      'error: Role leoflow-executor is in namespace control, and the value taskNamespace is leoflow, so the server may not run tasks there',
    ],
  },
  {
    rule: 'LF-20',
    what: 'a namespace that nobody makes',
    options: null,
    namespace: 'control',
    provided: [...around, namespaceNamed('control')],
    found: ['error: tasks are to run in namespace leoflow, which nothing provides, so the install fails'],
  },
  {
    rule: 'LF-20',
    what: 'namespaces that nobody knows',
    options: null,
    namespace: 'control',
    found: [],
    unjudged: ['whether namespace leoflow exists, where the tasks run'],
  },
  { rule: 'LF-30', what: 'the Service', found: [] },
  { rule: 'LF-30', what: 'its short name', ...dials('leoflow:9091'), found: [] },
  {
    rule: 'LF-30',
    what: 'its short name in another namespace',
    options: apart,
    namespace: 'control',
    ...dials('leoflow:9091'),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial leoflow:9091, which means a Service of namespace leoflow there',
    ],
  },
  {
    rule: 'LF-30',
    what: 'an address outside',
    ...dials('leoflow.example.com:443'),
    found: [],
    unjudged: ['where leoflow.example.com:443 leads, which agents dial'],
  },
  {
    rule: 'LF-30',
    what: 'an address outside that no value asks for',
    edit: variable('Deployment', 'LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR', {
      value: 'leoflow.example.com:443',
    }),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial leoflow.example.com:443, which is not the Service, and no value asks for it',
    ],
  },
  {
    rule: 'LF-30',
    what: 'another port',
    ...dials('leoflow.leoflow.svc:9999'),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial leoflow.leoflow.svc:9999, and the Service has no port 9999',
    ],
  },
  {
    rule: 'LF-30',
    what: 'the port of the API',
    ...dials('leoflow.leoflow.svc:8080'),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial leoflow.leoflow.svc:8080, and port 8080 of the Service leads to http, not to gRPC',
    ],
  },
  {
    rule: 'LF-30',
    what: 'another Service',
    ...dials('flows.leoflow.svc.cluster.local:9091'),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial flows.leoflow.svc.cluster.local:9091, and the release has no Service flows in namespace leoflow',
    ],
  },
  {
    rule: 'LF-30',
    what: 'no port',
    ...dials('leoflow.leoflow.svc'),
    found: [
      'error: Deployment leoflow, container leoflow-server: LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR is "leoflow.leoflow.svc", and agents need HOST:PORT',
    ],
  },
  {
    rule: 'LF-30',
    what: 'a Service that leads nowhere',
    edit: setting('Service', ['spec', 'selector'], { app: 'x' }),
    found: [
      'error: Deployment leoflow, container leoflow-server: agents are to dial leoflow.leoflow.svc.cluster.local:9091, and that Service does not lead to the server',
    ],
  },
  { rule: 'LF-31', what: 'an account of its own', found: [] },
  {
    rule: 'LF-31',
    what: 'the default account',
    values: { serviceAccount: { create: false } },
    found: [
      'warning: RoleBinding leoflow-executor lets everything that runs as leoflow/default create pods in leoflow',
    ],
  },
  {
    rule: 'LF-31',
    what: 'an account for tasks',
    options: { ...apart, tasks: { serviceAccount: {} } },
    namespace: 'control',
    found: [],
  },
  {
    rule: 'LF-31',
    what: 'an account for tasks elsewhere',
    options: { ...apart, tasks: { serviceAccount: {} } },
    namespace: 'control',
    edit: (manifest) =>
      JSON.stringify(manifest['metadata']).includes('leoflow-task')
        ? setting('ServiceAccount', ['metadata', 'namespace'], 'control')(manifest)
        : manifest,
    found: [
      'error: ServiceAccount leoflow-task is in namespace control, and the tasks that are to use it run in leoflow',
    ],
  },
  {
    rule: 'LF-31',
    what: 'no account for tasks',
    options: { ...exemplary, tasks: { serviceAccount: {} } },
    edit: setting('ServiceAccount', ['metadata', 'name'], 'other'),
    found: [
      'error: the release has no ServiceAccount leoflow-task, and the value taskServiceAccount.create is true: tasks that name it do not start',
    ],
  },
  {
    rule: 'LF-31',
    what: 'a Secret for tasks',
    options: { ...exemplary, tasks: { secret: { files: { 'key.json': { fromEnv: 'KEY' } } } } },
    found: [],
  },
  {
    rule: 'LF-31',
    what: 'a Secret for tasks elsewhere',
    options: { ...apart, tasks: { secret: { existingSecret: 'keys' } } },
    namespace: 'control',
    provided: [...around, { ...foreign('Secret', 'keys'), namespace: 'control' }],
    found: [
      'error: tasks mount Secret leoflow/keys, which nothing provides (there is one in control), so they do not start',
    ],
  },
  { rule: 'leoflow/access', what: 'as it should be', found: [] },
  {
    rule: 'leoflow/access',
    what: 'missing verbs',
    edit: rules(['create', 'get', 'list']),
    found: ['error: Role leoflow-executor does not let the server watch, delete pods'],
  },
  {
    rule: 'leoflow/access',
    what: 'another group',
    edit: rules(['*'], { apiGroups: ['apps'] }),
    found: [
      'error: Role leoflow-executor does not let the server create, get, list, watch, delete pods',
      'warning: Role leoflow-executor grants "*", and the server needs pods and pods/log only',
    ],
  },
  {
    rule: 'leoflow/access',
    what: 'no logs',
    edit: setting('Role', ['rules', 1], undefined),
    found: ['error: Role leoflow-executor does not let the server get pods/log'],
  },
  {
    rule: 'leoflow/access',
    what: 'everything',
    edit: rules(['*']),
    found: ['warning: Role leoflow-executor grants "*", and the server needs pods and pods/log only'],
  },
  {
    rule: 'leoflow/access',
    what: 'another account',
    edit: setting('RoleBinding', ['subjects', 0, 'name'], 'other'),
    found: [
      "error: RoleBinding leoflow-executor binds leoflow/other, and the pods run as leoflow/leoflow, so they don't get the rights",
    ],
  },
  {
    rule: 'leoflow/access',
    what: 'another namespace',
    edit: setting('RoleBinding', ['subjects', 0, 'namespace'], 'other'),
    found: [
      "error: RoleBinding leoflow-executor binds other/leoflow, and the pods run as leoflow/leoflow, so they don't get the rights",
    ],
  },
  {
    rule: 'leoflow/access',
    what: 'another role',
    edit: setting('RoleBinding', ['roleRef', 'name'], 'other'),
    found: [
      'error: RoleBinding leoflow-executor binds Role other, which nothing provides in namespace leoflow, so it grants nothing',
    ],
  },
  {
    rule: 'leoflow/access',
    what: 'an account that nobody makes',
    edit: setting('Deployment', ['spec', 'template', 'spec', 'serviceAccountName'], 'other'),
    found: [
      'error: Deployment leoflow runs as service account other, which nothing provides in namespace leoflow, so no pod of it is made',
      "error: RoleBinding leoflow-executor binds leoflow/leoflow, and the pods run as leoflow/other, so they don't get the rights",
    ],
  },
  {
    rule: 'leoflow/access',
    what: 'no binding',
    edit: setting('RoleBinding', ['kind'], 'Other'),
    found: ['error: no RoleBinding gives leoflow/leoflow rights on pods, so no task starts'],
  },
  {
    rule: 'leoflow/access',
    what: 'rights that others give',
    values: { rbac: { create: false } },
    found: [],
    unjudged: ['whether leoflow/leoflow may run pods in leoflow: rbac.create is off'],
  },
];

testJudged(rows);
