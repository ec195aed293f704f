import type { KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approvedDigest, type Approval, type ApprovalRequest } from '../../../src/github/approval.ts';
import { upsertComment, type CommentRequest } from '../../../src/github/comment.ts';
import { signingKey } from '../../../src/github/signature.ts';
import { actionsBot, mallory, type Comment, type Pull } from '../../setup/github-server.ts';
import { opened, type Opened } from './opened.ts';

const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);
const identity = { stack: 'prod', directory: 'deploy' };
let at: Opened;
let pull: Pull;
let key: KeyObject | null;

beforeEach(async () => {
  at = await opened();
  pull = at.server.addPull(7, head);
  key = await keyOf('k'.repeat(32));
});
afterEach(() => at.server.stop());

const keyOf = (text: string): Promise<KeyObject | null> =>
  signingKey({ bytes: Buffer.from(text), kind: 'approval-key' }, 'acme/shop');

async function preview(changes: Partial<CommentRequest> = {}): Promise<Comment> {
  at.clock.pass(60_000);
  await upsertComment(at.client(), {
    repository: 'acme/shop',
    number: 7,
    identity,
    body: () => '1 to change.',
    digest: 'sha256:cafe',
    commit: head,
    key,
    ...changes,
  });
  const comment = pull.comments.at(-1);
  if (comment === undefined) throw new Error('nothing was posted');
  return comment;
}

function merged(): void {
  at.clock.pass(60_000);
  pull.mergeCommit = merge;
  pull.mergedAt = at.clock.now();
}

const approve = (changes: Partial<ApprovalRequest> = {}): Promise<Approval> =>
  approvedDigest(at.client(), { repository: 'acme/shop', sha: merge, identity, key, ...changes });

const refusal = (code: string, message: string) => ({
  code,
  message: expect.stringContaining(message),
  hint: expect.any(String),
});

test('what the last preview before the merge said is approved', async () => {
  await preview({ digest: 'sha256:0ld', body: () => '2 to change.' });
  const comment = await preview();
  merged();
  const commentUrl = `https://github.com/acme/shop/pull/7#issuecomment-${comment.id}`;
  expect(await approve()).toEqual({ digest: 'sha256:cafe', commentUrl, pullRequest: 7 });
});

describe('which pull request', () => {
  test('of several that have the commit, the one that it is the merge of', async () => {
    await preview();
    merged();
    const other = at.server.addPull(8, 'c'.repeat(40));
    Object.assign(other, { commits: [merge], mergeCommit: 'd'.repeat(40), mergedAt: at.clock.now() });
    expect((await approve()).pullRequest).toBe(7);
  });

  test('one whose head was put on the main branch as it is', async () => {
    await preview();
    merged();
    expect((await approve({ sha: head })).pullRequest).toBe(7);
  });

  test.each([
    ['none', () => undefined, 'it comes from none'],
    ['one that is open', () => (pull.commits = [merge]), '#7 is not merged'],
    [
      'one of which it is a part',
      () => Object.assign(pull, { commits: [merge], mergeCommit: 'd'.repeat(40), mergedAt: 1 }),
      'it is part of #7, but not the commit that was made by merging',
    ],
    [
      'two',
      () => {
        merged();
        Object.assign(at.server.addPull(8, head), { mergeCommit: merge, mergedAt: 1 });
      },
      'it is that of several (#7, #8)',
    ],
  ])('%s: refused', async (_, arrange, message) => {
    await preview();
    arrange();
    await expect(approve()).rejects.toMatchObject(refusal('findings', message));
  });
});

