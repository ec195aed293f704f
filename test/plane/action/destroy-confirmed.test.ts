/** With the name of the stack once more it is removed: the release is gone, and its namespace with it. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { dispatch } from '../../setup/action/events.ts';
import { releaseRecords } from '../../setup/cluster.ts';

test('destroy', async () => {
  const at = await openDeployment('destroy');
  await at.apply();
  const ran = await at.step({
    event: dispatch(),
    with: { command: 'destroy', 'confirm-destroy': 'dev' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchObject({ result: 'succeeded', code: '' });
  expect(await at.replicas()).toBeNull();
  const records = await releaseRecords(at.plane);
  expect(records.filter(({ namespace }) => namespace === at.namespace)).toEqual([]);
});
