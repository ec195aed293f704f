/** Row 1: without a command, what could be meant is said. */
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 1: no command', async () => {
  const scene = await openScene();
  const ran = await scene.step({ event: pullRequest(scene.pull), with: {} });
  expect(ran.exitCode).toBe(2);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.annotations).toMatchInlineSnapshot(`
    [
      "error k8s-deploy: configuration: the inputs of the step cannot be used:
    command: missing; expected check, preview, up, drift, destroy, status, recover, outputs or comment
    What to do: action.yml and docs/action.md list the inputs, and the commands that know them",
    ]
  `);
});
