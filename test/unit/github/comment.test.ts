import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { upsertComment, type CommentOutcome, type CommentRequest } from '../../../src/github/comment.ts';
import type { TextLimit } from '../../../src/github/fit.ts';
import { markerIn } from '../../../src/github/marker.ts';
import { actionsBot, mallory, type Pull } from '../../setup/github-server.ts';
import { opened, type Opened } from './opened.ts';

const head = 'a'.repeat(40);
let at: Opened;
let pull: Pull;

beforeEach(async () => {
  at = await opened();
  pull = at.server.addPull(7, head);
});
afterEach(() => at.server.stop());

const request = (changes: Partial<CommentRequest> = {}): CommentRequest => ({
  repository: 'acme/shop',
  number: 7,
  identity: { stack: 'prod', directory: 'deploy' },
  body: () => 'No changes.\n\nAll is well.',
  digest: 'sha256:1',
  commit: head,
  key: null,
  ...changes,
});

/** Each is a job of its own. */
function post(changes: Partial<CommentRequest> = {}): Promise<CommentOutcome> {
  at.clock.pass(60_000);
  return upsertComment(at.client(), request(changes));
}

const bodies = (): string[] => pull.comments.map(({ body }) => body.split('\n')[0] ?? '');
const writes = (): string[] =>
  [...at.server.log('POST'), ...at.server.log('PATCH')].filter((line) => !line.includes('graphql'));

describe('a comment', () => {
  test('is made once, with the verdict first and the marker last', async () => {
    expect(await post()).toEqual({
      kind: 'created',
      url: 'https://github.com/acme/shop/pull/7#issuecomment-1',
    });
    const lines = pull.comments[0]?.body.split('\n') ?? [];
    expect(lines.slice(0, 4)).toEqual(['No changes.', '', 'All is well.', '']);
    expect(lines[4]).toMatch(/^<!-- k8s-deploy:comment v1 [\w-]+ - -->$/);
    expect(markerIn(pull.comments[0]?.body ?? '')?.content).toMatchObject({
      stack: 'prod',
      directory: 'deploy',
      digest: 'sha256:1',
      commit: head,
    });
  });

  test('is changed in place when there is something new, and not touched otherwise', async () => {
    await post();
    expect((await post()).kind).toBe('unchanged');
    expect((await post({ body: () => 'Refused.', digest: null })).kind).toBe('updated');
    expect(bodies()).toEqual(['Refused.']);
    expect(writes()).toHaveLength(2);
  });

  test('belongs to one stack in one directory: names that are part of others are others', async () => {
    const identities = [
      { stack: 'a', directory: '.' },
      { stack: 'a-b', directory: '.' },
      { stack: 'a', directory: 'a' },
      { stack: 'A', directory: '.' },
    ];
    for (const identity of identities) await post({ identity, body: () => identity.stack });
    for (const identity of identities)
      expect((await post({ identity, body: () => `${identity.stack} again` })).kind).toBe('updated');
    expect(bodies()).toEqual(['a again', 'a-b again', 'a again', 'A again']);
  });

  test('a marker that its own text holds does not make it another stack’s', async () => {
    await post({ identity: { stack: 'other', directory: '.' } });
    const foreign = pull.comments[0]?.body.split('\n').at(-1) ?? '';
    await post({ body: () => `Changes.\n\n${foreign}\n` });
    expect((await post({ body: () => `More changes.\n\n${foreign}\n` })).kind).toBe('updated');
    expect(bodies()).toEqual(['No changes.', 'More changes.']);
  });

  test('is found again after somebody edited it in a browser, and written anew', async () => {
    await post();
    const [comment] = pull.comments;
    if (comment !== undefined)
      comment.body = `${comment.body.replaceAll('\n', '\r\n')}\r\n\r\nLooks good to me!`;
    expect((await post()).kind).toBe('updated');
    expect(pull.comments).toHaveLength(1);
    expect(comment?.body).not.toContain('Looks good');
  });

  test('of several the newest goes on; older ones point at it and are not written again', async () => {
    await post({ body: () => 'Green.' });
    const twin = at.server.addComment(pull, actionsBot, pull.comments[0]?.body ?? '');
    await post({ body: () => 'Red.' });
    const url = `https://github.com/acme/shop/pull/7#issuecomment-${twin.id}`;
    expect(bodies()).toEqual([`Superseded by [the comment that is kept up to date](${url}).`, 'Red.']);
    const before = writes().length;
    expect((await post({ body: () => 'Red.' })).kind).toBe('unchanged');
    expect(writes()).toHaveLength(before);
  });

  test('deleted while it was looked for, it is made anew', async () => {
    await post();
    at.server.faults.push({
      on: /^PATCH/,
      accept: false,
      answer: { status: 404, body: { message: 'Not Found' } },
      meanwhile: () => pull.comments.pop(),
    });
    expect((await post({ body: () => 'New.' })).kind).toBe('created');
    expect(at.server.log('PATCH')).toHaveLength(1);
    expect(bodies()).toEqual(['New.']);
  });

  test('is still one if GitHub does not tell who we are', async () => {
    at.server.hasViewer = false;
    for (const text of ['One.', 'Two.', 'Two.']) await post({ body: () => text });
    expect(pull.comments.filter(({ body }) => markerIn(body) !== null)).toHaveLength(1);
    expect(pull.comments.at(-1)?.body).toContain('Two.');
  });

  test('is not posted after a cancellation, which is no matter of a warning', async () => {
    const client = at.client({ signal: AbortSignal.abort() });
    await expect(upsertComment(client, request())).rejects.toMatchObject({ code: 'cancelled' });
    expect(pull.comments).toEqual([]);
  });
});

