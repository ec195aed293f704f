/** The nightly drift where there is none: green, and no issue. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { schedule } from '../../setup/action/events.ts';

test('no drift on schedule', async () => {
  const at = await openDeployment('drift-none');
  await at.apply();
  const ran = await at.step({ event: schedule, with: { command: 'drift', issue: 'true' } });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/issues?state=open&per_page=100 200"
  `);
  expect(ran.outputs).toMatchObject({ 'has-changes': 'false', code: '' });
  expect(at.github.issues).toEqual([]);
});
