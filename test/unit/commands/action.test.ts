/** The Action as a runner starts it: its own process, the inputs in the environment, files for what it leaves. */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const entry = join(import.meta.dirname, '../../../src/main.ts');
const post = join(import.meta.dirname, '../../../src/post.ts');

interface Ran {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
  readonly state: string;
  /** Programs that were started. */
  readonly started: string;
}

let folder: string;
let workspace: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'k8s-deploy-action-')));
  workspace = join(folder, 'workspace');
  mkdirSync(join(workspace, 'deploy'), { recursive: true });
  mkdirSync(join(folder, 'temp'));
  mkdirSync(join(folder, 'bin'));
  // Whatever is started leaves its name.
  for (const name of ['git', 'pulumi', 'helm', 'k8s-deploy-renderer', 'sh', 'kubectl']) {
    const file = join(folder, 'bin', name);
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >> '${folder}/started'\nexit 1\n`);
    chmodSync(file, 0o755);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string): string => {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

function environment(inputs: Readonly<Record<string, string>>, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { event = 'push', payload = '{"repository":{"default_branch":"main"}}', ...variables } = more;
  for (const name of ['outputs', 'summary', 'state']) writeFileSync(join(folder, name), '', { flag: 'a' });
  writeFileSync(join(folder, 'event.json'), payload);
  return {
    PATH: join(folder, 'bin'),
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: 'c3'.repeat(20),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '42',
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(folder, 'outputs'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_STATE: join(folder, 'state'),
    RUNNER_TEMP: join(folder, 'temp'),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...variables,
  };
}

const run = (
  inputs: Readonly<Record<string, string>>,
  more: NodeJS.ProcessEnv = {},
  program = entry,
): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [program],
      { env: environment(inputs, more), cwd: workspace },
      (error, stdout, stderr) => {
        resolve({
          exitCode: error === null ? 0 : Number(error.code),
          log: stdout + stderr,
          outputs: read('outputs'),
          summary: read('summary'),
          state: read('state'),
          started: read('started'),
        });
      },
    );
  });

describe('inputs', () => {
  test('all problems in one message, with the exit code of a wrong configuration, and no program started', async () => {
    symlinkSync('../..', join(workspace, 'out'));
    const ran = await run({
      command: 'up',
      'work-dir': 'out',
      atomic: 'yes',
      'max-deletes': '1e9',
      stak: 'dev',
      stack: '--yes',
      token: 'canary-token-123456',
    });
    expect(ran).toMatchObject({ exitCode: 2, started: '', state: '' });
    for (const part of [
      'work-dir: ',
      'leaves the workspace',
      'atomic: ',
      'max-deletes: ',
      'did you mean "stack"?',
      'stack: expected',
    ])
      expect(ran.log).toContain(part);
    expect(ran.log.match(/^::error /gm)).toHaveLength(1);
    expect(ran.log).toMatch(/^::error title=k8s-deploy%3A configuration::/m);
    expect(ran.outputs).toMatch(/^code<<(\S+)\nconfiguration\n\1\n$/);
    expect(ran.summary).toContain('failed: configuration');
    expect(ran.log + ran.outputs + ran.summary).not.toContain('canary-token');
  });

  test('shell text is text', async () => {
    const ran = await run({
      command: 'check',
      'work-dir': 'deploy',
      filter: '$(touch x); `id`',
      base: '$(id)',
    });
    expect(ran).toMatchObject({ exitCode: 2, started: '' });
    expect(ran.log).toContain('base: expected a branch or a commit, found "$(id)"');
    expect(existsSync(join(workspace, 'x'))).toBe(false);
  });
});

describe('events', () => {
  const pullRequest = (isFork: boolean): string =>
    JSON.stringify({
      pull_request: {
        number: 7,
        head: { ref: 'topic', sha: 'a1'.repeat(20), repo: { id: isFork ? 2 : 1 } },
        base: { ref: 'main', sha: 'b2'.repeat(20), repo: { id: 1 } },
      },
      repository: { default_branch: 'main' },
    });

  test.each([
    ['up', 'pull_request', 'refs/pull/7/merge'],
    ['destroy', 'pull_request', 'refs/pull/7/merge'],
    ['up', 'pull_request_target', 'refs/heads/main'],
    ['up', 'merge_group', 'refs/heads/gh-readonly-queue/main/pr-7-a1'],
    ['up', 'push', 'refs/heads/topic'],
    ['up', 'issue_comment', 'refs/heads/main'],
  ])('%s on %s from %s: refused, explained, nothing run', async (command, event, ref) => {
    const inputs = {
      command,
      'work-dir': 'deploy',
      stack: 'dev',
      ...(command === 'destroy' ? { 'confirm-destroy': 'dev' } : {}),
    };
    const ran = await run(inputs, { event, payload: pullRequest(false), GITHUB_REF: ref });
    expect(ran).toMatchObject({ exitCode: 5, started: '', state: '' });
    expect(ran.log).toContain('Nothing was run');
    expect(ran.outputs).toContain('\nfindings\n');
    expect(ran.summary).toContain('failed: findings');
  });

  test('pull_request_target with the head checked out: refused before anything but git is started', async () => {
    rmSync(join(folder, 'bin/git'));
    const git = execFileSync('/bin/bash', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    symlinkSync(git, join(folder, 'bin/git'));
    const at = { cwd: workspace, env: { ...process.env, HOME: folder } };
    execFileSync(git, ['init', '-q'], at);
    execFileSync(
      git,
      ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'head'],
      at,
    );
    const ran = await run(
      { command: 'check', 'work-dir': 'deploy' },
      { event: 'pull_request_target', payload: pullRequest(true) },
    );
    expect(ran).toMatchObject({ exitCode: 5, started: '' });
    expect(ran.log).toContain('runs with the secrets of the repository');
  });

  test('a preview of a fork without a base says what to use', async () => {
    const ran = await run(
      { command: 'preview', 'work-dir': 'deploy' },
      { event: 'pull_request', payload: pullRequest(true) },
    );
    expect(ran).toMatchObject({ exitCode: 2, started: '' });
    expect(ran.log).toContain('base: ${{ github.event.pull_request.base.sha }}');
  });

  test('the environment of the job cannot be known without id-token', async () => {
    const ran = await run({ command: 'up', 'work-dir': 'deploy', stack: 'dev', environment: 'production' });
    expect(ran).toMatchObject({ exitCode: 2, started: '' });
    expect(ran.log).toContain('id-token: write');
  });

  test('a comment that is not meant for us: nothing is run, and the step succeeds', async () => {
    const payload = JSON.stringify({
      action: 'created',
      issue: { number: 7, pull_request: {} },
      comment: {
        body: 'looks good\n/deploy up',
        user: { login: 'stranger' },
        created_at: '2026-11-21T12:00:00Z',
      },
    });
    const ran = await run(
      { command: 'comment', 'work-dir': 'deploy', token: 'abcdefghijkl' },
      { event: 'issue_comment', payload },
    );
    expect(ran).toMatchObject({ exitCode: 0, started: '', summary: '', outputs: '' });
    expect(ran.log).toContain('nothing is run: its first line does not start with /deploy');
  });
});

describe('what others wrote', () => {
  test('is obeyed by no runner: commands in a stack file are shown inert', async () => {
    writeFileSync(
      join(workspace, 'deploy/deploy.yaml'),
      'apiVersion: k8s-deploy/v1\nname: "x\\n::add-mask::a\\n##[error]x"\nstacks: {dev: {}}\n"::set-output name=x::y": 1\n',
    );
    const ran = await run({ command: 'status', 'work-dir': 'deploy' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('::set-output name=x::y');
    expect(obeyed(ran.log).filter((line) => !line.startsWith('::error '))).toEqual([]);
    expect(ran.log).toMatch(/^::error .*file=deploy\/deploy\.yaml,line=\d/m);
  });
});

/** Lines that a runner takes for commands, but for those that stop and start it. */
function obeyed(log: string): string[] {
  let stopped: string | null = null;
  return log.split('\n').filter((line) => {
    const [, token = null] = /^::stop-commands::(\w{32})$/.exec(line) ?? [];
    if (token !== null) stopped = token;
    else if (line === `::${stopped ?? ''}::`) stopped = null;
    else return stopped === null && /^\s*::|##\[/.test(line);
    return false;
  });
}

describe('the post step', () => {
  const stateFile = (): string => /\n(\{.*\})\n/.exec(read('state'))?.[1] ?? '';

  test('removes what only the step needed; nothing in its state is secret', async () => {
    const kubeconfig = [
      'apiVersion: v1',
      'kind: Config',
      'clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]',
      'contexts: [{name: c, context: {cluster: c, user: u}}]',
      'current-context: c',
      'users: [{name: u, user: {token: canary-kube-token}}]',
    ].join('\n');
    const inputs = {
      command: 'status',
      'work-dir': 'deploy',
      kubeconfig,
      context: 'c',
      token: 'canary-github-token',
    };
    const ran = await run(inputs);
    expect(ran.exitCode).toBe(2); // there is no stack file
    const state = JSON.parse(stateFile()) as {
      readonly files: readonly string[];
      readonly kubeconfig: string;
    };
    expect(state.files).toHaveLength(1);
    for (const file of state.kubeconfig.split(':')) expect(existsSync(file)).toBe(true);
    expect(ran.state).not.toContain('canary');
    const shown = ran.log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(shown.join('\n') + ran.outputs + ran.summary).not.toContain('canary');
    expect(ran.log).toContain('::add-mask::canary-kube-token');

    const after = await run(inputs, { STATE_run: stateFile() }, post);
    expect(after.exitCode).toBe(0);
    for (const file of state.files) expect(existsSync(file)).toBe(false);
  });

  test('without a state it does nothing, and it never fails the job for its own trouble', async () => {
    expect(await run({ command: 'up' }, {}, post)).toMatchObject({ exitCode: 0, log: '', started: '' });
    const state = {
      phase: 'changing',
      command: 'up',
      stack: 'dev',
      directory: join(workspace, 'deploy'),
      files: [],
      kubeconfig: null,
      comments: false,
    };
    const ran = await run({ command: 'up' }, { STATE_run: JSON.stringify(state) }, post);
    expect(ran.exitCode).toBe(0);
    expect(ran.log).toContain('what up has left could not be looked at');
  });
});
