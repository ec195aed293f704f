/** What was reviewed is what is applied, and nothing else: `preview --comment` on a pull request, a merge, `up --approved-in pull-request`. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { killAll } from '../../../src/deploy/process-session.ts';
import { list } from '../../setup/cluster.ts';
import { exampleSecrets } from '../../setup/example-secrets.ts';
import { gitRepository, type GitRepository } from '../../setup/git-repository.ts';
import { mallory, type Comment, type Pull } from '../../setup/github-server.ts';
import { must } from '../../setup/open-example.ts';
import { operatorEnvironment, testPlane } from '../../setup/plane-environment.ts';
import { openPullRequest, type Job, type PullRequest } from '../../setup/pull-request.ts';
import { pushFolder } from '../../setup/push-chart.ts';
import { type Running, startCommand } from '../../setup/running-command.ts';
import { execute, type Ran } from '../../setup/stack-copy.ts';

const root = join(import.meta.dirname, '../../..');
const entry = process.env['K8S_DEPLOY_TEST_ENTRY'] ?? join(root, 'src/cli.ts');
const plane = testPlane();
const namespace = 'approval';
const directory = 'deploy/shop';
const stackFile = `${directory}/deploy.yaml`;
const [head, merged] = ['a1'.repeat(20), 'd4'.repeat(20)];
const key = '0123456789abcdef'.repeat(4); // as `openssl rand -hex 32` makes one

let folder: string;
let environment: NodeJS.ProcessEnv;
let repository: GitRepository;
let at: PullRequest;

const run = (args: readonly string[], own: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  execute(
    process.execPath,
    [entry, ...args, '--stack', 'dev', '-C', directory],
    { ...environment, K8S_DEPLOY_APPROVAL_KEY: key, ...own },
    repository.root,
  );
const preview = async (args: readonly string[] = []): Promise<Ran & Job> => {
  const job = at.job();
  return { ...(await run(['preview', '--comment', ...args], job.environment)), ...job };
};
/** In the job that deploys the merge commit. */
const up = async (own: NodeJS.ProcessEnv = {}, args: readonly string[] = []): Promise<Ran> =>
  await run(['up', '--approved-in', 'pull-request', ...args], {
    ...at.job({ event: 'push', sha: merged }).environment,
    ...own,
  });

/** Of all that the stack has in the cluster, what an update would change. */
async function inCluster(): Promise<string[]> {
  const kinds = ['v1/secrets', 'v1/configmaps', 'v1/services', 'apps/v1/deployments'];
  const lists = await Promise.all(kinds.map(async (kind) => await list(plane, kind, namespace)));
  return lists.flat().map(({ metadata: { uid, name, generation }, data, spec }) => {
    const content = createHash('sha256')
      .update(JSON.stringify([data, spec]))
      .digest('hex');
    return `${name} ${uid} ${generation} ${content}`;
  });
}

const digestIn = ({ stdout }: Ran): string => (JSON.parse(stdout) as { digest: string }).digest;
const replicas = async (): Promise<unknown> =>
  (await list(plane, 'apps/v1/deployments', namespace))[0]?.spec?.['replicas'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-approval-'));
  const checkout = join(folder, 'checkout');
  cpSync(join(root, 'examples/plain-chart'), join(checkout, directory), { recursive: true });
  mkdirSync(join(folder, 'state'));
  const file = join(checkout, stackFile);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('namespace: hello', `namespace: ${namespace}`));
  repository = gitRepository(checkout, () => rmSync(folder, { recursive: true, force: true }));
  environment = {
    ...(await operatorEnvironment(plane)),
    ...exampleSecrets().environment,
    PULUMI_BACKEND_URL: `file://${join(folder, 'state')}`,
    PULUMI_HOME: join(folder, 'home'),
  };
  await must(run(['up']));
  at = await openPullRequest(head);
});
afterAll(async () => {
  await at.close();
  await run(['destroy', '--yes']);
  repository.remove();
});

afterEach(() => void repository.git('checkout', '--quiet', '--', '.'));

const scale = (count: number): void =>
  repository.edit(stackFile, (text) =>
    text.replace(/(?:replicas: \d\n {6})?loginSecret:/, `replicas: ${count}\n      loginSecret:`),
  );

