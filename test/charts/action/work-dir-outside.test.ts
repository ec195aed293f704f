/** Row 3: a work-dir that leaves the workspace, by its text or by a link: refused before anything in it is read. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 3: a work-dir outside of the workspace', async () => {
  const scene = await openScene();
  symlinkSync('/etc', join(scene.checkout.root, 'linked'));
  for (const place of ['linked', '../..', '/etc', 'nowhere']) {
    const ran = await scene.step({
      event: pullRequest(scene.pull),
      with: { command: 'check', 'work-dir': place },
    });
    expect(ran.exitCode).toBe(2);
    expect(ran.outputs).toMatchInlineSnapshot(`
      {
        "code": "configuration",
      }
    `);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.log.text).toContain(
      `work-dir: "${place}" ${place === 'nowhere' ? 'does not exist' : 'leaves'}`,
    );
  }
});
