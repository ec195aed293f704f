/** Releases that fail on the local plane, each of another cause: the report of `up` names the object and the cause. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { troublesOf } from '../../src/commands/troubles.ts';
import { placed, type Placed } from '../../src/plan/placed.ts';
import { openRedactor } from '../../src/redaction/redactor.ts';
import { appliedObjects } from '../../src/render/applied-objects.ts';
import type { ObjectId } from '../../src/kubernetes/object-id.ts';
import type { Trouble } from '../../src/triage/trouble.ts';
import { ask } from '../../toolchain/plane/cluster.ts';
import { limitedAccount, type LimitedAccount } from '../setup/limited-account.ts';
import { operatorEnvironment, testPlane } from '../setup/plane-environment.ts';
import { openRoom, type Room } from '../setup/room.ts';
import { execute } from '../setup/stack-copy.ts';
import { chartFiles, type Templates } from './plan/web-chart.ts';
import { removeLog, setLog } from './triage/logs.ts';
import { besides, password, seeds } from './triage/seeds.ts';
import { openWebhooks, type Webhooks } from './triage/webhooks.ts';

const plane = testPlane();
const root = join(import.meta.dirname, '..', '..');
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-triage-'));
let environment: NodeJS.ProcessEnv;

/** So long that what is to fail has failed before, on a machine that does other things as well. */
const limit = 'timeout: 25s';

const namespaceOf = (key: string): string => `triage-${key}`;
const textOf = ({ kind, name }: ObjectId): string => `${kind} ${name}`;
/** `Pod web-*` fits what begins so. */
const fitting = (pattern: string): unknown =>
  expect.stringMatching(new RegExp(`^${pattern.replace('*', String.raw`[a-z0-9-]+`)}$`));

interface OutcomeDocument {
  readonly result: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly releases: readonly {
    readonly key: string;
    readonly state: string;
    readonly troubles: readonly Trouble[];
  }[];
}

