/** Row 9: `preview` with `base` on a fork's pull request: both versions are rendered, without a cluster or a secret; that the token may not comment is a warning. */
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 9: a preview of a fork', async () => {
  const scene = await openScene();
  scene.github.permission = 'read';
  scene.checkout.git('checkout', '--quiet', '-b', 'topic');
  scale(scene.checkout, 2);
  const ran = await scene.step({
    event: pullRequest(scene.pull, { fork: true }),
    with: { command: 'preview', stack: 'dev', base: 'main' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'changes', 'has-changes': 'true', code: '' });
  expect(ran.annotations).toMatchInlineSnapshot(`[]`);
  expect(ran.summary).toMatch(/^### 🔵 Offline plan of plain\\-chart\/dev: 1 to change/);
  expect(scene.comments()).toEqual([]);
});
