/** Row 33: a job that is cancelled while GitHub does not answer: the step ends in time without its comment, and the post step writes it. */
import { expect, test } from 'vitest';
import { hangs } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';
import { waitsForPods } from '../../setup/action/waiting.ts';
import type { Fault } from '../../setup/github-server.ts';

const noAnswer: Fault = { on: /comments|pulls|graphql/, accept: false, answer: { status: 502 } };

test('row 33: a cancelled job whose comment comes from the post step', async () => {
  const at = await openDeployment('cancelled-502');
  hangs(at.checkout);
  const merged = at.checkout.commit('Pods that nobody schedules');
  at.merge(merged);
  const running = at.start({ event: push(merged), with: { command: 'up' } });
  await waitsForPods(at, running);
  at.github.faults.push(...Array.from({ length: 100 }, () => noAnswer));
  const ran = await running.cancel();
  expect(ran.exitCode).toBe(8);
  expect(at.comments()).toEqual([]);
  at.github.faults.splice(0);

  const post = await running.post();
  expect(post.exitCode).toBe(0);
  expect(post.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(at.comments()).toEqual([expect.stringMatching(/^### ⚪ up of .*dev was cancelled/)]);
});
