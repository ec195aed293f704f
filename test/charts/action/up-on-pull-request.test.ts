/** Row 11: on a pull request nothing is applied, whoever opened it. */
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 11: up on a pull request', async () => {
  const scene = await openScene();
  for (const command of ['up', 'recover', 'destroy']) {
    const ran = await scene.step({
      event: pullRequest(scene.pull),
      with: { command, stack: 'dev', ...(command === 'destroy' ? { 'confirm-destroy': 'dev' } : {}) },
    });
    expect(ran.exitCode).toBe(5);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.outputs).toMatchObject({ code: 'findings' });
    expect(ran.annotations).toEqual([expect.stringContaining(`${command} does not run on pull_request`)]);
  }
});
