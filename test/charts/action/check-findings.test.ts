/** `check` on a pull request that breaks a rule: red, with an annotation at the line, also without any permission. */
import { expect, test } from 'vitest';
import { stackFile } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('a check with findings', async () => {
  const scene = await openScene();
  scene.checkout.edit(stackFile, (text) => text.replace('loginSecret:', 'replcas: 2\n      loginSecret:'));
  const ran = await scene.step({ event: pullRequest(scene.pull), with: { command: 'check' } });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'findings', code: 'findings' });
  expect(JSON.parse(ran.outputs['counts'] ?? '')).toMatchObject({ error: 1, warning: 0 });
  expect(ran.annotations).toMatchInlineSnapshot(`
    [
      "error deploy/deploy.yaml:22 values/unknown-key dev: hello/install: chart hello knows no value replcas: no default, schema or template mentions it
    What to do: Did you mean replicas?",
    ]
  `);
  expect(ran.summary).toMatch(/^### ❌/);
});
