/** After the merge, something else than what was shown: refused with `findings`, and nothing is applied. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest, push } from '../../setup/action/events.ts';

test('up on merge with another digest', async () => {
  const at = await openDeployment('up-other');
  await at.step({ event: pullRequest(at.pull), with: { command: 'preview' } });
  scale(at.checkout, 3);
  const merged = at.checkout.commit('Three replicas, which nobody was shown');
  at.merge(merged);
  const ran = await at.step({
    event: push(merged),
    with: { command: 'up', 'approved-in': 'pull-request' },
  });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    POST /graphql 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({ result: 'failed', code: 'findings' });
  expect(ran.annotations).toEqual([expect.stringContaining('this is not what was reviewed')]);
  expect(await at.replicas()).toBeNull();
});
