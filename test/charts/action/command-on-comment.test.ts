/** `up` and `preview` as such on `issue_comment`: anybody could start them, so that they are refused, with what to write instead. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';
import { mallory } from '../../setup/github-server.ts';

test('another command on issue_comment', async () => {
  const scene = await openScene();
  const { github, pull } = scene;
  const event = commented(pull, github.addComment(pull, mallory, 'Hello.'));
  for (const command of ['up', 'preview', 'check']) {
    const ran = await scene.step({ event, with: { command, stack: 'dev' } });
    expect(ran.exitCode).toBe(5);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.annotations).toEqual([expect.stringContaining(`${command} does not run on issue_comment`)]);
  }
});
