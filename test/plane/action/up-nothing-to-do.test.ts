/** Applied already: green, with no changes and no second revision. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';
import { releaseRecords } from '../../setup/cluster.ts';

test('up with nothing to do', async () => {
  const at = await openDeployment('up-nothing');
  await at.apply();
  const ran = await at.step({
    event: push(at.checkout.git('rev-parse', 'HEAD')),
    with: { command: 'up' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`"GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200"`);
  expect(ran.outputs).toMatchObject({ result: 'succeeded', 'has-changes': 'false', code: '' });
  const records = await releaseRecords(at.plane);
  expect(records.filter(({ namespace }) => namespace === at.namespace)).toHaveLength(1);
});
