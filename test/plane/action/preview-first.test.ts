/** The first preview on a pull request: one comment with the plan, outputs for later steps, the summary of the job; nothing is changed. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';

test('the first preview on a pull request', async () => {
  const at = await openDeployment('preview-first');
  const ran = await at.step({ event: pullRequest(at.pull), with: { command: 'preview' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({
    verdict: 'changes',
    'has-changes': 'true',
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
    'comment-url': 'https://github.com/acme/shop/pull/7#issuecomment-1',
    code: '',
  });
  expect(at.comments()).toEqual([
    expect.stringMatching(/^### 🔵 Live plan of plain\\-chart\/dev: \d+ to create/),
  ]);
  expect(ran.summary).toMatch(/^### 🔵 Live plan/);
  expect(ran.annotations).toEqual([]);
  expect(await at.replicas()).toBeNull();
});
