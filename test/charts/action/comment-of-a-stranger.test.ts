/** `/deploy up` by somebody who may not write: GitHub is asked what they may do, nothing else happens, and nothing is said to them. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';
import { mallory } from '../../setup/github-server.ts';

test('a command of a stranger', async () => {
  const scene = await openScene();
  for (const body of ['/deploy up', '/deploy preview']) {
    const comment = scene.github.addComment(scene.pull, mallory, body);
    const ran = await scene.step({
      event: commented(scene.pull, comment),
      with: { command: 'comment', stack: 'dev' },
    });
    expect(ran.requests).toMatchInlineSnapshot(`"GET /repos/acme/shop/collaborators/mallory/permission 200"`);
    expect(ran.exitCode).toBe(0); // nobody can make the runs of others fail
    expect(ran.log.text).toContain('nothing is run: "mallory" has no write permission on acme/shop');
    expect(ran.outputs).toEqual({});
  }
});
