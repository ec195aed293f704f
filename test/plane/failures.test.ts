import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import type { Ran } from '../setup/stack-copy.ts';

const plane = testPlane();
const limitSeconds = 30;

/** Path and hash of every file in the state and the stack directory; pulled charts are a cache and do not count. */
function written(example: OpenExample): string[] {
  return [example.state, example.directory].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.k8s-deploy'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
      .toSorted(),
  );
}

/** The error of a run that must fail within the limit, as `--json` tells it. */
function failure({ exitCode, stdout, seconds }: Ran): {
  code: string;
  exitCode: number;
  message: string;
  hint: string | null;
} {
  expect(seconds).toBeLessThan(limitSeconds);
  const { error } = JSON.parse(stdout) as { error: ReturnType<typeof failure> };
  expect(error.exitCode).toBe(exitCode);
  return error;
}

/** Runs a command that must fail, on the example of the moment. */
const attemptOn =
  (example: () => OpenExample) =>
  async (command: string, environment: NodeJS.ProcessEnv = {}): Promise<ReturnType<typeof failure>> =>
    failure(await example().run([command, '--stack', 'dev', '--json'], { environment }));

describe('before the first up', () => {
  let example: OpenExample;
  let before: string[];
  const attempt = attemptOn(() => example);
  const edit = (from: string, to: string): void => {
    const path = join(example.directory, 'deploy.yaml');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replaceAll(from, to));
    before = written(example);
  };

  beforeEach(async () => {
    example = await openExample('sf2loki');
    before = written(example);
  });
  afterEach(() => {
    expect(written(example)).toEqual(before); // nothing was written
    example.remove();
  });

  test.each(['preview', 'up'])('%s: a mistake in the stack file, at its place', async (command) => {
    edit('replicas: 2', 'replicaz: 2');
    expect(await attempt(command)).toEqual({
      code: 'configuration',
      exitCode: 2,
      message: 'deploy.yaml:12:5 releases.sf2loki.replicaz: unknown key "replicaz"; did you mean "replicas"?',
      hint: null,
    });
  });

  test('a version that the registry does not have', async () => {
    edit('version: 0.2.0', 'version: 0.2.9');
    const { code, message } = await attempt('up');
    expect(code).toBe('configuration');
    expect(message).toMatch(
      /^releases\.sf2loki\.chart: cannot use oci:\/\/ghcr\.io\/rknightion\/charts\/sf2loki 0\.2\.9: .*0\.2\.0/,
    );
  });

  test('a digest that is not the pinned one', async () => {
    edit('version: 0.2.0', `version: 0.2.0, digest: "sha256:${'0'.repeat(64)}"`);
    const { code, message } = await attempt('up');
    expect(code).toBe('configuration');
    expect(message).toContain(`but the pinned digest is sha256:${'0'.repeat(64)}`);
  });

  test('a registry that refuses connections', async () => {
    const { code, message } = await attempt('up', {
      K8S_DEPLOY_CHART_MIRRORS: 'oci://ghcr.io=oci+http://127.0.0.1:1/ghcr.io',
    });
    expect(code).toBe('unreachable');
    expect(message).toContain(
      'releases.sf2loki.chart: cannot use oci://ghcr.io/rknightion/charts/sf2loki 0.2.0',
    );
    expect(message).toContain('127.0.0.1:1');
  });

  test('a registry that never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      silent.once('listening', resolve);
    });
    const { port } = silent.address() as { port: number };
    try {
      const { code } = await attempt('preview', {
        K8S_DEPLOY_CHART_MIRRORS: `oci://ghcr.io=oci+http://127.0.0.1:${port}/ghcr.io`,
      });
      expect(code).toBe('unreachable');
    } finally {
      silent.close();
    }
  });

  test.each(['preview', 'up'])(
    '%s: a cluster that is not there, and a bad chart, in one error',
    async (command) => {
      const kubeconfig = join(example.directory, '..', 'kubeconfig');
      writeFileSync(
        kubeconfig,
        readFileSync(plane.kubeconfig, 'utf8').replace(/server: .*/, 'server: https://127.0.0.1:1'),
      );
      const environment = { KUBECONFIG: kubeconfig };
      const { code, message } = await attempt(command, environment);
      expect(code).toBe('unreachable');
      expect(message).toContain('at https://127.0.0.1:1 cannot be reached (ECONNREFUSED)');
      const both = await attempt(command, {
        ...environment,
        K8S_DEPLOY_CHART_MIRRORS: 'oci://ghcr.io=oci+http://127.0.0.1:1/ghcr.io',
      });
      expect(both.message).toContain('releases.sf2loki.chart: cannot use');
      expect(both.message).toContain('at https://127.0.0.1:1 cannot be reached');
    },
  );

  test.each(['preview', 'up'])('%s: credentials that the cluster refuses', async (command) => {
    const kubeconfig = join(example.directory, '..', 'kubeconfig');
    writeFileSync(kubeconfig, readFileSync(plane.kubeconfig, 'utf8').replace(plane.token, 'not-the-token'));
    expect(await attempt(command, { KUBECONFIG: kubeconfig })).toMatchObject({
      code: 'authentication',
      exitCode: 3,
      message: `the API server of context "k8s-deploy-local" at ${plane.apiServer} refuses the credentials of the kubeconfig`,
    });
  });

  test('a kubeconfig without the wanted context', async () => {
    edit('{ identifier: example }', '{ identifier: example, context: prod }');
    expect((await attempt('up')).message).toBe(
      'the kubeconfig has no context "prod" (it has: k8s-deploy-local)',
    );
  });

  test('no passphrase at all', async () => {
    const { code, hint } = await attempt('up', { PULUMI_CONFIG_PASSPHRASE: undefined });
    expect(code).toBe('authentication');
    expect(hint).toContain('PULUMI_CONFIG_PASSPHRASE');
  });

  test('no Pulumi.yaml: the way out is the file', async () => {
    const path = join(example.directory, 'Pulumi.yaml');
    rmSync(path);
    before = written(example);
    const { message, hint } = await attempt('up');
    expect(message).toBe('Pulumi.yaml is missing beside deploy.yaml');
    writeFileSync(path, (hint ?? '').split('\n').slice(1).join('\n'));
    await must(example.run(['preview', '--stack', 'dev'])); // the hint is all that is needed
    before = written(example);
  });

  test('a Pulumi.yaml of another project', async () => {
    writeFileSync(join(example.directory, 'Pulumi.yaml'), 'name: other\nruntime: nodejs\nmain: .\n');
    before = written(example);
    expect((await attempt('up')).message).toBe(
      'Pulumi.yaml names the project "other", deploy.yaml "sf2loki"',
    );
  });
});

