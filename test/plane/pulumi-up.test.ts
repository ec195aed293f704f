import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { list } from '../setup/cluster.ts';
import { type NpmStack, openNpmStack } from '../setup/npm-stack.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { bucketExists } from '../setup/s3.ts';
import type { Ran } from '../setup/stack-copy.ts';

const plane = testPlane();
let stack: NpmStack;

const onDev = ['--stack', 'dev'];
const pulumiUp = (): Promise<Ran> => must(stack.pulumi(['up', '--yes', ...onDev]));
const deployUp = (): Promise<Ran> => must(stack.run(['up', ...onDev]));
/** Both fail if there is anything to change. */
const pulumiFindsNoChange = (): Promise<Ran> =>
  must(stack.pulumi(['preview', '--expect-no-changes', ...onDev]));
const deployFindsNoChange = (): Promise<Ran> => must(stack.run(['preview', '--expect-no-changes', ...onDev]));

interface State {
  readonly deployment: { readonly resources: readonly { readonly urn: string; readonly inputs?: unknown }[] };
}

/** What the state holds of each resource that somebody could have declared otherwise. */
async function declared(): Promise<readonly { urn: string; inputs: unknown }[]> {
  const { stdout } = await must(stack.pulumi(['stack', 'export', '--show-secrets', ...onDev]));
  return (JSON.parse(stdout) as State).deployment.resources
    .map(({ urn, inputs }) => ({ urn, inputs }))
    .toSorted((a, b) => a.urn.localeCompare(b.urn));
}

const namespaces = async (): Promise<string[]> =>
  (await list(plane, 'v1/namespaces')).map(({ metadata }) => metadata.name);

async function open(example: string): Promise<void> {
  stack = await openNpmStack(example);
  await must(stack.pulumi(['stack', 'init', 'dev']));
}

async function close(): Promise<void> {
  await stack.pulumi(['destroy', '--yes', ...onDev]);
  stack.remove();
}

describe('a plain chart', () => {
  beforeAll(() => open('plain-chart'));
  afterAll(close);

  test('what the stack file lacks is said in one message, without a stack trace', async () => {
    const { exitCode, stdout } = await stack.pulumi(['up', '--yes', ...onDev], {
      environment: { HELLO_PASSWORD: undefined },
    });
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain(
      'error: backing.secrets.hello-login.data.password: environment variable HELLO_PASSWORD is not set\n' +
        '      what to do: set a config key with `pulumi config set --secret KEY`',
    );
    expect(stdout).not.toMatch(/^ +at /m);
    expect(await namespaces()).not.toContain('hello');
  });

  test('applied by `pulumi up`, it is what `k8s-deploy up` would have made', async () => {
    const { stdout } = await pulumiUp();
    expect(stdout).toContain('hello.hello.svc.cluster.local');
    const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
    expect(deployment?.status?.['readyReplicas']).toBe(deployment?.spec?.['replicas']);
    await deployFindsNoChange();

    const byPulumi = await declared();
    await deployUp();
    expect(await declared()).toEqual(byPulumi);
  });

  test('a program that is not run is refused: as an empty one, it would delete everything', async () => {
    const before = await declared();
    stack.manifest({}); // without "type": "module"
    const { exitCode, stdout } = await stack.pulumi(['up', '--yes', '--skip-preview', ...onDev]);
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('put "type": "module" in the package.json of the stack directory');
    expect(stdout).not.toMatch(/^ +at /m);
    stack.manifest({ type: 'module' });
    expect(await declared()).toEqual(before);
    await pulumiFindsNoChange();
  });

  test('destroyed, it is gone', async () => {
    await must(stack.pulumi(['destroy', '--yes', ...onDev]));
    expect(await namespaces()).not.toContain('hello');
  });
});

describe('a system with a state bucket', () => {
  const bucket = 'acme-example-sf2loki-state';
  beforeAll(() => open('sf2loki'));
  afterAll(close);

  test('applied by `k8s-deploy up`, it is what `pulumi up` would have made', async () => {
    await deployUp();
    await pulumiFindsNoChange();

    const byDeploy = await declared();
    await pulumiUp();
    expect(await declared()).toEqual(byDeploy);
    await deployFindsNoChange();
  });

  test('destroyed, nothing is left but the bucket', async () => {
    await must(stack.pulumi(['destroy', '--yes', ...onDev]));
    expect(await namespaces()).not.toContain('observability');
    expect(await bucketExists(plane.s3, bucket)).toBe(true);
  });
});
