/** `comment: false`: GitHub is asked for nothing, and the summary has the report. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('a preview that does not comment', async () => {
  const scene = await openScene();
  scene.checkout.git('checkout', '--quiet', '-b', 'topic');
  scale(scene.checkout, 2);
  const ran = await scene.step({
    event: pullRequest(scene.pull),
    with: { command: 'preview', stack: 'dev', base: 'main', comment: 'false' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'changes', 'has-changes': 'true' });
  expect(ran.summary).toMatch(/^### 🔵 Offline plan/);
});