describe('an approval in the merged pull request', () => {
  let approved: Comment;
  let before: readonly string[];
  beforeAll(async () => {
    scale(2);
    repository.commit('Two replicas');
    const ran = await must(preview());
    expect(at.comments()[0]).toMatch(/^### 🔵 Live plan of plain\\-chart\/dev: 1 to change/);
    expect(ran.outputs()['digest']).toMatch(/^sha256:/);
    at.merge(merged);
    const [comment] = at.pull.comments;
    if (comment === undefined) throw new Error('there is no comment');
    approved = comment;
    before = await inCluster();
  });
  afterEach(() => void at.pull.comments.splice(0, Infinity, { ...approved }));

  const changed = 'this is not what was reviewed: the comment in pull request #7 has sha256:';
  const edit =
    (text: string, other: string, file = stackFile) =>
    (): void =>
      repository.edit(file, (all) => all.replace(text, other));

  test.each<readonly [string, { readonly edit?: () => void; readonly own?: () => NodeJS.ProcessEnv }]>([
    ['the stack file has changed since', { edit: edit('replicas: 2', 'replicas: 3') }],
    [
      'a secret comes from elsewhere, although it is the same',
      {
        edit: edit('fromEnv: HELLO_PASSWORD', 'fromEnv: OTHER_PASSWORD'),
        own: () => ({ OTHER_PASSWORD: environment['HELLO_PASSWORD'] }),
      },
    ],
    [
      'a secret has another value, so that a Secret is replaced and pods roll that nobody was shown',
      { own: () => ({ HELLO_PASSWORD: 'another password of today' }) },
    ],
    [
      'the chart has changed, although it renders the same',
      { edit: edit('image:', '# A comment.\nimage:', `${directory}/charts/hello/values.yaml`) },
    ],
  ])('refused: %s', async (_, { edit: make, own }) => {
    make?.();
    const { exitCode, stderr } = await up(own?.());
    expect(stderr).toContain(changed);
    expect(exitCode).toBe(5);
    expect(await inCluster()).toEqual(before);
  });

  type Attempt = [string, (pull: Pull) => unknown, number, string, NodeJS.ProcessEnv];
  test.each<Attempt>([
    [
      'there is no comment',
      (pull) => pull.comments.splice(0),
      5,
      'has no comment with the preview of stack "dev" in "deploy/shop"',
      {},
    ],
    [
      'somebody else wrote it',
      (pull) => pull.comments.splice(0, 1, { ...approved, author: mallory }),
      2,
      'was written by "mallory", and this token belongs to "github-actions[bot]"',
      {},
    ],
    [
      'somebody edited it',
      (pull) =>
        pull.comments.splice(0, 1, { ...approved, edited: { by: mallory, at: approved.createdAt + 1000 } }),
      5,
      'was edited by "mallory"',
      {},
    ],
    [
      'another workflow, which writes as the same bot, has changed its text',
      (pull) =>
        pull.comments.splice(0, 1, {
          ...approved,
          body: approved.body.replace('1 to change', '0 to change'),
        }),
      5,
      'is not the one that was signed',
      {},
    ],
    [
      'it was signed with another key',
      () => undefined,
      5,
      'does not fit',
      { K8S_DEPLOY_APPROVAL_KEY: 'f'.repeat(64) },
    ],
    [
      'no key is there to check it with',
      () => undefined,
      2,
      'there is no secret to check its signature with',
      { K8S_DEPLOY_APPROVAL_KEY: 'short' },
    ],
    [
      'it is of another stack directory',
      (pull) => pull.comments.splice(0, 1, { ...approved, body: ofOtherDirectory(approved.body) }),
      5,
      'has no comment with the preview of stack "dev"',
      {},
    ],
    [
      'it was written after the merge',
      (pull) => pull.comments.splice(0, 1, { ...approved, createdAt: (pull.mergedAt ?? 0) + 1000 }),
      5,
      'was written after the pull request was merged',
      {},
    ],
    [
      'the commit comes from no pull request',
      () => undefined,
      5,
      'was not approved in a pull request',
      { GITHUB_SHA: 'e5'.repeat(20) },
    ],
  ])('refused: %s', async (_, make, exitCode, message, own) => {
    make(at.pull);
    const ran = await up(own);
    expect(ran.stderr).toContain(message);
    expect(ran.exitCode).toBe(exitCode);
    expect(await inCluster()).toEqual(before);
  });

  test('is applied if all is as it was reviewed, also from another checkout', async () => {
    const clone = repository.clone();
    try {
      const ran = await execute(
        process.execPath,
        [entry, 'up', '--approved-in', 'pull-request', '--stack', 'dev', '-C', '.'],
        {
          ...environment,
          ...at.job({ event: 'push', sha: merged }).environment,
          K8S_DEPLOY_APPROVAL_KEY: key,
        },
        join(clone.root, directory),
      );
      expect(ran.stderr).not.toContain('error');
      expect(ran.exitCode).toBe(0);
      expect(await replicas()).toBe(2);
    } finally {
      clone.remove();
    }
  });
});

const ofOtherDirectory = (body: string): string => {
  const [, payload = ''] = / v1 (\S+) \S+ -->$/.exec(body) ?? [];
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const other = Buffer.from(JSON.stringify({ ...content, directory: 'deploy' })).toString('base64url');
  return body.replace(payload, other);
};

describe('row 31: the digest that is expected', () => {
  test('right or wrong; and once somebody else has applied something, it is the wrong one', async () => {
    scale(3);
    const digest = digestIn(await must(run(['preview', '--json'])));
    const before = await inCluster();
    const wrong = await run(['up', '--expect-digest', `sha256:${'0'.repeat(64)}`]);
    expect(wrong.exitCode).toBe(5);
    expect(wrong.stderr).toContain(
      `--expect-digest has sha256:${'0'.repeat(64)}, and now it would be ${digest}`,
    );
    expect(await inCluster()).toEqual(before);

    const helm = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: plane.kubeconfig };
    const chart = join(repository.root, directory, 'charts/hello');
    await must(execute('helm', ['upgrade', 'hello', chart, '--reuse-values', '-n', namespace], helm, folder));
    const between = await inCluster();
    const late = await run(['up', '--expect-digest', digest]);
    expect(late.exitCode).toBe(5);
    expect(late.stderr).toContain(`this is not what was reviewed: --expect-digest has ${digest}`);
    expect(await inCluster()).toEqual(between);

    const again = digestIn(await must(run(['preview', '--json'])));
    await must(run(['up', '--expect-digest', again]));
    expect(await replicas()).toBe(3);
  });
});

