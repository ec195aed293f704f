/** `check` for Kubernetes versions that the input lists, one on each line or parted by commas. */
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('kube-versions', async () => {
  const scene = await openScene();
  const event = pullRequest(scene.pull);
  const kube = { command: 'check', 'kube-versions': '1.31\n1.33, 1.34', filter: 'hello/*' };
  const ran = await scene.step({ event, with: { ...kube, reports: 'json=check.json' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ verdict: 'passed', code: '' });
  const report = scene.checkout.read('check.json');
  for (const version of ['1.31', '1.33', '1.34']) expect(report).toContain(`"${version}`);
});
