/** After the merge: what the comment in the pull request showed is applied, and a comment of its own says what came of it. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest, push } from '../../setup/action/events.ts';

test('up on merge with the approved digest', async () => {
  const at = await openDeployment('up-approved');
  scale(at.checkout, 2);
  const previewed = await at.step({ event: pullRequest(at.pull), with: { command: 'preview' } });
  const merged = at.checkout.commit('Two replicas');
  at.merge(merged);
  const ran = await at.step({
    event: push(merged),
    with: { command: 'up', 'approved-in': 'pull-request', 'stack-outputs': 'plain' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({
    result: 'succeeded',
    digest: previewed.outputs['digest'],
    'has-changes': 'true',
    'comment-url': 'https://github.com/acme/shop/pull/7#issuecomment-2',
    code: '',
  });
  expect(at.comments()).toHaveLength(2);
  expect(at.comments()[0]).toMatch(/^### 🔵 Live plan/);
  expect(await at.replicas()).toBe(2);
});
