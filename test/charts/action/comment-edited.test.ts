/** A comment that was edited, one on an issue, one that says something else: no command, so that the step does nothing and is green. */
import { expect, test } from 'vitest';
import { commented } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

const writer = { id: 2, login: 'writer', isBot: false };

test('comments that are no commands', async () => {
  const scene = await openScene();
  scene.github.roles.set(writer.login, 'write');
  const comment = (body: string) => scene.github.addComment(scene.pull, writer, body);
  const events = [
    commented(scene.pull, comment('/deploy up'), { action: 'edited' }),
    commented(scene.pull, comment('/deploy up'), { on: 'issue' }),
    commented(scene.pull, comment('Looks good. I would /deploy up later.')),
  ];
  for (const event of events) {
    const ran = await scene.step({ event, with: { command: 'comment', stack: 'dev' } });
    expect(ran.exitCode).toBe(0);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
  }
});
