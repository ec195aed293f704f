/** Without a token: what needs one says so, with what to write; nothing is applied. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';

test('up without a token', async () => {
  const at = await openDeployment('up-tokenless');
  const ran = await at.step({
    event: push(at.checkout.git('rev-parse', 'HEAD')),
    with: { command: 'up', 'approved-in': 'pull-request', token: '' },
  });
  expect(ran.exitCode).toBe(2);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ code: 'configuration' });
  expect(ran.annotations).toEqual([expect.stringContaining('token')]);
  expect(await at.replicas()).toBeNull();
});
