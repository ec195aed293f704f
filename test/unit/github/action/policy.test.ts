import { describe, expect, test } from 'vitest';
import { isAllowedRef } from '../../../../src/github/action/allowed-refs.ts';
import { changes, requireAllowed, requireBase } from '../../../../src/github/action/policy.ts';
import type { Failure } from '../../../../src/stack/failure.ts';

const main = 'refs/heads/main';
const open = { heal: false, 'allowed-refs': [] };
type Situation = Parameters<typeof requireAllowed>[1];
const on = (event: string, ref = main, defaultBranch: string | null = 'main'): Situation => ({
  event,
  ref,
  defaultBranch,
});

function refusal(work: () => void): Failure | null {
  try {
    work();
    return null;
  } catch (error) {
    return error as Failure;
  }
}

const applying = ['up', 'destroy', 'recover'] as const;
const looking = ['check', 'preview', 'status', 'outputs', 'drift'] as const;

describe('what changes something', () => {
  test.each([
    'pull_request',
    'pull_request_target',
    'merge_group',
    'workflow_run',
    'repository_dispatch',
    'fork',
  ])('does not run on %s, whatever refs are allowed', (event) => {
    const everything = { heal: true, 'allowed-refs': ['**', 'refs/**'] };
    for (const command of [...applying, 'drift' as const]) {
      const failure = refusal(() => requireAllowed({ command, byComment: false }, on(event), everything));
      expect(failure).toMatchObject({ name: 'Failure', code: 'findings', exitCode: 5 });
      expect(failure?.message).toMatch(/does not run on .*Nothing was run/s);
      expect(failure?.hint).toContain('branches: [main]');
    }
  });

  test.each(['push', 'workflow_dispatch', 'schedule', 'release'])(
    'runs on %s of the default branch',
    (event) => {
      for (const command of applying)
        expect(refusal(() => requireAllowed({ command, byComment: false }, on(event), open))).toBeNull();
    },
  );

  test.each([
    ['another branch', on('push', 'refs/heads/topic')],
    ['a tag with the name of the branch', on('push', 'refs/tags/main')],
    ['a tag', on('release', 'refs/tags/v1.2.3')],
    ['a merge queue', on('push', 'refs/heads/gh-readonly-queue/main/pr-7-abc')],
    ['a default branch that nobody names', on('push', main, null)],
  ])('does not run from %s', (_, situation) => {
    const failure = refusal(() => requireAllowed({ command: 'up', byComment: false }, situation, open));
    expect(failure).toMatchObject({ code: 'findings' });
    expect(failure?.hint).toContain('allowed-refs:');
  });

  test('a schedule and a comment run on the default branch, whether the event names it or not', () => {
    expect(
      refusal(() => requireAllowed({ command: 'up', byComment: false }, on('schedule', main, null), open)),
    ).toBeNull();
    expect(
      refusal(() =>
        requireAllowed({ command: 'up', byComment: true }, on('issue_comment', main, null), open),
      ),
    ).toBeNull();
  });

  test('allowed-refs takes the place of the default branch', () => {
    const inputs = { heal: false, 'allowed-refs': ['release/*'] };
    const attempt = { command: 'up', byComment: false } as const;
    expect(refusal(() => requireAllowed(attempt, on('push', 'refs/heads/release/1'), inputs))).toBeNull();
    expect(refusal(() => requireAllowed(attempt, on('push', main), inputs))?.message).toContain(
      'allowed from release/*',
    );
  });
});

test('what only looks runs on every event but a comment, by which anybody could start it', () => {
  for (const command of looking)
    for (const event of ['pull_request', 'pull_request_target', 'merge_group', 'push', 'schedule'])
      expect(
        refusal(() => requireAllowed({ command, byComment: false }, on(event, 'refs/pull/7/merge'), open)),
      ).toBeNull();
  for (const command of [...looking, ...applying])
    expect(
      refusal(() => requireAllowed({ command, byComment: false }, on('issue_comment'), open))?.hint,
    ).toContain('command: comment');
  expect(changes('drift', { heal: false })).toBe(false);
  expect(changes('drift', { heal: true })).toBe(true);
});

test.each([
  ['main', main, true],
  ['main', 'refs/heads/mainline', false],
  ['main', 'refs/heads/x/main', false],
  ['release/*', 'refs/heads/release/1.2', true],
  ['release/*', 'refs/heads/release/1/2', false],
  ['release/**', 'refs/heads/release/1/2', true],
  ['v1.2', 'refs/heads/v1x2', false],
  ['refs/tags/v*', 'refs/tags/v1.2.3', true],
  ['v*', 'refs/tags/v1.2.3', false],
  ['*', 'refs/tags/v1', false],
  ['a+b', 'refs/heads/aab', false],
])('%s fits %s: %j', (pattern, ref, fits) => {
  expect(isAllowedRef(ref, [pattern])).toBe(fits);
});

describe('a preview of a fork', () => {
  const fork = {
    event: 'pull_request',
    pullRequest: { number: 7, headRef: 'x', headSha: 'a', baseRef: 'main', baseSha: 'b', isFork: true },
  };
  test('says which inputs it needs, since there are no secrets', () => {
    const failure = refusal(() => requireBase('preview', fork, { base: null, kubeconfig: null }));
    expect(failure).toMatchObject({ code: 'configuration' });
    expect(failure?.hint).toContain('base: ${{ github.event.pull_request.base.sha }}');
  });
  test('runs with a base, and a check in any case', () => {
    expect(refusal(() => requireBase('preview', fork, { base: 'main', kubeconfig: null }))).toBeNull();
    expect(refusal(() => requireBase('check', fork, { base: null, kubeconfig: null }))).toBeNull();
    const own = { ...fork, pullRequest: { ...fork.pullRequest, isFork: false } };
    expect(refusal(() => requireBase('preview', own, { base: null, kubeconfig: null }))).toBeNull();
  });
});
