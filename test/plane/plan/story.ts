/**
 * One stack on the local plane, and what becomes of it: in each scenario something is changed, `preview` tells what `up` will do, `up` does it, and what
 * happened in the whole cluster is held against what was told.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect, type Connection } from '../../../src/cluster/connection.ts';
import { clusterAddress } from '../../../src/cluster/kubeconfig.ts';
import { ask } from '../../../toolchain/plane/cluster.ts';
import { exampleSecrets } from '../../setup/example-secrets.ts';
import { operatorEnvironment, testPlane } from '../../setup/plane-environment.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';
import { compare } from './comparison.ts';
import { comparedHooks } from './hooks-that-ran.ts';
import type { PlanDocument } from './plan-document.ts';
import { comparedRecords } from './release-records.ts';
import { said } from './said.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');

export interface Happened {
  readonly plan: PlanDocument;
  /** The plan in short, a line each: `changed Deployment plan-a/web spec.replicas`. */
  readonly said: readonly string[];
  readonly up: Ran;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What was not as it was told. */
  readonly wrong: readonly string[];
}

export interface Story {
  /** The namespace that is its own; others of it start with its name. */
  readonly namespace: string;
  readonly directory: string;
  /** Variables of whoever deploys. */
  readonly environment: NodeJS.ProcessEnv;
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  /** Throws if nothing changes. */
  edit(file: string, change: (text: string) => string): void;
  /** `k8s-deploy ARGS`. */
  run(args: readonly string[]): Promise<Ran>;
  /** Brings the stack to where a scenario starts. */
  up(): Promise<void>;
  /** Tells, does, compares. `args` for both commands. */
  tellAndDo(args?: readonly string[]): Promise<Happened>;
  helm(args: readonly string[]): Promise<Ran>;
  /** By hand: `POST`, `PATCH` (a merge patch) or `DELETE`. */
  byHand(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<void>;
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
}

/** All namespaces of all stories start so. */
const prefix = 'plan-';

export interface StoryOptions {
  /** Files of the stack directory; `NAMESPACE` in them is the story's. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders to copy, from their place in the repository to the one in the stack directory. */
  readonly folders?: Readonly<Record<string, string>>;
  /** That do not start with its name. */
  readonly namespaces?: readonly string[];
}

/** By namespace, which story it belongs to. */
const claimed = new Map<string, string>();

let operators: Promise<NodeJS.ProcessEnv> | null = null;

/** Stories are opened beside each other: the charts are published once. */
const operator = async (): Promise<NodeJS.ProcessEnv> =>
  await (operators ??= operatorEnvironment(testPlane()));

export async function openStory(
  name: string,
  { files, folders = {}, namespaces = [] }: StoryOptions,
): Promise<Story> {
  for (const each of namespaces) claimed.set(each, name);
  const plane = testPlane();
  const namespace = `${prefix}${name}`;
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-plan-${name}-`));
  const directory = join(folder, 'stack');
  const state = join(folder, 'state');
  for (const each of [directory, state]) mkdirSync(each);
  for (const [from, to] of Object.entries(folders))
    cpSync(join(root, from), join(directory, to), { recursive: true });
  const environment: NodeJS.ProcessEnv = {
    ...(await operator()),
    ...exampleSecrets().environment,
    KAFKA_LOGIN: 'one login',
    LEGACY_TOKEN: 'one-token',
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_HOME: join(folder, 'home'),
  };
  const connection: Connection = connect(clusterAddress(plane.kubeconfig, null, {}), {
    environment,
    signal: new AbortController().signal,
  });
  const isOthers = (each: string): boolean =>
    claimed.has(each) ? claimed.get(each) !== name : each.includes(prefix) && !each.includes(namespace);

  const run: Story['run'] = async (args) =>
    await execute(process.execPath, [entry, ...args, '--stack', 'dev', '-C', directory], environment, root);
  const story: Story = {
    namespace,
    directory,
    environment,
    write(texts) {
      for (const [file, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), text.replaceAll('NAMESPACE', namespace));
      }
    },
    read: (file) => readFileSync(join(directory, file), 'utf8'),
    edit(file, change) {
      const text = story.read(file);
      const changed = change(text);
      if (changed === text) throw new Error(`${file} is not changed`);
      writeFileSync(join(directory, file), changed.replaceAll('NAMESPACE', namespace));
    },
    run,
    async up() {
      const ran = await run(['up']);
      if (ran.exitCode !== 0) throw new Error(`up: exit code ${ran.exitCode}\n${ran.stdout}${ran.stderr}`);
    },
    async tellAndDo(args = []) {
      const before = await story.snapshot();
      const plan = planIn(await run(['preview', '--json', ...args]));
      const started = Date.now();
      const up = await run(['up', '--expect-digest', plan.digest, ...args]);
      const after = await story.snapshot();
      const isDone = up.exitCode === 0;
      const wrong = isDone
        ? [
            ...compare(plan, before, after),
            ...comparedRecords(plan, before, after),
            ...(await comparedHooks(plan, { before, after, started, connection })),
          ]
        : [];
      return { plan, said: said(plan), up, before, after, wrong };
    },
    helm: async (args) => {
      const own = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: plane.kubeconfig };
      return await execute('helm', [...args, '-n', namespace], own, directory);
    },
    async byHand(method, path, body = {}) {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const url = `${plane.apiServer}${path}?fieldManager=somebody`;
      const { status, body: answer } = await ask(plane, url, { method, body: JSON.stringify(body), type });
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${answer}`);
    },
    snapshot: async () => await snapshot(connection, isOthers),
    async close() {
      await run(['destroy', '--yes', '--delete-namespaces']);
      connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  story.write({ 'Pulumi.yaml': 'name: NAMESPACE\nruntime: nodejs\nmain: .\n', ...files });
  return story;
}

function planIn({ exitCode, stdout, stderr }: Ran): PlanDocument {
  const printed = stdout.startsWith('{') ? (JSON.parse(stdout) as PlanDocument | { error: unknown }) : null;
  if (printed === null || 'error' in printed)
    throw new Error(`preview: exit code ${exitCode}\n${stdout}${stderr}`);
  return printed;
}
