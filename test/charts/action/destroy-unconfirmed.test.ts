/** Without the name of the stack once more nothing is destroyed, and no cluster is asked. */
import { expect, test } from 'vitest';
import { dispatch } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('destroy without the right confirmation', async () => {
  const scene = await openScene();
  for (const confirmed of ['', 'prod']) {
    const ran = await scene.step({
      event: dispatch(),
      with: { command: 'destroy', stack: 'dev', 'confirm-destroy': confirmed },
    });
    expect(ran.exitCode).toBe(2);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.annotations).toEqual([
      expect.stringContaining('confirm-destroy: expected the name of the stack'),
    ]);
  }
});
