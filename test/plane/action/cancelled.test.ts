/** Row 33: a job that is cancelled while a release is waited for: ended in order and saved before the runner kills it; the post step reports it. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hangs } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';
import { waitsForPods } from '../../setup/action/waiting.ts';

test('row 33: a cancelled job', async () => {
  const at = await openDeployment('cancelled');
  hangs(at.checkout);
  const merged = at.checkout.commit('Pods that nobody schedules');
  at.merge(merged);
  const running = at.start({
    event: push(merged),
    with: { command: 'up', kubeconfig: at.kubeconfigText() },
  });
  await waitsForPods(at, running);
  const ran = await running.cancel();
  expect(ran.exitCode).toBe(8);
  expect(ran.outputs).toMatchObject({ result: 'cancelled', code: 'cancelled' });
  expect(at.locks()).toEqual([]);
  // First that it is being ended, which may not be in time, then how it has ended.
  expect(
    ran.requests
      .replaceAll(/(?:POST|PATCH) \S+comments\S* \d+/g, 'the comment')
      .split('\n')
      .slice(-4)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    the comment"
  `);

  const post = await running.post();
  expect(post.exitCode).toBe(0);
  expect(post.requests).toMatchInlineSnapshot(`""`);
  const [comment, ...others] = at.comments();
  expect(comment).toMatch(/^### ⚪ up of plain\\-chart\/dev was cancelled/);
  expect(comment).toContain('4 steps done, Release hello interrupted; this is saved');
  expect(others).toEqual([]);
  expect(readdirSync(at.runner.temp)).toEqual([]); // the kubeconfig, too
});
