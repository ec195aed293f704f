/** Row 35: a step that is killed in the middle of an apply: Pulumi is ended in order all the same, and the post step says how the stack stands. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hangs } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { dispatch, push } from '../../setup/action/events.ts';
import { waitsForPods } from '../../setup/action/waiting.ts';

test('row 35: a step that is killed', async () => {
  const at = await openDeployment('killed');
  hangs(at.checkout);
  const merged = at.checkout.commit('Pods that nobody schedules');
  at.merge(merged);
  const running = at.start({
    event: push(merged),
    with: { command: 'up', kubeconfig: at.kubeconfigText() },
  });
  await waitsForPods(at, running);
  running.child.kill('SIGKILL');
  await running.ended;

  const post = await running.post();
  expect(post.exitCode).toBe(0);
  expect(post.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(at.comments()).toEqual([
    expect.stringMatching(/^### ⚪ up of dev was cancelled[^]*The next run may begin/),
  ]);
  expect(readdirSync(at.runner.temp)).toEqual([]);

  const recovered = await at.step({ event: dispatch(), with: { command: 'recover' } });
  expect(recovered.exitCode).toBe(0);
  expect(recovered.requests).toMatchInlineSnapshot(`""`);
  expect(at.locks()).toEqual([]);
});
