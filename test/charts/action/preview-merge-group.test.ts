/** In a merge queue a preview is a check: no comment is written, since it would take the place of one that somebody has approved. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { mergeGroup } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('a preview in a merge queue', async () => {
  const scene = await openScene();
  scene.checkout.git('checkout', '--quiet', '-b', 'topic');
  scale(scene.checkout, 2);
  const event = mergeGroup(scene.pull);
  const ran = await scene.step({ event, with: { command: 'preview', stack: 'dev', base: 'main' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'changes' });
  expect(ran.summary).toMatch(/^### 🔵 Offline plan/);
  expect(scene.comments()).toEqual([]);
});