describe('row 9 and 12: what the token may not do', () => {
  test('a read-only token, as of a fork: no crash, the permission by name and what to write', async () => {
    at.server.permission = 'read';
    const outcome = await post();
    expect(outcome).toEqual({
      kind: 'not-posted',
      reason:
        'GitHub answers 403 ("Resource not accessible by integration") to POST /repos/acme/shop/issues/7/comments: the token lacks the permission pull-requests: write',
      hint: expect.stringContaining('permissions:\n  contents: read\n  pull-requests: write\n'),
    });
    expect(writes()).toHaveLength(1);
  });

  test('a wrong token is never repeated in what is said', async () => {
    const outcome = await upsertComment(at.client({ token: 'ghs_wrong_one_123' }), request());
    expect(outcome).toMatchObject({ kind: 'not-posted', hint: expect.stringContaining('github.token') });
    expect(JSON.stringify(outcome)).not.toContain('ghs_wrong_one_123');
  });
});

describe('row 43: a body that is too long', () => {
  /** A line is six UTF-16 units and 13 bytes. */
  const lines = ({ characters, bytes }: TextLimit): string =>
    `Verdict\n${'漢字🚀é\n'.repeat(Math.floor(Math.min((characters - 8) / 6, (bytes - 8) / 13)))}`;

  test('the limit is asked for with the marker’s room taken off, in characters and in bytes', async () => {
    const asked: TextLimit[] = [];
    const outcome = await post({
      body: (limit) => {
        asked.push(limit);
        return 'x'.repeat(limit.characters);
      },
    });
    expect(outcome.kind).toBe('created');
    expect(asked).toHaveLength(1);
    expect(pull.comments[0]?.body).toHaveLength(65_000);
    expect(asked[0]?.bytes).toBeLessThan(262_144);
  });

  test('multibyte text fits both limits', async () => {
    expect((await post({ body: lines })).kind).toBe('created');
    const body = pull.comments[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(65_000);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_144);
  });

  test('422: made again for half, until it fits, and every attempt has its marker', async () => {
    at.server.mostCharacters = 20_000;
    expect((await post({ body: lines })).kind).toBe('created');
    expect(pull.comments).toHaveLength(1);
    expect(pull.comments[0]?.body.length).toBeLessThanOrEqual(16_250);
    expect(markerIn(pull.comments[0]?.body ?? '')?.isLast).toBe(true);
    expect(writes().map((line) => line.slice(-3))).toEqual(['422', '422', '201']);
  });

  test('422 on a change keeps the comment and halves as well', async () => {
    await post();
    at.server.mostCharacters = 40_000;
    expect((await post({ body: lines })).kind).toBe('updated');
    expect(pull.comments).toHaveLength(1);
  });

  test('a body that keeps to no limit is asked for less, without a request, and given up after four times', async () => {
    const asked: number[] = [];
    const outcome = await post({
      body: ({ characters }) => {
        asked.push(characters);
        return 'x'.repeat(70_000);
      },
    });
    expect(outcome).toMatchObject({ kind: 'not-posted', hint: expect.stringContaining('job summary') });
    expect(asked).toHaveLength(5);
    expect(at.server.requests).toEqual([]);
  });

  test('half a character at the cut is made whole, so that the text is the one that was hashed', async () => {
    await post({ body: () => 'Changes \uD83D' });
    expect(pull.comments[0]?.body).toContain('Changes \uFFFD');
    expect((await post({ body: () => 'Changes \uD83D' })).kind).toBe('unchanged');
  });
});

