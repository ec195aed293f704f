/** Row 34: the runner's last resort, which kills the step with all that it has started: the post step settles what is pending, and says so. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hangs } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';
import { waitsForPods } from '../../setup/action/waiting.ts';
import { processTree } from '../../setup/process-tree.ts';

test('row 34: a step that is killed with all its programs', async () => {
  const at = await openDeployment('killed-all');
  await at.apply();
  hangs(at.checkout);
  const merged = at.checkout.commit('Pods that nobody schedules');
  at.merge(merged);
  const running = at.start({
    event: push(merged),
    with: { command: 'up', kubeconfig: at.kubeconfigText() },
  });
  const tree = processTree(running.child.pid ?? 0);
  await waitsForPods(at, running);
  tree.look();
  tree.kill();
  await running.ended;
  expect(at.locks()).toHaveLength(1);

  const post = await running.post();
  expect(post.exitCode).toBe(0);
  for (const said of [
    'an update of Release hello is unfinished',
    '✓ freed the lock of',
    '✓ marked release hello',
  ])
    expect(post.log.text).toContain(said);
  expect(post.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(at.comments()).toEqual([expect.stringMatching(/^### ⚪ up of .*dev was cancelled/)]);
  expect(readdirSync(at.runner.temp)).toEqual([]);

  expect(at.locks()).toEqual([]);
});
