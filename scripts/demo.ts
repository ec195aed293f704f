/**
 * `npm run demo`: the four systems of examples/data-platform on a real control plane, as an operator would see them.
 * Builds what is missing, and leaves nothing running.
 */
import { parseArgs } from 'node:util';
import { ensurePrograms, programFolders } from '../toolchain/ensure.ts';
import { startPlane } from '../toolchain/plane/start.ts';
import { stopPlane } from '../toolchain/plane/stop.ts';
import type { Plane } from '../toolchain/plane/plane.ts';
import { ensureMoto } from '../toolchain/python.ts';
import { Failure } from '../src/stack/failure.ts';
import { list, releaseRecords } from '../test/setup/cluster.ts';
import { exampleSecrets } from '../test/setup/example-secrets.ts';
import { must, setConfig } from '../test/setup/open-example.ts';
import { operatorEnvironment, putAwsSecrets } from '../test/setup/plane-environment.ts';
import { bucketExists } from '../test/setup/s3.ts';
import { copyExample, type Ran, type StackCopy } from '../test/setup/stack-copy.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { values: options } = parseArgs({ options: { source: { type: 'boolean', default: false } } });
const entry = join(import.meta.dirname, '..', options.source ? 'src/cli.ts' : 'dist/cli.js');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const bold = (text: string): string => (process.stdout.isTTY ? `\u001B[1m${text}\u001B[22m` : text);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort());

let steps = 0;
async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  interrupted.signal.throwIfAborted();
  const started = performance.now();
  print(bold(`\n${++steps}. ${title}`));
  const result = await work();
  print(`   took ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

const expect = (holds: boolean, what: string): void => {
  if (!holds) throw new Failure('failed', `the demo expected: ${what}`);
  print(`   ✓ ${what}`);
};

const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-demo-'));
let stack: StackCopy | undefined;
let plane: Plane | undefined;
try {
  await demo();
  print(bold('\nThe demo is complete.'));
} catch (error) {
  process.stderr.write(
    `\n${error instanceof Failure ? `error: ${error.message}\n${error.hint ?? ''}` : String(error)}\n`,
  );
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
} finally {
  if (plane !== undefined) {
    print('\nStopping the control plane');
    await stopPlane(plane.directory);
  }
  stack?.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function demo(): Promise<void> {
  const { signal } = interrupted;
  await step(
    'Build what is missing: Pulumi, Helm, a Kubernetes control plane, an S3 server, a registry',
    async () => {
      const programs = await ensurePrograms({ onProgress: (line) => print(`   ${line}`), signal });
      process.env['PATH'] = `${programFolders(programs)}:${process.env['PATH']}`;
      await ensureMoto({ onProgress: (line) => print(`   ${line}`), signal });
    },
  );

  plane = await step('Start the control plane: three nodes in three zones, on loopback', () =>
    startPlane({ directory: join(folder, 'plane'), onProgress: (line) => print(`   ${line}`), signal }),
  );
  const running = plane;

  const secrets = exampleSecrets();
  stack = await step(
    'Push the charts to the registry; put the secrets into Pulumi and AWS Secrets Manager',
    async () => {
      const copy = copyExample('data-platform', await operatorEnvironment(running), entry);
      await putAwsSecrets(running, 'eu-west-1', secrets.aws);
      await setConfig(copy, secrets.config);
      return copy;
    },
  );
  const operator = stack;
  const run = (...args: string[]): Promise<Ran> => {
    print(`   $ k8s-deploy ${args.join(' ')} --stack dev`);
    const onText = (text: string): void => void process.stdout.write(text.replaceAll(/^(?=.)/gm, '   '));
    return must(operator.run([...args, '--stack', 'dev'], { onText }));
  };

  await step('Preview: what would be done. Nothing is, yet', () => run('preview'));
  await step('Apply', () => run('up'));
  await step('What runs', () => showWhatRuns(running));
  await step('Apply again: nothing changes', async () => {
    await run('preview', '--expect-no-changes');
    const { stdout } = await run('up');
    expect(/: \d+ unchanged\s*$/.test(stdout), 'a second apply changed nothing');
  });
  await step('Change one credential: a new Secret, a rollout, then the old Secret goes', async () => {
    const before = await secretOf(running, 'leoflow', 'leoflow');
    await must(
      operator.pulumi([
        'config',
        'set',
        '--secret',
        'leoflowAdminPassword',
        'another password',
        '--stack',
        'dev',
      ]),
    );
    await run('up');
    const after = await secretOf(running, 'leoflow', 'leoflow');
    print(`   leoflow's pods read ${before}, and now ${after}`);
    const names = (await list(running, 'v1/secrets', 'leoflow')).map(({ metadata }) => metadata.name);
    expect(
      before !== after && names.includes(after) && !names.includes(before),
      'the pods use the new Secret, and the old one is gone',
    );
  });
  await step('Destroy', () => run('destroy', '--yes'));
  await step('What is left', async () => {
    const namespaces = (await list(running, 'v1/namespaces')).map(({ metadata }) => metadata.name);
    expect(
      namespaces.every((name) => /^(default|kube-.*)$/.test(name)),
      'no namespace of the stack is left',
    );
    expect(await bucketExists(running.s3, 'acme-dev-sf2loki-state'), 'the state bucket is still there');
  });
}

async function showWhatRuns(on: Plane): Promise<void> {
  const deployments = await list(on, 'apps/v1/deployments');
  for (const { metadata, spec, status } of [...deployments, ...(await list(on, 'apps/v1/statefulsets'))]) {
    const [ready, wanted] = [Number(status?.['readyReplicas'] ?? 0), Number(spec?.['replicas'])];
    expect(ready === wanted, `${metadata.namespace}/${metadata.name}: ${ready} of ${wanted} pods ready`);
  }
  const records = await releaseRecords(on);
  const migration = records.find(({ name }) => name === 'leoflow')?.hooks.find(({ kind }) => kind === 'Job');
  expect(migration?.last_run.phase === 'Succeeded', `the migration Job ${migration?.name} is complete`);
  const roles = await list(on, 'rbac.authorization.k8s.io/v1/roles', 'observability');
  expect(
    roles.some(({ rules }) => JSON.stringify(rules).includes('"leases"')),
    "the lease's Role is there",
  );
  expect(await bucketExists(on.s3, 'acme-dev-sf2loki-state'), 'the state bucket is there');
  await waitForSync(on);
}

/** The External Secrets controller works on its own time. */
async function waitForSync(on: Plane): Promise<void> {
  const synced = async (): Promise<boolean> => {
    const [secret] = await list(on, 'external-secrets.io/v1/externalsecrets', 'observability');
    const conditions = (secret?.status?.['conditions'] ?? []) as { reason: string }[];
    return conditions.some(({ reason }) => reason === 'SecretSynced');
  };
  for (const deadline = performance.now() + 30_000; performance.now() < deadline && !(await synced());) {
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
  }
  expect(await synced(), 'the ExternalSecret was synced by the real controller');
}

/** Name of the Secret that a Deployment's pods read their credentials from. */
async function secretOf(on: Plane, namespace: string, name: string): Promise<string> {
  const found = (await list(on, 'apps/v1/deployments', namespace)).find(
    ({ metadata }) => metadata.name === name,
  );
  return /"secretKeyRef":\{[^}]*"name":"([^"]+)"/.exec(JSON.stringify(found?.spec))?.[1] ?? 'none';
}
