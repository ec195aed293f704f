/** What `preview --comment` leaves in a pull request, in the summary of the job and in its outputs; GitHub is a server of this process. */
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { markerIn } from '../../../src/github/marker.ts';
import { expectSafe } from '../../unit/report/plan/safe-markdown.ts';
import { gitRepository, type GitRepository } from '../../setup/git-repository.ts';
import { mallory } from '../../setup/github-server.ts';
import { localExample } from '../../setup/local-example.ts';
import { type Job, type JobOptions, openPullRequest, type PullRequest } from '../../setup/pull-request.ts';
import type { Ran } from '../../setup/stack-copy.ts';
import { changeIn } from './change.ts';

const directory = 'plain-chart';
const stackFile = `${directory}/deploy.yaml`;
const slowly = { timeout: 60_000 }; // where other work goes on as well
let main: GitRepository;
let topic: GitRepository;
let at: PullRequest;

beforeAll(() => {
  const example = localExample(directory);
  main = gitRepository(dirname(example.directory), example.remove);
});
afterAll(() => main.remove());
beforeEach(async () => {
  topic = main.clone();
  topic.git('checkout', '--quiet', '-b', 'topic');
  at = await openPullRequest('a1'.repeat(20));
});
afterEach(async () => {
  await at.close();
  topic.remove();
});

interface Options extends JobOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Null: it is not named. */
  readonly stack?: string | null;
}

/** `preview --base main --comment ARGS` as a job of a workflow. */
async function preview(
  args: readonly string[] = [],
  { environment, stack, ...options }: Options = {},
): Promise<Ran & Job> {
  const job = at.job(options);
  const ran = await changeIn(topic, directory, stack).preview(['--comment', ...args], {
    ...job.environment,
    ...environment,
  });
  return { ...ran, ...job };
}

const scale = (replicas: number): void =>
  topic.edit(stackFile, (text) =>
    text.replace(/(?:replicas: \d\n {6})?loginSecret:/, `replicas: ${replicas}\n      loginSecret:`),
  );
const inStackFile = (text: string | RegExp, other: string) => (): void =>
  topic.edit(stackFile, (all) => all.replace(text, other));
const verdicts = (): string[] => at.comments().map((body) => body.split('\n')[0] ?? '');
const writes = (): string[] =>
  [...at.server.log('POST'), ...at.server.log('PATCH')].filter((line) => !line.includes('graphql'));