describe('refused', () => {
  test('without a secret to check signatures with, and nothing is asked', async () => {
    await expect(approve({ key: null })).rejects.toMatchObject(refusal('configuration', 'no secret'));
    expect(at.server.requests).toEqual([]);
  });

  test('if GitHub does not tell who we are', async () => {
    at.server.hasViewer = false;
    await expect(approve()).rejects.toMatchObject(refusal('configuration', 'whose token this is'));
  });

  test.each([
    ['no comment', { stack: 'prod-eu', directory: 'deploy' }],
    ['another directory', { ...identity, directory: '.' }],
  ])('%s for exactly this stack', async (_, other) => {
    await preview({ identity: other });
    merged();
    await expect(approve()).rejects.toMatchObject(
      refusal('findings', 'pull request #7 has no comment with the preview of stack "prod"'),
    );
  });

  test('a comment that another account wrote, even with a valid signature', async () => {
    at.server.user = { id: 5, login: 'deploy-bot', isBot: false };
    await preview();
    at.server.user = actionsBot;
    merged();
    await expect(approve()).rejects.toMatchObject(
      refusal(
        'configuration',
        'was written by "deploy-bot", and this token belongs to "github-actions[bot]"',
      ),
    );
  });

  test('a comment that somebody edited, even if only its words', async () => {
    const comment = await preview();
    comment.edited = { by: mallory, at: at.clock.now() };
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'was edited by "mallory"'));
  });

  test('an edit of somebody is mended by the next preview', async () => {
    const comment = await preview();
    comment.body = comment.body.replace('1 to change', 'No changes');
    comment.edited = { by: mallory, at: at.clock.now() };
    await preview();
    merged();
    expect((await approve()).digest).toBe('sha256:cafe');
  });

  test('words that another workflow of the same account changed', async () => {
    const comment = await preview();
    comment.body = comment.body.replace('1 to change', 'No changes');
    comment.edited = { by: actionsBot, at: at.clock.now() };
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'is not the one that was signed'));
  });

  test('words that were put below the marker', async () => {
    const comment = await preview();
    comment.body += '\n\nOr so.';
    comment.edited = { by: actionsBot, at: at.clock.now() };
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'is not the one that was signed'));
  });

  test('a digest that was put into the marker', async () => {
    const comment = await preview();
    const forged = await preview({ number: 7, digest: 'sha256:evil', key: await keyOf('m'.repeat(32)) });
    expect(forged).toBe(comment);
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'the signature of the comment'));
  });

  test('a signed comment that was copied from another pull request', async () => {
    const other = at.server.addPull(8, head);
    await upsertComment(at.client(), {
      repository: 'acme/shop',
      number: 8,
      identity,
      body: () => 'No changes.',
      digest: 'sha256:evil',
      commit: head,
      key,
    });
    at.server.addComment(pull, actionsBot, other.comments[0]?.body ?? '');
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'the signature of the comment'));
  });

  test('one that was not signed', async () => {
    await preview({ key: null });
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'is not signed'));
  });

  test.each([
    ['an older commit', 'c'.repeat(40)],
    ['no known commit', null],
  ])('a preview of %s', async (_, commit) => {
    await preview({ commit });
    merged();
    await expect(approve()).rejects.toMatchObject(
      refusal(
        'findings',
        `is about commit ${commit ?? 'unknown'}, and pull request #7 was merged at ${head}`,
      ),
    );
  });

  test('a preview that failed', async () => {
    await preview();
    await preview({ digest: null, body: () => 'Failed.' });
    merged();
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'has no digest'));
  });

  test.each(['made', 'changed'])('a preview that was %s after the merge', async (what) => {
    if (what === 'changed') await preview({ body: () => '2 to change.', digest: 'sha256:0ld' });
    merged();
    await preview();
    await expect(approve()).rejects.toMatchObject(
      refusal('findings', 'was written after the pull request was merged'),
    );
  });

  test('a comment that is gone when it is looked at', async () => {
    await preview();
    merged();
    at.server.faults.push({
      on: /^POST \/graphql$/,
      accept: true,
      answer: 'reset',
    });
    at.server.faults.push({
      on: /^GET .*comments/,
      accept: true,
      answer: { status: 500 },
    });
    expect((await approve()).digest).toBe('sha256:cafe'); // accidents on the way do not matter
    at.server.faults.push({
      on: /^POST \/graphql$/,
      accept: true,
      answer: {
        status: 200,
        body: { data: { viewer: { login: 'github-actions[bot]', databaseId: 41898282 } } },
      },
    });
    at.server.faults.push({
      on: /^POST \/graphql$/,
      accept: true,
      answer: { status: 200, body: { data: { node: null } } },
    });
    await expect(approve()).rejects.toMatchObject(refusal('findings', 'no longer what it was'));
  });
});
