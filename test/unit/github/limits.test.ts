import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { upsertComment } from '../../../src/github/comment.ts';
import { askedWait } from '../../../src/github/limits.ts';
import { secondaryLimit, type Pull } from '../../setup/github-server.ts';
import { opened, type Opened } from './opened.ts';

let at: Opened;
let pull: Pull;
beforeEach(async () => {
  at = await opened();
  pull = at.server.addPull(7, 'a'.repeat(40));
});
afterEach(() => at.server.stop());

const request = (stack: string) =>
  ({
    repository: 'acme/shop',
    number: 7,
    identity: { stack, directory: '.' },
    body: () => 'No changes.',
    digest: null,
    commit: null,
    key: null,
  }) as const;

describe('row 44: limits', () => {
  test.each([
    ['403 with Retry-After', secondaryLimit({ 'retry-after': '7' }), [7000]],
    ['429 with Retry-After', { ...secondaryLimit({ 'retry-after': '7' }), status: 429 }, [7000]],
    ['403 without', secondaryLimit(), [60_000]],
    ['429 without', { status: 429, body: { message: 'Too many requests' } }, [60_000]],
  ] as const)(
    '%s: waited for as long as it says, else a minute; then posted once',
    async (_, answer, sleeps) => {
      at.server.faults.push({ on: /^POST .*comments$/, accept: false, answer });
      expect((await upsertComment(at.client(), request('prod'))).kind).toBe('created');
      expect(at.clock.sleeps).toEqual(sleeps);
      expect(pull.comments).toHaveLength(1);
    },
  );

  test('a second one in a row is waited for longer, and within 3 minutes it is given up', async () => {
    for (let count = 0; count < 5; count++)
      at.server.faults.push({ on: /^POST .*comments$/, accept: false, answer: secondaryLimit() });
    expect(await upsertComment(at.client(), request('prod'))).toEqual({
      kind: 'not-posted',
      reason: expect.stringMatching(/^GitHub's rate limit lets POST \S+ through only at 2026-01-01T00:07:00/),
      hint: expect.stringContaining('later'),
    });
    expect(at.clock.sleeps).toEqual([60_000, 120_000]);
  });

  test('the hourly limit is spent and resets soon: waited for', async () => {
    at.server.remaining = 0;
    at.server.resetAt = at.clock.now() + 90_000;
    expect((await upsertComment(at.client(), request('prod'))).kind).toBe('created');
    expect(at.clock.sleeps.every((sleep) => sleep === 91_000)).toBe(true);
  });

  test('it resets in an hour: given up at once, with the time', async () => {
    at.server.remaining = 0;
    const outcome = await upsertComment(at.client(), request('prod'));
    expect(outcome).toMatchObject({
      kind: 'not-posted',
      reason: expect.stringContaining('2026-01-01T01:00:01'),
    });
    expect(at.clock.sleeps).toEqual([]);
  });

  test('with the last request of the hour a missing permission is still a missing permission', async () => {
    at.server.remaining = 3;
    at.server.permission = 'read';
    expect(await upsertComment(at.client(), request('prod'))).toMatchObject({
      reason: expect.stringContaining('lacks the permission pull-requests: write'),
    });
  });

  test('writes are a second apart, also when several comments are written at once', async () => {
    const client = at.client();
    const stacks = ['a', 'b', 'c', 'd'];
    const outcomes = await Promise.all(stacks.map((stack) => upsertComment(client, request(stack))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(stacks.map(() => 'created'));
    const times = at.server.requests.filter(
      ({ path, method }) => method === 'POST' && path.includes('comments'),
    );
    expect(times).toHaveLength(4); // none was refused by the server, which wants the second too
    for (const [index, { at: time }] of times.slice(1).entries())
      expect(time - (times[index]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });
});

describe('askedWait', () => {
  const answer = (status: number, headers: Record<string, string>, data: Record<string, string> = {}) => ({
    status,
    headers: new Headers(headers),
    data,
  });

  test('Retry-After may be a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const date = { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' };
    expect(askedWait(answer(429, date), now, 0)).toBe(30_000);
    expect(askedWait(answer(429, { 'retry-after': 'soon' }), now, 0)).toBe(60_000);
  });

  test('a limit of GraphQL comes with 200', () => {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }];
    const headers = new Headers({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '100' });
    expect(askedWait({ status: 200, headers, data: { errors } }, 40_000, 0)).toBe(61_000);
  });

  test('is never negative, endless or not a number, whatever the headers hold', () => {
    const header = fc.constantFrom(
      '',
      '0',
      '-5',
      '1e9',
      'NaN',
      '99999999999999999999',
      'never',
      '1700000000',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(403, 429),
        header,
        header,
        header,
        fc.integer(),
        (status, after, left, reset, now) => {
          const headers = { 'retry-after': after, 'x-ratelimit-remaining': left, 'x-ratelimit-reset': reset };
          const wait = askedWait(answer(status, headers, { message: 'secondary rate limit' }), now, 0);
          expect(wait === null || (Number.isFinite(wait) && wait >= 0)).toBe(true);
        },
      ),
    );
  });

  test('other refusals are not waited for', () => {
    expect(
      askedWait(answer(403, {}, { message: 'Repository was archived so is read-only.' }), 0, 0),
    ).toBeNull();
    expect(askedWait(answer(404, { 'x-ratelimit-remaining': '0' }), 0, 0)).toBeNull();
  });
});
