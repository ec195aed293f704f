import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  commentedPullRequest,
  mayWrite,
  wasPushedBefore,
} from '../../../../src/github/action/commented-pull-request.ts';
import { GithubClient } from '../../../../src/github/client.ts';

const repository = 'acme/shop';
const head = 'a1'.repeat(20);
let server: Server;
let client: GithubClient;
let answers: Readonly<Record<string, unknown>>;
let requests: string[];

beforeEach(async () => {
  requests = [];
  answers = {};
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.push(request.url ?? '');
    const found = answers[path];
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { signal } = new AbortController();
  client = new GithubClient({ apiUrl: url, graphqlUrl: `${url}/graphql`, token: 'token', signal });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('who may write', () => {
  test.each([
    ['admin', true],
    ['write', true],
    ['read', false],
    ['none', false],
  ])('%s: %j', async (permission, expected) => {
    answers = { '/repos/acme/shop/collaborators/octocat/permission': { permission, role_name: 'admin' } };
    expect(await mayWrite(client, repository, 'octocat')).toBe(expected);
  });

  test('a stranger may not, and nobody is asked about what is no name', async () => {
    expect(await mayWrite(client, repository, 'stranger')).toBe(false);
    requests = [];
    for (const name of ['', '../x', 'a/b', 'a b', '%2e'])
      expect(await mayWrite(client, repository, name)).toBe(false);
    expect(requests).toEqual([]);
  });
});

test('the pull request as it is now', async () => {
  const pull = {
    merged: false,
    head: { ref: 'topic', sha: head, repo: { id: 1 } },
    base: { ref: 'main', sha: 'b2'.repeat(20), repo: { id: 1 } },
  };
  answers = { '/repos/acme/shop/pulls/7': pull };
  expect(await commentedPullRequest(client, repository, 7)).toEqual({
    number: 7,
    headRef: 'topic',
    headSha: head,
    baseRef: 'main',
    baseSha: 'b2'.repeat(20),
    isFork: false,
    isMerged: false,
  });
  answers = { '/repos/acme/shop/pulls/7': { ...pull, merged: true, head: { ...pull.head, repo: null } } };
  expect(await commentedPullRequest(client, repository, 7)).toMatchObject({ isFork: true, isMerged: true });
});

describe('whether the head was there when the comment was written', () => {
  const createdAt = '2026-11-21T12:00:00Z';
  const pushes = (...all: readonly (readonly [after: string, timestamp: string | null])[]): void => {
    answers = {
      '/repos/acme/shop/activity': all.map(([after, timestamp]) => ({
        after,
        timestamp,
        activity_type: 'push',
      })),
    };
  };
  const asked = async (headRef: string | null = 'topic'): Promise<boolean> =>
    await wasPushedBefore(client, repository, { headRef, headSha: head }, { createdAt });

  test('by the time of its last push', async () => {
    pushes([head, '2026-11-21T11:59:59Z'], ['00'.repeat(20), '2026-11-20T12:00:00Z']);
    expect(await asked()).toBe(true);
    expect(requests[0]).toContain('/activity?ref=refs%2Fheads%2Ftopic&');
    pushes([head, '2026-11-21T12:00:01Z'], [head, '2026-11-20T12:00:00Z']); // taken back, and pushed again
    expect(await asked()).toBe(false);
  });

  test('not if GitHub does not tell', async () => {
    pushes(['00'.repeat(20), '2026-11-20T12:00:00Z']);
    expect(await asked()).toBe(false);
    pushes([head, null]);
    expect(await asked()).toBe(false);
    expect(await asked(null)).toBe(false);
    answers = {};
    await expect(asked()).rejects.toMatchObject({ kind: 'gone' });
  });
});