describe('with a stack in place', () => {
  let example: OpenExample;
  let before: string[];
  const attempt = attemptOn(() => example);

  beforeAll(async () => {
    example = await openExample('plain-chart');
    await must(example.run(['up', '--stack', 'dev']));
    before = written(example);
  });
  afterEach(() => expect(written(example)).toEqual(before));
  afterAll(async () => {
    await example.run(['destroy', '--yes', '--stack', 'dev']);
    example.remove();
  });

  test.each(['preview', 'up'])('%s: a wrong passphrase', async (command) => {
    expect(await attempt(command, { PULUMI_CONFIG_PASSPHRASE: 'not the one' })).toEqual({
      code: 'authentication',
      exitCode: 3,
      message: 'the passphrase does not open the secrets of stack "dev"',
      hint: 'set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase the stack was made with',
    });
  });

  test('secrets that are missing, named together before anything is declared', async () => {
    const { code, message } = await attempt('up', { HELLO_PASSWORD: undefined });
    expect(code).toBe('configuration');
    expect(message).toBe(
      'backing.secrets.hello-login.data.password: environment variable HELLO_PASSWORD is not set',
    );
  });

  test('a lock that somebody holds: who, and since when', async () => {
    const folder = join(example.state, '.pulumi/locks/organization/plain-chart/dev');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'somebody.json');
    writeFileSync(lock, '{"pid":4711,"username":"ann","hostname":"ci-7","timestamp":"2026-11-20T10:00:00Z"}');
    before = written(example);
    try {
      const { code, exitCode, message, hint } = await attempt('up');
      expect({ code, exitCode }).toEqual({ code: 'locked', exitCode: 7 });
      expect(message).toMatch(
        /^stack "dev" is locked by ann@ci-7 \(process 4711\) since 2026-11-20T10:00:00Z, for .+; the run that took it has left no note of itself$/,
      );
      expect(hint).toContain('pulumi cancel');
    } finally {
      rmSync(lock);
      before = written(example);
    }
  });

  test('destroy without --yes where nobody can be asked', async () => {
    expect(await attempt('destroy')).toMatchObject({
      code: 'configuration',
      hint: 'add --yes where nobody can be asked',
    });
  });

  test('a template that fails is refused by the gate, and without it by the plan, in Helm’s words', async () => {
    const template = join(example.directory, 'charts/hello/templates/service.yaml');
    const text = readFileSync(template, 'utf8');
    appendFileSync(template, '{{ fail "the author forbids it" }}\n');
    try {
      const gated = await example.run(['up', '--stack', 'dev', '--json']);
      expect(failure(gated)).toMatchObject({ code: 'findings', exitCode: 5 });
      expect(gated.stderr.replaceAll(/\s+/g, ' ')).toContain('the author forbids it');
      const planned = await example.run(['up', '--stack', 'dev', '--json', '--no-check']);
      expect(failure(planned)).toMatchObject({ code: 'findings', exitCode: 5 });
      expect(planned.stderr).toContain('plan/unrendered');
      expect(planned.stderr.replaceAll(/\s+/g, ' ')).toContain('the author forbids it');
    } finally {
      writeFileSync(template, text);
      await must(example.run(['up', '--stack', 'dev']));
      before = written(example);
    }
  });
});
