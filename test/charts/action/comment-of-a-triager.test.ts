/** Who may triage may not write: the role counts, not that somebody is a collaborator. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';
import { mallory } from '../../setup/github-server.ts';

test('a command of somebody who may triage', async () => {
  const scene = await openScene();
  scene.github.roles.set(mallory.login, 'triage');
  const comment = scene.github.addComment(scene.pull, mallory, '/deploy preview');
  const ran = await scene.step({
    event: commented(scene.pull, comment),
    with: { command: 'comment', stack: 'dev' },
  });
  expect(ran.requests).toMatchInlineSnapshot(`"GET /repos/acme/shop/collaborators/mallory/permission 200"`);
  expect(ran.exitCode).toBe(0);
  expect(ran.log.text).toContain('has no write permission');
});