/** Writes a stack directory and runs `up` in it. */
async function up(
  name: string,
  files: Readonly<Record<string, string>>,
  variables: NodeJS.ProcessEnv = {},
): Promise<{ readonly text: string; readonly outcome: OutcomeDocument }> {
  const directory = join(folder, name);
  const state = join(folder, `${name}-state`);
  mkdirSync(state, { recursive: true });
  const all = { 'Pulumi.yaml': `name: ${name}\nruntime: nodejs\nmain: .\n`, ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  const { stdout, stderr, exitCode } = await execute(
    process.execPath,
    [entry, 'up', '--no-check', '--parallel', '32', '--json', '--stack', 'dev', '-C', directory],
    {
      ...environment,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_HOME: join(folder, 'home'),
      ...variables,
    },
    root,
  );
  if (exitCode <= 0 || !stdout.includes('"releases"'))
    throw new Error(`exit code ${exitCode}\n${stdout}\n${stderr}`);
  return { text: stdout + stderr, outcome: JSON.parse(stdout) as OutcomeDocument };
}

const stackFile = (name: string, namespaces: readonly string[], releases: readonly string[]): string => `
apiVersion: k8s-deploy/v1
name: ${name}
cluster: { identifier: triage }
namespaces:
${namespaces.map((line) => `  ${line}`).join('\n')}
releases:
${releases.map((line) => `  ${line}`).join('\n')}
stacks: { dev: {} }
`;

async function remove(namespaces: readonly string[]): Promise<void> {
  const paths = namespaces.map((name) => `${plane.apiServer}/api/v1/namespaces/${name}`);
  for (const path of paths) await ask(plane, path, { method: 'DELETE' });
  // Whoever looks at the whole cluster after this must not meet what is broken here on purpose.
  for (const path of paths) while ((await ask(plane, path)).status !== 404) await sleep(200);
}

beforeAll(async () => {
  environment = await operatorEnvironment(plane);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('an up of which every release fails, each of another cause', () => {
  let webhooks: Webhooks;
  let told: Awaited<ReturnType<typeof up>>;
  const namespaces = ['fine', ...seeds.map(({ key }) => key)].map(namespaceOf);
  const withLog = seeds.filter(({ log }) => log !== undefined);

  beforeAll(async () => {
    webhooks = await openWebhooks(plane, {
      denied: namespaceOf('webhook-refuses'),
      silent: namespaceOf('webhook-silent'),
      why: 'no Deployment on a Friday',
    });
    for (const { key } of withLog) {
      const last = `the last words of ${key}${key === 'crash-loop' ? `: cannot sign in with ${password}` : ''}`;
      await setLog(plane, namespaceOf(key), ['it begins', last], folder);
    }
    told = await up('triage', {
      'deploy.yaml': stackFile(
        'triage',
        [
          `${namespaceOf('fine')}: {}`,
          ...seeds.map(({ key, namespace = '{}' }) => `${namespaceOf(key)}: ${namespace}`),
        ],
        [{ key: 'fine', release: 'timeout: 2m' }, ...seeds].map(
          ({ key, release = limit }) =>
            `${key}: { chart: { ref: ./charts/${key} }, namespace: ${namespaceOf(key)}, ${release} }`,
        ),
      ),
      ...Object.assign(
        {},
        ...[{ key: 'fine', templates: besides.fine }, ...seeds].map(({ key, templates }) =>
          chartFiles(key, templates),
        ),
      ),
    });
  });
  afterAll(async () => {
    await webhooks.close();
    for (const { key } of withLog) await removeLog(plane, namespaceOf(key));
    await remove(namespaces);
  });

  test.each(seeds)('$key: $cause of $object', ({ key, cause, object, of, says, log }) => {
    const release = told.outcome.releases.find((each) => each.key === key);
    expect(release?.state).toBe('failed');
    const trouble = release?.troubles[0];
    expect(trouble).toMatchObject({ cause, hint: expect.stringMatching(/^[a-z].{20,}/) });
    expect(trouble?.object.namespace).toBe(namespaceOf(key));
    expect(textOf(trouble?.object ?? emptyId)).toEqual(fitting(object));
    expect(trouble?.of === null ? null : textOf(trouble?.of ?? emptyId)).toBe(of);
    for (const text of says) expect(trouble?.message).toContain(text);
    expect(trouble?.log?.lines.at(-1)).toBe(log);
  });

  test('nothing is told of what is well, and every release has its own cause alone', () => {
    const causes = told.outcome.releases.map(({ key, troubles }) => [
      key,
      troubles.map(({ cause }) => cause),
    ]);
    expect(causes).toEqual([['fine', []], ...seeds.map(({ key, cause }) => [key, [cause]])]);
  });

  test('the release that does not fail is done, and the state has all that came to be', () => {
    const states = Object.fromEntries(told.outcome.releases.map(({ key, state }) => [key, state]));
    expect(states['fine']).toBe('done');
    const state = readFileSync(
      join(folder, 'triage-state', '.pulumi', 'stacks', 'triage', 'dev.json'),
      'utf8',
    );
    const kept = [...state.matchAll(/"urn":\s*"[^"]*helm\.sh\/v3:Release::([\w-]+)"/g)].map(([, key]) => key);
    // Helm has uninstalled that one.
    const expected = ['fine', ...seeds.map(({ key }) => key)].filter((key) => key !== 'rolled-back');
    expect(new Set(kept)).toEqual(new Set(expected));
  });

  test('the events of what is to blame come with it', () => {
    const eventsOf = (key: string) =>
      told.outcome.releases
        .find((each) => each.key === key)
        ?.troubles.flatMap(({ events }) => events.map(({ reason }) => reason));
    expect(eventsOf('unschedulable')).toContain('FailedScheduling');
    expect(eventsOf('quota')).toContain('FailedCreate');
    expect(eventsOf('no-class')).toContain('ProvisioningFailed');
    expect(eventsOf('failing-probe')).toContain('Unhealthy');
  });

  test('the failure that ends it names them, and no secret of a log leaves', () => {
    expect(told.outcome.result).toBe('failed');
    expect(told.outcome.error?.message).toContain('triage-unschedulable/unschedulable-');
    expect(told.text).not.toContain(password);
  });
});

describe('an identity that may not make Deployments', () => {
  const namespace = namespaceOf('denied');
  const kubeconfig = join(folder, 'limited.kubeconfig');
  let account: LimitedAccount;

  beforeAll(async () => {
    const body = JSON.stringify({ metadata: { name: namespace } });
    await ask(plane, `${plane.apiServer}/api/v1/namespaces`, { method: 'POST', body });
    account = await limitedAccount(plane, 'triage-denied', kubeconfig);
    await account.allow([
      { group: '', resource: '*', namespace, verbs: ['*'] },
      { group: 'apps', resource: '*', namespace, verbs: ['get', 'list', 'watch'] },
      { group: '', resource: 'namespaces', namespace: null, verbs: ['get'] },
    ]);
  });
  afterAll(async () => {
    await account.remove();
    await remove([namespace]);
  });

  test('forbidden: the Deployment, and the right that is missing', async () => {
    const { outcome } = await up(
      'denied',
      {
        'deploy.yaml': stackFile(
          'denied',
          [`${namespace}: { create: false }`],
          [`fine: { chart: { ref: ./charts/fine }, namespace: ${namespace}, timeout: 15s }`],
        ),
        ...chartFiles('fine', besides.fine),
      },
      { KUBECONFIG: kubeconfig },
    );
    expect(outcome.releases[0]?.troubles[0]).toMatchObject({
      cause: 'forbidden',
      object: { kind: 'Deployment', namespace, name: 'fine' },
      message: `system:serviceaccount:kube-system:triage-denied may not create deployments.apps in namespace ${namespace}`,
    });
  });
});

describe('what a plan refuses beforehand, when Helm meets it', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom('triage-helm');
  });
  afterAll(() => room.close());

  /** Runs Helm, which must fail, and asks why. */
  async function attempt(
    name: string,
    templates: Templates,
    args: readonly string[],
  ): Promise<Trouble | undefined> {
    const chart = room.chart(`${name}-${args[0]}`, templatesIn(templates));
    const message = await room.helm([...args, name, chart]).then(
      () => 'it did not fail',
      (error: Error) => error.message,
    );
    const release = { key: name, name, namespace: room.namespace, message, since: new Date() };
    const after = await rendered(chart, room);
    const troubles = await troublesOf(room.connection, [{ ...release, after }], { redactor: openRedactor() });
    expect(troubles.get(name)).toHaveLength(1);
    return troubles.get(name)?.[0];
  }

  test('missing-kind: the object of a kind without a CRD', async () => {
    expect(await attempt('kind', besides.missingKind, ['install'])).toMatchObject({
      cause: 'missing-kind',
      object: { kind: 'Widget', name: 'wheel' },
      message: 'the API server knows no kind Widget in example.com/v1',
    });
  });

  test('immutable-field: the object and its field', async () => {
    await room.helm(['install', 'fixed', room.chart('fixed', templatesIn(besides.immutable('one')))]);
    expect(await attempt('fixed', besides.immutable('two'), ['upgrade'])).toMatchObject({
      cause: 'immutable-field',
      object: { kind: 'Deployment', name: 'fixed' },
      message: expect.stringContaining('spec.selector') as unknown,
    });
  });

  test('name-taken: the object that somebody else has', async () => {
    await room.create(`/api/v1/namespaces/${room.namespace}/configmaps`, { metadata: { name: 'taken' } });
    expect(await attempt('taken', besides.taken, ['install'])).toMatchObject({
      cause: 'name-taken',
      object: { kind: 'ConfigMap', namespace: room.namespace, name: 'taken' },
      message: 'it exists, and belongs to somebody else (no release of Helm)',
    });
  });

  test('name-taken: a release that Helm has already', async () => {
    await room.helm(['install', 'twice', room.chart('twice', templatesIn(besides.fine))]);
    expect(await attempt('twice', besides.fine, ['install'])).toMatchObject({
      cause: 'name-taken',
      object: { kind: 'Release', namespace: room.namespace, name: 'twice' },
    });
  });

  test('who may not list pods and events is told so', async () => {
    const chart = room.chart('unread', templatesIn(besides.unready));
    await room.helm(['install', 'unread', chart]);
    const connection = await room.account(['get']);
    const release = { key: 'unread', name: 'unread', namespace: room.namespace, since: new Date() };
    const message = 'timed out waiting for the condition';
    const after = await rendered(chart, room);
    const troubles = await troublesOf(connection, [{ ...release, message, after }], {
      redactor: openRedactor(),
    });
    expect(troubles.get('unread')?.[0]).toMatchObject({
      cause: 'timeout',
      object: { kind: 'Deployment', name: 'unready' },
      message: expect.stringContaining(
        `no permission to list pods in namespace ${room.namespace}`,
      ) as unknown,
    });
  });

  test('unreachable: what Helm said is told all the same', async () => {
    const connection = room.connectAs({ server: 'https://127.0.0.1:1' });
    const message = 'exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0';
    const release = { key: 'web', name: 'web', namespace: room.namespace, message, since: new Date() };
    const after: Placed = { objects: [], hooks: [], crds: [] };
    const troubles = await troublesOf(connection, [{ ...release, after }], { redactor: openRedactor() });
    expect(troubles.get('web')?.map(({ cause }) => cause)).toEqual(['quota', 'unreachable']);
  });
});

const emptyId: ObjectId = { apiVersion: '', kind: '', namespace: null, name: '' };

const templatesIn = (templates: Templates): Templates =>
  Object.fromEntries(Object.entries(templates).map(([file, text]) => [`templates/${file}`, text]));

async function rendered(chart: string, room: Room): Promise<Placed> {
  const all = { PATH: process.env['PATH'], HOME: room.folder, KUBECONFIG: plane.kubeconfig };
  const { stdout } = await execute('helm', ['template', chart, '-n', room.namespace], all, room.folder);
  return placed(appliedObjects({ manifest: stdout, hooks: [] }, new Map()), room.namespace, () => null);
}
