/** `/deploy preview` by a writer, and then somebody pushes: the head is no longer what they have seen, so that nothing of it is run. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

const writer = { id: 2, login: 'writer', isBot: false };

test('a push after /deploy preview', async () => {
  const scene = await openScene();
  const { checkout, github, pull, runner } = scene;
  github.roles.set(writer.login, 'write');
  const main = checkout.git('rev-parse', 'HEAD');
  const comment = github.addComment(pull, writer, '/deploy preview');
  checkout.write({ 'deploy/deploy.yaml': 'not even read: {' });
  pull.head = checkout.commit('After the comment');
  github.pushes.push({ ref: 'refs/heads/topic', after: pull.head, at: runner.now() });
  const event = { ...commented(pull, comment), sha: main };
  const ran = await scene.step({ event, with: { command: 'comment', stack: 'dev' } });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/collaborators/writer/permission 200
    GET /repos/acme/shop/pulls/7 200
    GET /repos/acme/shop/activity?ref=refs%2Fheads%2Ftopic&per_page=100 200"
  `);
  expect(ran.annotations).toEqual([expect.stringContaining('was pushed after the comment')]);
});
