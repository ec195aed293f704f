import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { githubContext } from '../../../src/github/context.ts';
import { refuseForeignHead } from '../../../src/github/foreign-head.ts';

const [sha, head, base] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'github-context-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function environment(event: string, payload: unknown, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const file = join(folder, 'event.json');
  writeFileSync(file, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: sha,
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_RUN_ID: '1234',
    ...changes,
  };
}

const pullRequest = (headRepository: { id: number } | null) => ({
  pull_request: {
    number: 7,
    head: { ref: 'topic', sha: head, repo: headRepository },
    base: { ref: 'main', sha: base, repo: { id: 1 } },
  },
});

test('outside GitHub Actions there is none', () => {
  expect(githubContext({ GITHUB_REPOSITORY: 'acme/shop' })).toBeNull();
});

test('of a pull request all is known', () => {
  const changes = {
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_TOKEN: '',
    GH_TOKEN: 'ghs_1',
    GITHUB_STEP_SUMMARY: '/s',
    GITHUB_OUTPUT: '/o',
  };
  expect(githubContext(environment('pull_request', pullRequest({ id: 1 }), changes))).toEqual({
    event: 'pull_request',
    defaultBranch: null,
    comment: null,
    repository: 'acme/shop',
    sha,
    ref: 'refs/pull/7/merge',
    apiUrl: 'https://api.github.com',
    graphqlUrl: 'https://api.github.com/graphql',
    runUrl: 'https://github.com/acme/shop/actions/runs/1234/attempts/2',
    pullRequest: {
      number: 7,
      headRef: 'topic',
      headSha: head,
      baseRef: 'main',
      baseSha: base,
      isFork: false,
    },
    token: 'ghs_1',
    summaryFile: '/s',
    outputFile: '/o',
  });
});

test.each([
  [{ id: 2 }, true],
  [null, true], // the fork was deleted
  [{ id: 1 }, false],
])('row 9: with the head in the repository %j it is a fork: %j', (repository, isFork) => {
  expect(githubContext(environment('pull_request', pullRequest(repository)))?.pullRequest?.isFork).toBe(
    isFork,
  );
});

const queue = `refs/heads/gh-readonly-queue/release/pr-1/pr-42-${base}`;

test.each([
  ['push', { ref: 'refs/heads/main' }, null],
  ['issue_comment', { issue: { number: 9, pull_request: { url: 'x' } } }, 9],
  ['issue_comment', { issue: { number: 9 } }, null],
  ['merge_group', { merge_group: { head_ref: queue } }, 42],
  ['merge_group', { merge_group: { head_ref: 'refs/heads/main' } }, null],
  ['pull_request', { pull_request: null }, null],
  ['schedule', {}, null],
])('%s %j is about the pull request %j', (event, payload, number) => {
  expect(githubContext(environment(event, payload))?.pullRequest?.number ?? null).toBe(number);
});

test.each([
  ['https://ghe.example.com/api/v3', 'https://ghe.example.com/api/graphql'],
  ['https://api.acme.ghe.com/', 'https://api.acme.ghe.com/graphql'],
  ['http://127.0.0.1:1', 'http://127.0.0.1:1/graphql'],
])('the GraphQL of %s is at %s', (GITHUB_API_URL, graphqlUrl) => {
  expect(githubContext(environment('push', {}, { GITHUB_API_URL }))?.graphqlUrl).toBe(graphqlUrl);
});

describe('what is wrong is said at once', () => {
  test('all of it, by the name of the variable', () => {
    const wrong = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull request',
      GITHUB_REPOSITORY: 'acme/shop/../x',
      GITHUB_SHA: 'main',
      GITHUB_RUN_ID: '-1',
      GITHUB_RUN_ATTEMPT: 'x',
      GITHUB_API_URL: 'http://example.com',
      GITHUB_SERVER_URL: 'https://user:pass@example.com',
      GITHUB_GRAPHQL_URL: 'https://elsewhere.example.com/graphql',
    };
    const said = () => githubContext(wrong);
    for (const name of [...Object.keys(wrong).slice(1), 'GITHUB_EVENT_PATH'])
      expect(said).toThrow(`\n${name}: `);
    expect(said).not.toThrow('user:pass');
  });

  test.each([
    ['no JSON', '{"token": "s3cret', 'it is not JSON'],
    ['a list', '[]', 'no JSON object'],
  ])('an event file with %s, without quoting it', (_, text, message) => {
    const said = () => githubContext(environment('push', text));
    expect(said).toThrow(message);
    expect(said).not.toThrow('s3cret');
  });

  test('an event file without end, a folder, or none', () => {
    const given = environment('push', {});
    truncateSync(given['GITHUB_EVENT_PATH'] ?? '', 40 * 1024 * 1024);
    expect(() => githubContext(given)).toThrow('longer than 32 MiB');
    expect(() => githubContext({ ...given, GITHUB_EVENT_PATH: folder })).toThrow('it is not a file');
    expect(() => githubContext({ ...given, GITHUB_EVENT_PATH: join(folder, 'none') })).toThrow('ENOENT');
  });
});

describe('row 10: pull_request_target with the head of the pull request checked out', () => {
  const context = (event: string) => {
    const found = githubContext(environment(event, pullRequest({ id: 2 })));
    if (found === null) throw new Error('no context');
    return found;
  };

  test.each([
    ['the head', head, 'the head of pull request #7'],
    ['its merge commit, or anything else', 'd'.repeat(40), 'commit dddd'],
    ['no checkout at all', null, 'in no git checkout'],
  ])('%s: refused and explained', (_, checkedOut, message) => {
    const refuse = () => refuseForeignHead(context('pull_request_target'), checkedOut);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(
      expect.objectContaining({ code: 'findings', hint: expect.stringContaining('pull_request') }),
    );
  });

  test.each(['issue_comment', 'workflow_run'])('%s is as privileged', (event) => {
    expect(() => refuseForeignHead(context(event), head)).toThrow(event);
  });

  test('the commit of the workflow itself may run, and any commit without secrets of others', () => {
    refuseForeignHead(context('pull_request_target'), sha);
    refuseForeignHead(context('pull_request'), head);
    expect(() => refuseForeignHead(context('push'), null)).not.toThrow();
  });
});
