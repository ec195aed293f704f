/** Row 1: an input that is not there: the runner warns and passes it on, and we say which one was meant. */
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 1: a misspelt input', async () => {
  const scene = await openScene();
  const ran = await scene.step({ event: pullRequest(scene.pull), with: { command: 'check', stak: 'dev' } });
  expect(ran.exitCode).toBe(2);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchInlineSnapshot(`
    {
      "code": "configuration",
    }
  `);
  expect(ran.annotations).toMatchInlineSnapshot(`
    [
      "error k8s-deploy: configuration: the inputs of the step cannot be used:
    stak: there is no such input; did you mean "stack"?
    What to do: action.yml and docs/action.md list the inputs, and the commands that know them",
    ]
  `);
});
