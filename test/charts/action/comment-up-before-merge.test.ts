/** `/deploy up` on a pull request that is still open, by somebody who may write: what is not merged is not applied. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

const writer = { id: 2, login: 'writer', isBot: false };

test('/deploy up on an open pull request', async () => {
  const scene = await openScene();
  scene.github.roles.set(writer.login, 'write');
  const comment = scene.github.addComment(scene.pull, writer, '/deploy up');
  const ran = await scene.step({
    event: commented(scene.pull, comment),
    with: { command: 'comment', stack: 'dev' },
  });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/collaborators/writer/permission 200
    GET /repos/acme/shop/pulls/7 200"
  `);
  expect(ran.outputs).toMatchObject({ code: 'findings' });
});
