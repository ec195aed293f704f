import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GithubClient } from '../../../src/github/client.ts';
import { GithubError } from '../../../src/github/github-error.ts';
import { nextPage } from '../../../src/github/pages.ts';
import { mallory } from '../../setup/github-server.ts';
import { opened, type Opened } from './opened.ts';

const comments = '/repos/acme/shop/issues/7/comments';
let at: Opened;
beforeEach(async () => {
  at = await opened();
  at.server.addPull(7, 'a'.repeat(40));
});
afterEach(() => at.server.stop());

const items = async (client: GithubClient): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const item of client.items(comments)) found.push(item);
  return found;
};

describe('reading', () => {
  test('all pages of 100, in order; unchanged ones come with 304 the next time', async () => {
    const pull = at.server.pulls.get(7);
    for (let count = 0; count < 250; count++) if (pull) at.server.addComment(pull, mallory, `talk ${count}`);
    const client = at.client();
    const first = await items(client);
    expect(first).toHaveLength(250);
    expect(first[249]).toMatchObject({ body: 'talk 249' });
    expect(await items(client)).toEqual(first);
    expect(at.server.log('GET').map((line) => line.slice(-3))).toEqual([
      '200',
      '200',
      '200',
      '304',
      '304',
      '304',
    ]);
    expect(at.server.remaining).toBe(997);
  });

  test('without an answer it is tried again: after 1, 2 and 4 seconds', async () => {
    for (const answer of ['reset', { status: 500 }, { status: 503 }] as const)
      at.server.faults.push({ on: /^GET/, accept: false, answer });
    expect(await at.client().get(comments)).toEqual([]);
    expect(at.clock.sleeps).toEqual([1000, 2000, 4000]);
  });

  test('then it is given up, with what was asked and how it failed', async () => {
    for (let count = 0; count < 4; count++)
      at.server.faults.push({ on: /^GET/, accept: false, answer: 'reset' });
    await expect(at.client().get(comments)).rejects.toMatchObject({
      kind: 'no-answer',
      code: 'unreachable',
      message: expect.stringMatching(
        /^GET \/repos\/acme\/shop\/issues\/7\/comments at 127\.0\.0\.1:\d+ failed \(\w+\)$/,
      ),
    });
  });

  test('a server that says when it is back is left alone until then', async () => {
    at.server.faults.push({
      on: /^GET/,
      accept: false,
      answer: { status: 503, headers: { 'retry-after': '20' } },
    });
    await at.client().get(comments);
    expect(at.clock.sleeps).toEqual([20_000]);
  });

  test('who we are is asked once', async () => {
    const client = at.client();
    expect(await Promise.all([client.viewer(), client.viewer()])).toEqual([
      { id: 41898282, login: 'github-actions[bot]' },
      { id: 41898282, login: 'github-actions[bot]' },
    ]);
    expect(at.server.requests).toHaveLength(1);
  });

  test('cancelled while waiting', async () => {
    const controller = new AbortController();
    at.server.faults.push({
      on: /^GET/,
      accept: false,
      answer: { status: 500 },
      meanwhile: () => controller.abort(),
    });
    await expect(at.client({ signal: controller.signal }).get(comments)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('the token', () => {
  test('goes with every request to the API', async () => {
    await at.client().get(comments);
    expect(at.server.requests[0]?.authorization).toBe(`Bearer ${at.server.token}`);
  });

  test('does not go elsewhere: not with a redirect, not with a next page', async () => {
    const seen: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers);
      response.end('[]');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const foreign = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x`;
    try {
      for (const status of [301, 302, 307, 308])
        at.server.faults.push({ on: /./, accept: false, answer: { status, headers: { location: foreign } } });
      const client = at.client();
      for (const ask of [client.get(comments), client.get(comments), client.write('POST', comments, {})])
        await expect(ask).rejects.toMatchObject({
          kind: 'refused',
          message: expect.stringContaining('the token is only for'),
        });
      await expect(client.write('PATCH', comments, {})).rejects.toBeInstanceOf(GithubError);
      at.server.faults.push({
        on: /./,
        accept: false,
        answer: { status: 200, body: [], headers: { link: `<${foreign}>; rel="next"` } },
      });
      await expect(items(at.client())).rejects.toMatchObject({ kind: 'refused' });
      expect(seen).toEqual([]);
    } finally {
      elsewhere.close();
    }
  });

  test('a repository that was renamed is followed on the same host, with the method and the text', async () => {
    at.server.faults.push({
      on: /^POST \/repos\/acme\/old\//,
      accept: false,
      answer: { status: 307, headers: { location: comments } },
    });
    await at.client().write('POST', '/repos/acme/old/issues/7/comments', { body: 'hello' });
    expect(at.server.pulls.get(7)?.comments[0]?.body).toBe('hello');
  });

  test('redirects in a circle end', async () => {
    for (let count = 0; count < 10; count++)
      at.server.faults.push({
        on: /./,
        accept: false,
        answer: { status: 302, headers: { location: comments } },
      });
    await expect(at.client().get(comments)).rejects.toThrow('over and over');
  });

  test('is in no error, even if the server says it', async () => {
    const { token } = at.server;
    const echoes = [
      { status: 400, body: { message: `bad header Authorization: Bearer ${token}` } },
      { status: 403, body: { message: token } },
      { status: 422, body: { message: 'no', errors: [{ message: token }] } },
      { status: 200, body: { errors: [{ type: 'FORBIDDEN', message: token }] } },
      'reset',
    ] as const;
    const client = at.client();
    for (const answer of echoes) {
      at.server.faults.push({ on: /./, accept: false, answer });
      const asked =
        answer !== 'reset' && answer.status === 200
          ? client.query('{}', {})
          : client.write('POST', comments, {});
      const error = await asked.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(GithubError);
      expect(inspected(error)).not.toContain(token);
    }
  });
});

/** Everything that an error reporter could print. */
function inspected(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return [error.message, error.stack, JSON.stringify(error), inspected(error.cause)].join('\n');
}

describe('writing', () => {
  test('a POST without an answer is not repeated by the client', async () => {
    at.server.faults.push({ on: /^POST/, accept: true, answer: { status: 502 } });
    await expect(at.client().write('POST', comments, { body: 'x' })).rejects.toMatchObject({
      kind: 'no-answer',
    });
    expect(at.server.log('POST')).toHaveLength(1);
  });

  test('one that failed does not keep the next from its turn', async () => {
    const client = at.client();
    at.server.faults.push({ on: /^POST/, accept: false, answer: { status: 500 } });
    const [failed, done] = await Promise.allSettled([
      client.write('POST', comments, { body: '1' }),
      client.write('POST', comments, { body: '2' }),
    ]);
    expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled']);
  });
});

test.each([
  ['', null],
  ['<https://h/x?page=2>; rel="next", <https://h/x?page=9>; rel="last"', 'https://h/x?page=2'],
  ['<https://h/x?page=1>; rel="prev", <https://h/x?a=1,2&page=3>; rel="next"', 'https://h/x?a=1,2&page=3'],
  ['<https://h/x?page=1>; rel="prev"', null],
  ['<https://h/x?rel="next">; rel="last"', null],
  ['<https://h/x>; rel=next', 'https://h/x'],
])('the next page of %j is %j', (link, next) => {
  expect(nextPage(new Headers({ link }))).toBe(next);
});
