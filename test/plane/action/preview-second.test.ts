/** The second preview, after another commit: the comment of the first is changed, and there is no second one. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { mallory } from '../../setup/github-server.ts';

test('the second preview on a pull request', async () => {
  const at = await openDeployment('preview-second');
  const event = pullRequest(at.pull);
  const first = await at.step({ event, with: { command: 'preview' } });
  const [before] = at.comments();
  at.github.addComment(at.pull, mallory, before ?? ''); // whoever copies it is somebody else
  scale(at.checkout, 3);
  const second = await at.step({ event, with: { command: 'preview' } });
  expect(second.exitCode).toBe(0);
  expect(second.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    PATCH /repos/acme/shop/issues/comments/1 200"
  `);
  expect(second.outputs['digest']).not.toBe(first.outputs['digest']);
  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
  expect(at.comments()).toEqual([expect.not.stringContaining(before ?? ''), before]);
});
