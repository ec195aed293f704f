import { describe, expect, test } from 'vitest';
import { askedBy } from '../../../../src/github/action/deploy-comment.ts';
import type { EventComment } from '../../../../src/github/event.ts';

const pullRequest = { number: 7, headRef: null, headSha: null, baseRef: null, baseSha: null, isFork: null };
const comment = (body: string, action = 'created'): EventComment => ({
  action,
  body,
  author: 'octocat',
  createdAt: '2026-11-21T12:00:00Z',
});
const asked = (body: string, stack: string | null = null): ReturnType<typeof askedBy> =>
  askedBy({ event: 'issue_comment', comment: comment(body), pullRequest }, stack);

test.each([
  ['/deploy preview', null, 'preview', null],
  ['/deploy up dev', null, 'up', 'dev'],
  ['/deploy  up\tdev  \r\nplease', null, 'up', 'dev'],
  ['/deploy up', 'acme/shop/prod', 'up', 'acme/shop/prod'],
  ['/deploy up prod', 'acme/shop/prod', 'up', 'acme/shop/prod'],
])('%j for the stack %j', (body, stack, command, name) => {
  expect(asked(body, stack)).toEqual({ kind: 'asked', command, stack: name });
});

describe('leaves alone', () => {
  test.each(['', 'please\n/deploy up', ' /deploy up', '/deployment', '> /deploy up', '```\n/deploy up\n```'])(
    '%j',
    (body) => {
      expect(asked(body).kind).toBe('ignored');
    },
  );

  test('what is about another stack, edited, deleted, on an issue, or no comment at all', () => {
    expect(asked('/deploy up dev', 'prod').kind).toBe('ignored');
    const event = 'issue_comment';
    for (const action of ['edited', 'deleted'])
      expect(askedBy({ event, comment: comment('/deploy up', action), pullRequest }, null).kind).toBe(
        'ignored',
      );
    expect(askedBy({ event, comment: comment('/deploy up'), pullRequest: null }, null).kind).toBe('ignored');
    expect(askedBy({ event: 'push', comment: null, pullRequest: null }, null).kind).toBe('ignored');
  });
});

test.each([
  '/deploy',
  '/deploy destroy',
  '/deploy up --yes',
  '/deploy up a b',
  '/deploy up $(id)',
  '/deploy up ../x',
])('%j cannot be understood', (body) => {
  expect(asked(body)).toEqual({ kind: 'unclear', found: body });
});
