/** Row 9: `check` on a fork's pull request: no secret, a token that may only read; red or green by the contract alone. */
import { expect, test } from 'vitest';
import { stackFile } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 9: a check of a fork', async () => {
  const scene = await openScene();
  scene.github.permission = 'read';
  const event = pullRequest(scene.pull, { fork: true });
  const green = await scene.step({ event, with: { command: 'check' } });
  expect(green.exitCode).toBe(0);
  expect(green.summary).toMatch(/^### ✅/);
  scene.checkout.edit(stackFile, (text) => text.replace('loginSecret:', 'replcas: 2\n      loginSecret:'));
  const red = await scene.step({ event, with: { command: 'check' } });
  expect(red.exitCode).toBe(5);
  expect(red.summary).toMatch(/^### ❌/);
  expect([green.requests, red.requests].join('\n').trim()).toMatchInlineSnapshot(`""`);
});