describe('row 15: a tag that is moved after the review', () => {
  test('is another chart: nothing of it is applied', async () => {
    const chart = join(folder, 'moved');
    cpSync(join(root, 'examples/plain-chart/charts/hello'), chart, { recursive: true });
    const push = async (): Promise<unknown> =>
      await pushFolder(chart, { registry: plane.registry, repository: 'ghcr.io/acme/charts/hello' });
    await push();
    repository.edit(stackFile, (text) =>
      text.replace('{ ref: ./charts/hello }', '{ ref: oci://ghcr.io/acme/charts/hello, version: 1.0.0 }'),
    );
    const digest = digestIn(await must(run(['preview', '--json'])));
    const before = await inCluster();
    writeFileSync(
      join(chart, 'templates/evil.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil}\n',
    );
    await push();
    const ran = await run(['up', '--expect-digest', digest]);
    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toContain('this is not what was reviewed');
    expect(await inCluster()).toEqual(before);
  });
});

describe('row 32: a preview that is interrupted', () => {
  const started: Running[] = [];
  afterEach(async () => {
    for (const running of started.splice(0)) {
      await vi.waitFor(() => expect(running.pulumi()).toEqual([]), { timeout: 5_000 });
      running.child.kill('SIGKILL');
      killAll(running.pulumi());
    }
  });

  /** While Pulumi's provider hangs. */
  async function interrupted(own: NodeJS.ProcessEnv): Promise<Ran> {
    const stack = { directory: join(repository.root, directory), environment: { ...environment, ...own } };
    const running = startCommand(stack, ['preview', '--comment', '--stack', 'dev']);
    started.push(running);
    await vi.waitFor(() => expect(running.named('pulumi-resource-kubernetes')).toHaveLength(1), {
      timeout: 20_000,
      interval: 5,
    });
    for (const pid of running.named('pulumi-resource-kubernetes')) process.kill(pid, 'SIGSTOP');
    running.signal('SIGINT');
    return await running.ended;
  }

  test('says so in the comment, which would else be about another commit, and in the summary', async () => {
    await at.close();
    at = await openPullRequest(head);
    await must(preview());
    expect(at.comments()[0]).toMatch(/^### (?:🔵|✅)/u);
    const job = at.job();
    const ran = await interrupted(job.environment);
    expect(ran.exitCode).toBe(8);
    expect(ran.seconds).toBeLessThan(2);
    expect(at.comments()).toEqual([expect.stringMatching(/^### ⚪ preview of dev was cancelled\n/u)]);
    expect(job.summary()).toMatch(/^### ⚪ preview of dev was cancelled\n/u);
    expect(job.outputs()).toMatchObject({ verdict: 'cancelled' });
  });

  test('does not wait for a GitHub that does not answer', async () => {
    const silent: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const job = at.job();
    const ran = await interrupted({
      ...job.environment,
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
    });
    silent.close();
    expect(ran.exitCode).toBe(8);
    expect(ran.seconds).toBeLessThan(2);
    expect(ran.stderr).toContain('the comment is as it was: it could not be changed in time');
    expect(job.summary()).toMatch(/^### ⚪/u);
  });
});
