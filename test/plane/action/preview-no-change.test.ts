/** A pull request that changes nothing in the cluster: green, and the comment says so. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';

test('a preview without changes', async () => {
  const at = await openDeployment('preview-same');
  await at.apply();
  const ran = await at.step({
    event: pullRequest(at.pull),
    with: { command: 'preview', 'expect-no-changes': 'true' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({ verdict: 'no-changes', 'has-changes': 'false', code: '' });
  expect(at.comments()).toEqual([
    expect.stringMatching(/^### ✅ Live plan of plain\\-chart\/dev: no changes/),
  ]);
});
