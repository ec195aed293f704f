/** Row 4: names that are options, commands or lines: refused by an allow-list, and nothing of them is run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 4: names with shell text', async () => {
  const scene = await openScene();
  const trace = join(scene.checkout.root, 'was-run');
  const names = [
    '--help',
    `dev; touch ${trace}`,
    `$(touch ${trace})`,
    `dev\ntouch ${trace}`,
    '`id`',
    '../dev',
    'a&b',
  ];
  for (const stack of names) {
    const ran = await scene.step({ event: pullRequest(scene.pull), with: { command: 'check', stack } });
    expect(ran.exitCode).toBe(2);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.annotations).toEqual([expect.stringContaining('stack: expected a stack')]);
    expect(ran.log.commands).toEqual([]);
  }
  expect(existsSync(trace)).toBe(false);
});