describe('the comment', slowly, () => {
  let green: string;

  test('is made, changed in place, and replaced by what went wrong, whatever that is', async () => {
    scale(2);
    const first = await preview();
    expect(first.exitCode).toBe(0);
    expect(verdicts()).toEqual([
      expect.stringMatching(/^### 🔵 Offline plan of plain\\-chart\/dev: 1 to change/),
    ]);
    expect(first.stderr).toContain(`comment created: https://github.com/acme/shop/pull/7#issuecomment-1`);
    expect(first.outputs()).toMatchObject({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      verdict: 'changes',
      'has-changes': 'true',
      'comment-url': 'https://github.com/acme/shop/pull/7#issuecomment-1',
    });
    expect(first.summary()).toContain('Offline plan of');
    expect(markerIn(at.comments()[0] ?? '')?.content).toMatchObject({
      stack: 'dev',
      directory,
      digest: null,
      commit: at.pull.head,
    });

    scale(3);
    await preview();
    expect(verdicts()).toHaveLength(1);
    expect(at.comments()[0]).toContain('3');

    topic.git('checkout', '--quiet', '--', '.');
    const same = await preview();
    expect(verdicts()).toEqual([
      expect.stringMatching(/^### ✅ Offline plan of plain\\-chart\/dev: no changes/),
    ]);
    expect(same.outputs()).toMatchObject({ verdict: 'no-changes', 'has-changes': 'false' });
    expect(writes()).toEqual([
      'POST /repos/acme/shop/issues/7/comments 201',
      ...Array(2).fill('PATCH /repos/acme/shop/issues/comments/1 200'),
    ]);
    green = at.comments()[0] ?? '';
  });

  test.each<readonly [string, () => void, readonly string[], number, RegExp]>([
    [
      'a stack file that is no YAML',
      () => topic.write({ [stackFile]: 'a: {' }),
      [],
      2,
      /deploy\.yaml:1:5: not valid YAML/,
    ],
    ['a wrong key', inStackFile('releases:', 'release:'), [], 2, /unknown key "release"/],
    ['a chart that is not there', inStackFile('charts/hello', 'charts/hullo'), [], 2, /charts\/hullo/],
    [
      'a registry that does not answer',
      inStackFile('./charts/hello', 'oci://127.0.0.1:9/hello, version: 1.0.0'),
      [],
      6,
      /refuses the connection/,
    ],
    ['a base that is not there', () => undefined, ['--base', 'nowhere'], 2, /with "nowhere"/],
    ['a wrong option', () => undefined, ['--deny', 'delte'], 2, /did you mean "delete"/],
    [
      'a report that cannot be written',
      () => undefined,
      ['--report', 'json=deploy.yaml/p.json'],
      2,
      /report json cannot be written/,
    ],
  ])('green before, is red after %s', async (_, breakIt, args, exitCode, why) => {
    at.server.addComment(at.pull, at.server.user, green);
    breakIt();
    const ran = await preview(args);
    expect(ran.exitCode).toBe(exitCode);
    expect(verdicts()).toEqual([
      '### ❌ preview of dev failed: ' + (exitCode === 6 ? 'unreachable' : 'configuration'),
    ]);
    for (const text of [at.comments()[0], ran.summary(), ran.stderr])
      expect(text?.replaceAll('\\', '')).toMatch(why);
    expect(ran.outputs()).toMatchObject({ verdict: 'failed', 'comment-url': expect.any(String) as string });
  });

  test('of the only stack, which a stack file that cannot be read does not tell, is found all the same', async () => {
    inStackFile(/ {2}prod: .*\n/, '')();
    const text = topic.read(stackFile);
    topic.commit('One stack');
    topic.git('branch', '--force', 'main', 'HEAD');
    const runs = [];
    for (const content of ['a: {', text, 'a: {', text]) {
      topic.write({ [stackFile]: content });
      runs.push((await preview(['--no-check'], { stack: null })).exitCode, ...verdicts());
    }
    const isGreen: unknown = expect.stringMatching(/^### ✅ Offline plan of plain\\-chart\/dev/);
    expect(runs).toEqual([
      2,
      '### ❌ preview failed: configuration',
      0,
      isGreen,
      2,
      '### ❌ preview failed: configuration',
      0,
      isGreen,
    ]);
  });
});

describe('row 9 and 12: a token that may not comment', slowly, () => {
  test('as of a fork: a warning with the permission, the report in the summary, the exit code of the gate', async () => {
    at.server.permission = 'read';
    scale(2);
    const good = await preview();
    expect(good.exitCode).toBe(0);
    expect(good.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'the token lacks the permission pull-requests: write',
    );
    expect(good.stderr).toMatch(/permissions:\n +contents: read\n +pull-requests: write\n/);
    expect(good.summary()).toMatch(/^### 🔵 Offline plan of plain\\-chart\/dev: 1 to change/);
    expect(good.outputs()).toMatchObject({ verdict: 'changes' });
    expect(good.outputs()).not.toHaveProperty('comment-url');
    expect(at.comments()).toEqual([]);

    topic.edit(`${directory}/charts/hello/templates/deployment.yaml`, (text) =>
      text.replace('runAsNonRoot: true', 'runAsNonRoot: false'),
    );
    const bad = await preview();
    expect(bad.exitCode).toBe(5);
    expect(bad.summary()).toMatch(/^### ❌ Offline plan of plain\\-chart\/dev, refused/);
  });

  test.each([
    ['wrong', 'ghs_wrong', 0, 'the token is wrong or no longer valid'],
    ['missing', '', 2, 'give the step `env: { GITHUB_TOKEN: ${{ github.token }} }`'],
  ])('%s', async (_, token, exitCode, hint) => {
    const ran = await preview(['--no-check'], { token });
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stderr).toContain(hint);
    expect(ran.summary() === '').toBe(exitCode !== 0);
  });

  test('a pull request that is locked, and a run that is about none', async () => {
    at.pull.locked = true;
    const locked = await preview(['--no-check']);
    expect(locked.exitCode).toBe(0);
    expect(locked.stderr).toContain('the conversation is locked');
    const pushed = await preview(['--no-check'], { event: 'push' });
    expect(pushed.exitCode).toBe(0);
    expect(pushed.stderr).toContain('this run is not about the head of a pull request');
    expect(pushed.summary()).toContain('no changes');
  });
});

/** What a runner reads for commands: between `::stop-commands::TOKEN` and `::TOKEN::` it does not. */
const obeyed = (log: string): string =>
  log.replaceAll(/^::stop-commands::([0-9a-f]{32})\n[^]*?\n::\1::$/gm, '(no commands)');

describe('row 8: texts of others', slowly, () => {
  const marker = `<!-- k8s-deploy:comment v1 ${Buffer.from(JSON.stringify({ stack: 'dev', directory, text: '', digest: 'sha256:0', commit: 'a1'.repeat(20) })).toString('base64url')} - -->`;
  const attack = [
    '::add-mask::dev',
    '##[group]x',
    '```',
    '````',
    '</details><script>x</script>',
    '@all',
    marker,
    '\u001B[2J',
  ].join('\n');
  const chart = `${directory}/charts/hello`;

  const expectInert = (ran: Ran & Job): void => {
    const log = [ran.stdout, ran.stderr].map(obeyed).join('\n');
    expect(log).not.toMatch(/^\s*::|##\[/m);
    expect(log).not.toContain('\u001B');
    const [comment = '', ...others] = at.comments();
    expect(others).toEqual([]);
    const lines = comment.split('\n');
    expectSafe(lines.slice(0, -1).join('\n'), { characters: 65_000, bytes: 262_144 });
    expect(markerIn(comment)?.content).toMatchObject({ digest: null, stack: 'dev' });
    expectSafe(ran.summary(), { characters: 1_000_000, bytes: 1_000_000 });
  };

  test('in what is rendered, and in what is said of it', async () => {
    const text = JSON.stringify(attack);
    topic.write({
      [`${chart}/templates/NOTES.txt`]: attack,
      [`${chart}/templates/attack.yaml`]: [
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: attack, labels: {attack: ${text}}, annotations: {attack: ${text}}}\ndata: {text: ${text}}`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${text}}`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\nspec: {template: {spec: {containers: [{name: ${text}, image: ${text}}]}}}`,
      ].join('\n---\n'),
    });
    topic.edit(`${chart}/Chart.yaml`, (all) =>
      all.replace(/description: .*/, `description: ${text}\nappVersion: ${text}`),
    );
    const ran = await preview();
    expect(ran.exitCode).toBe(5);
    expect(verdicts()[0]).toMatch(/^### ❌ Offline plan of plain\\-chart\/dev, refused/);
    expectInert(ran);
  });

  test('in what a chart fails with, in the stack file, and in the name of the base', async () => {
    topic.write({ [`${chart}/templates/attack.yaml`]: `{{ fail ${JSON.stringify(attack)} }}` });
    const failed = await preview();
    expect(failed.exitCode).toBe(5);
    expectInert(failed);

    const text = JSON.stringify(attack);
    topic.edit(stackFile, (all) => all.replace('cluster:', `${text}: {${text}: ${text}}\ncluster:`));
    const broken = await preview();
    expect(broken.exitCode).toBe(2);
    expectInert(broken);
    const nowhere = await preview(['--base', attack]);
    expect(nowhere.exitCode).toBe(2);
    expectInert(nowhere);
  });
});

describe('row 10: pull_request_target', slowly, () => {
  test('with the head checked out, nothing is run', async () => {
    const head = topic.commit('Of a stranger');
    topic.write({ [stackFile]: 'not even read: {' });
    await at.close();
    at = await openPullRequest(head);
    const ran = await preview([], { event: 'pull_request_target', sha: topic.git('rev-parse', 'main') });
    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toContain(`commit ${head} is checked out, the head of pull request #7`);
    expect(ran.stderr).toContain('Nothing was run');
    expect({ stdout: ran.stdout, asked: at.server.requests, summary: ran.summary() }).toEqual({
      stdout: '',
      asked: [],
      summary: '',
    });
  });

  test("with the base's own checkout, it is previewed", async () => {
    const ran = await preview(['--no-check'], {
      event: 'pull_request_target',
      sha: topic.git('rev-parse', 'HEAD'),
    });
    expect(ran.exitCode).toBe(0);
    expect(verdicts()).toHaveLength(1);
  });
});

describe('rows 43 and 47: more than a comment can hold', slowly, () => {
  test('the comment is cut and says so; the summary and the file have it all', async () => {
    const objects = Array.from({ length: 150 }, (_, index) => {
      const lines = Array.from(
        { length: 12 },
        (__, line) => `    line ${line} 界 of ${index}: ${'x'.repeat(40)}`,
      );
      return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many-${index}}\ndata:\n  text: |\n${lines.join('\n')}\n`;
    });
    topic.write({ [`${directory}/charts/hello/templates/many.yaml`]: objects.join('---\n') });
    const ran = await preview([
      '--no-check',
      '--report',
      'markdown=plan.md',
      '--report',
      'html=plan.html',
      '--report',
      'json=plan.json',
    ]);
    expect(ran.exitCode).toBe(0);
    const [comment = ''] = at.comments();
    expect(comment.length).toBeLessThanOrEqual(65_000);
    expect(comment.length).toBeGreaterThan(50_000);
    expectSafe(comment.split('\n').slice(0, -1).join('\n'), { characters: 65_000, bytes: 262_144 });
    expect(comment).toContain('Objects: 150 to create');
    expect(comment).toMatch(/_Left out, since .*_/);
    expect(comment).toContain(
      'The whole report is in the [summary of the run](https://github.com/acme/shop/actions/runs/1/attempts/1)',
    );
    for (const text of [
      ran.summary(),
      topic.read(`${directory}/plan.md`),
      topic.read(`${directory}/plan.html`),
    ])
      expect(text).toContain('line 11 界 of 149');
    expect(ran.summary()).not.toContain('_Left out');
    expect(ran.outputs()).toMatchObject({
      'report-path': join(topic.root, directory, 'plan.html'),
      'plan-path': join(topic.root, directory, 'plan.json'),
    });

    at.server.mostCharacters = 20_000;
    await preview(['--no-check', '--comment-limit', '30000']);
    expect(at.comments()[0]?.length).toBeLessThanOrEqual(15_000);
  });
});

describe('row 45: no answer after the comment was posted', slowly, () => {
  test('and three more runs: one comment', async () => {
    const status = { status: 500, body: { message: 'Server Error' } };
    at.server.faults.push({ on: /^POST .*comments/, accept: true, answer: status });
    at.server.addComment(at.pull, mallory, 'Looks good.');
    const exitCodes = [];
    for (const replicas of [2, 3, 4, 5]) {
      scale(replicas);
      exitCodes.push((await preview(['--no-check'])).exitCode);
    }
    expect(exitCodes).toEqual([0, 0, 0, 0]);
    expect(at.comments()).toHaveLength(2);
    expect(at.server.log('POST').filter((line) => line.includes('comments'))).toEqual([
      'POST /repos/acme/shop/issues/7/comments 500',
    ]);
  });
});
