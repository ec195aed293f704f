/** A repository whose stack is deployed to the local plane by workflows: examples/plain-chart in a namespace of its own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { ask } from '../../../toolchain/plane/cluster.ts';
import type { Plane } from '../../../toolchain/plane/plane.ts';
import { list } from '../cluster.ts';
import { testPlane } from '../plane-environment.ts';
import { execute, type Ran } from '../stack-copy.ts';
import { stackFile, workDir } from './checkout.ts';
import { openScene, type Scene } from './scene.ts';
import type { Step } from './step-environment.ts';

const root = join(import.meta.dirname, '../../..');
const cli = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');

/** What the stack keeps secret, as the job is given it. */
export const password = 'canary-of-hello-0123456789';

/** `step` and `start` are of stack dev: `with:` and `env:` are laid over what the stack needs. */
export interface Deployment extends Scene {
  readonly plane: Plane;
  readonly namespace: string;
  readonly state: string; // folder of the file backend
  /** `k8s-deploy up`, from a terminal: where a scenario starts. */
  apply(): Promise<void>;
  /** Another command from a terminal. */
  terminal(args: readonly string[]): Promise<Ran>;
  /** Replicas of the Deployment in the cluster; null if there is none. */
  replicas(): Promise<number | null>;
  /** A merge patch of it by hand. */
  edit(patch: object): Promise<void>;
  /** Names of Pulumi's locks. */
  locks(): string[];
  /** As a secret of the repository has it. */
  kubeconfigText(): string;
}

/** `name`: of the scenario. */
export async function openDeployment(name: string): Promise<Deployment> {
  const plane = testPlane();
  const namespace = `action-${name}`;
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-${namespace}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const state = join(folder, 'state');
  mkdirSync(state);
  const scene = await openScene();
  const { checkout, runner } = scene;
  checkout.edit(stackFile, (text) =>
    text.replaceAll('namespace: hello', `namespace: ${namespace}`).replace(/^contracts:.*\n/m, ''),
  );
  rmSync(join(checkout.root, workDir, 'contracts'), { recursive: true });
  // Else the namespace would wait for its pods to end.
  checkout.edit(`${workDir}/charts/hello/templates/deployment.yaml`, (text) =>
    text.replace('      containers:', '      terminationGracePeriodSeconds: 0\n      containers:'),
  );
  scene.pull.head = checkout.commit('A namespace of its own');

  const whole = `${plane.apiServer}/api/v1/namespaces/${namespace}`;
  onTestFinished(async () => {
    // With it go the release, its record and its Secrets: nobody needs the state any more.
    await ask(plane, whole, { method: 'DELETE' });
    while ((await ask(plane, whole)).status !== 404) await sleep(100);
  });
  const environment: NodeJS.ProcessEnv = {
    PULUMI_CONFIG_PASSPHRASE: 'a passphrase of the scenarios',
    HELLO_PASSWORD: password,
    K8S_DEPLOY_APPROVAL_KEY: '0123456789abcdef'.repeat(4),
  };
  const full = (step: Step): Step => ({
    ...step,
    with: { stack: 'dev', kubeconfig: plane.kubeconfig, 'backend-url': `file://${state}`, ...step.with },
    env: { ...environment, ...step.env },
  });
  const terminal: Deployment['terminal'] = async (args) =>
    await execute(
      process.execPath,
      [cli, ...args, '--stack', 'dev', '-C', join(checkout.root, workDir)],
      {
        PATH: process.env['PATH'],
        HOME: runner.home,
        KUBECONFIG: plane.kubeconfig,
        PULUMI_BACKEND_URL: `file://${state}`,
        ...environment,
      },
      checkout.root,
    );
  return {
    ...scene,
    plane,
    namespace,
    state,
    step: async (step) => await scene.step(full(step)),
    start: (step) => scene.start(full(step)),
    terminal,
    async apply() {
      const { exitCode, stdout, stderr } = await terminal(['up', '--no-check']);
      if (exitCode !== 0) throw new Error(`up: exit code ${exitCode}\n${stdout}${stderr}`);
    },
    async replicas() {
      const [deployment] = await list(plane, 'apps/v1/deployments', namespace);
      return (deployment?.spec?.['replicas'] as number | undefined) ?? null;
    },
    async edit(patch) {
      const url = `${plane.apiServer}/apis/apps/v1/namespaces/${namespace}/deployments/hello?fieldManager=somebody`;
      const type = 'application/merge-patch+json';
      const { status, body } = await ask(plane, url, { method: 'PATCH', body: JSON.stringify(patch), type });
      if (status !== 200) throw new Error(`${status} ${body}`);
    },
    locks: () =>
      readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /^\.pulumi\/locks\/.*\.json$/.test(file),
      ),
    kubeconfigText: () => readFileSync(plane.kubeconfig, 'utf8'),
  };
}
