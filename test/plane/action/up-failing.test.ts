/** A release whose pods never start: red, and what is wrong with which object stands in the comment, the summary and an annotation. */
import { expect, test } from 'vitest';
import { hangs } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';

test('up of a release that fails', async () => {
  const at = await openDeployment('up-failing');
  hangs(at.checkout);
  const merged = at.checkout.commit('Pods that nobody schedules');
  at.merge(merged);
  const ran = await at.step({ event: push(merged), with: { command: 'up', timeout: '3s' } });
  expect(ran.exitCode).toBe(9);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({ result: 'failed', code: 'timeout' });
  const [comment = ''] = at.comments();
  for (const text of [comment, ran.summary, ran.annotations.join('\n'), ran.log.text])
    expect(text.replaceAll('\\', '')).toContain('0 of 1 pods are ready');
});
