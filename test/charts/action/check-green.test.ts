/** `check` on a pull request whose stack is as it should be: nothing is asked of GitHub, the summary and the outputs say so. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('a check without findings', async () => {
  const scene = await openScene();
  const ran = await scene.step({ event: pullRequest(scene.pull), with: { command: 'check' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'passed', code: '' });
  expect(JSON.parse(ran.outputs['counts'] ?? '')).toMatchObject({ error: 0, warning: 0, cases: 24 });
  expect(readFileSync(ran.outputs['report-path'] ?? '', 'utf8')).toMatch(/^### ✅/);
  expect(ran.annotations).toEqual([]);
  expect(ran.summary).toMatch(/^### ✅/);
});
