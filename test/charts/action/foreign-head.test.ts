/** Row 10: `pull_request_target` with the head of the pull request checked out: nothing is run, not even the stack file is read. */
import { expect, test } from 'vitest';
import { stackFile } from '../../setup/action/checkout.ts';
import { pullRequestTarget } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 10: a foreign head with our secrets', async () => {
  const scene = await openScene();
  const base = scene.checkout.git('rev-parse', 'HEAD');
  scene.checkout.write({ [stackFile]: 'not even read: {' });
  scene.checkout.commit('Of a stranger');
  for (const command of ['check', 'preview', 'up']) {
    const ran = await scene.step({ event: pullRequestTarget(scene.pull, base), with: { command } });
    expect(ran.exitCode).toBe(5);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.outputs).toMatchObject({ code: 'findings' });
    expect(ran.log.text).toContain('Nothing was run');
  }
});
