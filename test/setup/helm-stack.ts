/** A stack whose releases Helm itself has installed: for commands that ask the cluster alone, and need no Pulumi and no charts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testPlane } from './plane-environment.ts';
import { openRoom, type Room } from './room.ts';
import { startCommand, type Running } from './running-command.ts';
import { execute, type Ran } from './stack-copy.ts';

const root = join(import.meta.dirname, '..', '..');
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');
export const fixtureChart = (name: string): string => join(root, 'test/fixtures/charts', name);

/** The name that the recipe gives the release of its KSML application. */
export const ksmlRelease = 'dizzl-sandbox-dev-sensor-inspector-ksml';

export interface HelmStack {
  readonly room: Room;
  /** Runs `k8s-deploy ARGS` in the stack directory. */
  run(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ran>;
  start(args: readonly string[]): Running;
  /** What the containers of all pods in the namespace have logged; more lines are added. `previous`: of those before their last restart. */
  log(lines: readonly string[], previous?: readonly string[]): Promise<void>;
  /** Installs the chart of a KSML application, with `--set` for each. */
  installKsml(values?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Of the releases web (a chart of the room, named `web`), sensor-inspector and sf2loki; none is installed. The environment has the cluster, and nothing else. */
export async function openHelmStack(namespace: string): Promise<HelmStack> {
  const plane = testPlane();
  const room = await openRoom(namespace);
  const environment = { PATH: '/usr/bin:/bin', HOME: room.folder, KUBECONFIG: plane.kubeconfig };
  writeFileSync(join(room.folder, 'deploy.yaml'), stackFile(namespace));
  const logFile = join(room.folder, 'container.log');
  const previousFile = join(room.folder, 'previous.log');
  const logsPath = '/apis/kwok.x-k8s.io/v1alpha1/clusterlogs';
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(file, lines.map((line) => `${new Date().toISOString()} stdout F ${line}\n`).join(''), {
      flag: 'a',
    });
  write(logFile, []);
  write(previousFile, []);
  await room.create(logsPath, {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: namespace },
    spec: {
      selector: { matchNamespaces: [namespace] },
      logs: [{ logsFile: logFile, previousLogsFile: previousFile }],
    },
  });
  return {
    room,
    run: (args, more = {}) =>
      execute(process.execPath, [entry, ...args, '-C', room.folder], { ...environment, ...more }, root),
    start: (args) => startCommand({ directory: room.folder, environment }, args),
    async log(lines, previous = []) {
      write(logFile, lines);
      write(previousFile, previous);
    },
    async installKsml(values = []) {
      const needed = [
        'ksmlRunnerConfig.kafka.application\\.id=inspector',
        'ksmlRunnerConfig.kafka.bootstrap\\.servers=broker:9093',
        'ksmlRunnerConfig.definitions.inspector=inspector.yaml',
        'ksmlDefinitions.inspector\\.yaml=text',
      ];
      const settings = [...needed, ...values].flatMap((each) => ['--set', each]);
      await room.helm(['install', ksmlRelease, fixtureChart('ksml'), ...settings]);
    },
    async close() {
      await room.remove(`${logsPath}/${namespace}`);
      await room.close();
    },
  };
}

const stackFile = (namespace: string): string => `
apiVersion: k8s-deploy/v1
name: shop
cluster: { identifier: example, kubeVersion: '1.33' }
releases:
  web: { chart: { ref: ./charts/web }, namespace: ${namespace} }
  sensor-inspector:
    system: ksml-application
    chart: { ref: oci://registry.example.com/charts/ksml, version: 1.1.1 }
    namespace: ${namespace}
    tenant: dizzl
    instance: sandbox
    environment: dev
    application: sensor-inspector
    definition: "{streams: {a: {topic: t, keyType: string, valueType: string}}, pipelines: {p: {from: a, forEach: {code: 'log.info(1)'}}}}"
    kafka: { bootstrap.servers: 'broker:9093', application.id: inspector }
  sf2loki:
    system: sf2loki
    chart: { ref: oci://registry.example.com/charts/sf2loki, version: 0.2.0 }
    namespace: ${namespace}
    replicas: 2
    salesforce: { authMode: jwt, loginUrl: https://acme.my.salesforce.com, username: a@example.com, clientId: { fromEnv: CLIENT } }
    loki: { url: https://loki.example.com/loki/api/v1/push, tenant: platform }
    credentials: { existingSecret: sf2loki-secrets }
    state: { bucket: acme-sf2loki-state, region: eu-west-1 }
stacks: { dev: {} }
`;
