/** A plan that a limit refuses: red with `findings`, and the comment says why, in the place of the green one of before. */
import { expect, test } from 'vitest';
import { stackFile } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';

test('a preview that is refused', async () => {
  const at = await openDeployment('preview-refused');
  await at.apply();
  const event = pullRequest(at.pull);
  const limits = { command: 'preview', 'max-deletes': '0', gate: 'false' };
  await at.step({ event, with: limits });
  expect(at.comments()).toEqual([expect.stringMatching(/^### ✅/)]);
  // The CA bundle and its use are gone.
  at.checkout.edit(stackFile, (text) =>
    text.replace(/ {2}caBundles:\n(?: {4}.*\n)+/, '').replace('{ nameOf: hello-ca }', 'of-others'),
  );
  const ran = await at.step({ event, with: limits });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    PATCH /repos/acme/shop/issues/comments/1 200"
  `);
  expect(ran.outputs).toMatchObject({ verdict: 'refused', code: 'findings' });
  expect(ran.annotations).toMatchInlineSnapshot(`
    [
      "error k8s-deploy preview: findings: what is found speaks against it: see the summary of the job",
    ]
  `);
  expect(at.comments()).toEqual([expect.stringMatching(/^### ❌ Live plan of plain\\-chart\/dev, refused/)]);
});
