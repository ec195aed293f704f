/** Row 12: a token of our own repository that may not comment: the permission is named with what to write, and the result stays what it is. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 12: no permission to comment', async () => {
  const scene = await openScene();
  scene.github.permission = 'read';
  scene.checkout.git('checkout', '--quiet', '-b', 'topic');
  scale(scene.checkout, 2);
  const event = pullRequest(scene.pull);
  const ran = await scene.step({ event, with: { command: 'preview', stack: 'dev', base: 'main' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 403"
  `);
  expect(ran.log.text.replaceAll(/\s+/g, ' ')).toContain(
    'the token lacks the permission pull-requests: write',
  );
  expect(ran.log.text).toContain('pull-requests: write');
  expect(ran.outputs).toMatchObject({ verdict: 'changes', code: '' });
  expect(ran.outputs).not.toHaveProperty('comment-url');
});
