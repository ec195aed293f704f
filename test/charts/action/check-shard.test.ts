/** `check` as three jobs of a matrix: each case is checked in one of them. */
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('shards', async () => {
  const scene = await openScene();
  const event = pullRequest(scene.pull);
  const counts: number[] = [];
  for (const shard of ['', '1/3', '2/3', '3/3']) {
    const ran = await scene.step({ event, with: { command: 'check', shard } });
    expect(ran.exitCode).toBe(0);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    counts.push((JSON.parse(ran.outputs['counts'] ?? '{}') as { cases: number }).cases);
  }
  const [all = 0, ...parts] = counts;
  expect(parts.every((part) => part > 0 && part < all)).toBe(true);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(all);
});
