/** A chart that does not render: the comment of before is replaced by what is wrong, and the step is red. */
import { expect, test } from 'vitest';
import { scale, workDir } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('a preview of a broken chart', async () => {
  const scene = await openScene();
  scene.checkout.git('checkout', '--quiet', '-b', 'topic');
  const event = pullRequest(scene.pull);
  const preview = { command: 'preview', stack: 'dev', base: 'main' };
  scale(scene.checkout, 2);
  await scene.step({ event, with: preview });
  expect(scene.comments()).toEqual([expect.stringMatching(/^### 🔵 Offline plan/)]);

  scene.checkout.write({ [`${workDir}/charts/hello/templates/broken.yaml`]: '{{ .Values.nothing.at.all }}' });
  const ran = await scene.step({ event, with: preview });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    PATCH /repos/acme/shop/issues/comments/1 200"
  `);
  expect(ran.outputs).toMatchObject({ verdict: 'refused', code: 'findings' });
  expect(scene.comments()).toEqual([expect.stringMatching(/^### ❌/)]);
});
