/** Row 8: what a chart and a stack file say is shown, and obeyed by nobody: not by the runner, not by GitHub's Markdown, not as our own marker. */
import { expect, test } from 'vitest';
import { workDir } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';
import { expectSafe } from '../../unit/report/plan/safe-markdown.ts';

const attack = [
  '::add-mask::dev',
  '::set-output name=verdict::passed',
  '::set-output name=digest::sha256:0',
  '##[error]forged',
  '```',
  '</details><script>x</script>',
  '@all',
  '<!-- k8s-deploy:comment v1 e30 - -->',
  '\u001B[2J',
].join('\n');

test('row 8: hostile text in what fails', async () => {
  const scene = await openScene();
  scene.checkout.write({
    [`${workDir}/charts/hello/templates/attack.yaml`]: `{{ fail ${JSON.stringify(attack)} }}`,
  });
  const ran = await scene.step({ event: pullRequest(scene.pull), with: { command: 'check' } });
  expect(ran.exitCode).toBe(5);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'findings', code: 'findings' });
  expect(ran.outputs).not.toHaveProperty('digest');
  expect(ran.log.masks.map(({ value }) => value)).toEqual([scene.github.token]);
  expect(ran.log.commands).toEqual([]);
  expect(ran.annotations.filter((line) => line.startsWith('error forged'))).toEqual([]);
  expect(ran.log.text).not.toContain('\u001B');
  expectSafe(ran.summary, { characters: 1_000_000, bytes: 1_000_000 });
});