describe('row 45: exactly one comment', () => {
  const posting = /^POST .*comments$/;

  test.each(['reset', { status: 500 }, { status: 502, body: 'bad gateway' }] as const)(
    'a POST that was accepted before %j is not repeated',
    async (answer) => {
      at.server.faults.push({ on: posting, accept: true, answer });
      expect((await post()).kind).toBe('created');
      expect(pull.comments).toHaveLength(1);
    },
  );

  test.each(['reset', { status: 500 }] as const)(
    'a POST that was not accepted before %j is',
    async (answer) => {
      at.server.faults.push({ on: posting, accept: false, answer });
      expect((await post()).kind).toBe('created');
      expect(pull.comments).toHaveLength(1);
    },
  );

  test('the same if GitHub does not tell who we are', async () => {
    at.server.hasViewer = false;
    at.server.faults.push({ on: posting, accept: true, answer: 'reset' });
    expect((await post()).kind).toBe('created');
    expect(pull.comments).toHaveLength(1);
  });

  test('three reruns, each with such an accident, leave one', async () => {
    for (const text of ['1', '2', '3']) {
      at.server.faults.push(
        { on: posting, accept: true, answer: { status: 500 } },
        { on: /^PATCH/, accept: true, answer: 'reset' },
      );
      expect((await post({ body: () => text })).kind).not.toBe('not-posted');
    }
    expect(bodies()).toEqual(['3']);
  });

  test('a change without an answer is repeated at once: twice is the same as once', async () => {
    await post();
    at.server.faults.push({ on: /^PATCH/, accept: true, answer: { status: 503 } });
    expect((await post({ body: () => 'New.' })).kind).toBe('updated');
    expect(at.server.log('PATCH')).toHaveLength(2);
  });

  test('after three POSTs without an answer it looks a last time and gives up', async () => {
    for (let count = 0; count < 9; count++)
      at.server.faults.push({
        on: posting,
        accept: false,
        answer: { status: 500, body: { message: 'Server Error' } },
      });
    expect(await post()).toMatchObject({ kind: 'not-posted', reason: expect.stringContaining('500') });
    expect(
      at.server.requests.filter(({ method, path }) => method === 'POST' && path.includes('comments')),
    ).toHaveLength(3);
    expect(at.server.requests.at(-1)?.method).toBe('GET');
  });

  test('looking again costs nothing of the hourly limit', async () => {
    at.server.faults.push({ on: posting, accept: false, answer: 'reset' });
    await post();
    expect(at.server.log('GET').map((line) => line.slice(-3))).toEqual(['200', '304']);
  });
});

describe('row 46: many comments, others’ comments, no place to comment', () => {
  test('300 comments: ours is found on the last page, and on the first', async () => {
    await post({ identity: { stack: 'first', directory: '.' } });
    for (let count = 0; count < 299; count++) at.server.addComment(pull, mallory, `talk ${count}`);
    await post();
    expect((await post({ body: () => 'Changes.' })).kind).toBe('updated');
    const first = { stack: 'first', directory: '.' };
    expect((await post({ identity: first, body: () => 'Changes.' })).kind).toBe('updated');
    expect(pull.comments).toHaveLength(301);
    expect(at.server.log('GET').some((line) => line.includes('page=4'))).toBe(true);
  });

  test('a marker that somebody else wrote, or nobody that still exists, is not ours', async () => {
    await post();
    const stolen = pull.comments.pop()?.body ?? '';
    at.server.addComment(pull, mallory, stolen);
    at.server.addComment(pull, null, stolen);
    expect((await post()).kind).toBe('created');
    expect((await post({ body: () => 'Changes.' })).kind).toBe('updated');
    expect(pull.comments.slice(0, 2).map(({ body }) => body)).toEqual([stolen, stolen]);
    expect(pull.comments).toHaveLength(3);
  });

  test.each([
    ['locked', () => (pull.locked = true), 'locked'],
    ['deleted', () => (pull.gone = 410), '410'],
    ['not there, or hidden', () => (pull.gone = 404), '404'],
  ])('%s: not posted, with the reason, and nothing is tried again', async (_, become, reason) => {
    become();
    expect(await post()).toMatchObject({
      kind: 'not-posted',
      reason: expect.stringContaining(reason),
      hint: expect.any(String),
    });
    expect(at.clock.sleeps).toEqual([]);
  });

  test('a locked one that has our comment already is still kept up to date', async () => {
    await post();
    pull.locked = true;
    expect((await post({ body: () => 'Changes.' })).kind).toBe('updated');
  });
});
