/** `command: comment` on another event is a mistake of the workflow, and said to be one. */
import { expect, test } from 'vitest';
import { dispatch } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('command: comment without a comment', async () => {
  const scene = await openScene();
  const ran = await scene.step({ event: dispatch(), with: { command: 'comment', stack: 'dev' } });
  expect(ran.exitCode).toBe(2);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.annotations).toEqual([
    expect.stringContaining('command: comment runs on the event issue_comment'),
  ]);
});
