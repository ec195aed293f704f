/** `status` of what runs: the summary has it, and `require-ready` makes it a check. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { dispatch } from '../../setup/action/events.ts';

test('status', async () => {
  const at = await openDeployment('status');
  const status = async () =>
    await at.step({ event: dispatch(), with: { command: 'status', 'require-ready': 'true' } });
  const before = await status();
  expect(before.exitCode).toBe(1);
  await at.apply();
  const ready = await status();
  expect(ready.exitCode).toBe(0);
  expect(ready.outputs).toMatchInlineSnapshot(`
    {
      "code": "",
    }
  `);
  expect([before, ready].map(({ requests }) => requests)).toMatchInlineSnapshot(`
    [
      "",
      "",
    ]
  `);
  expect(ready.summary).toContain('hello');
});
