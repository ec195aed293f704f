/** The nightly drift where somebody has changed something by hand: an issue is opened, the next night it is not touched, and once it is set back it is closed. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { schedule } from '../../setup/action/events.ts';

test('drift on schedule', async () => {
  const at = await openDeployment('drift-found');
  await at.apply();
  await at.edit({ spec: { replicas: 5 } });
  const nightly = async () => await at.step({ event: schedule, with: { command: 'drift', issue: 'true' } });

  const first = await nightly();
  expect(first.exitCode).toBe(4);
  expect(first.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/issues?state=open&per_page=100 200
    POST /repos/acme/shop/issues 201"
  `);
  expect(first.outputs).toMatchObject({ 'has-changes': 'true', code: 'changes' });
  expect(first.summary).toContain('hello');
  expect(at.github.issues).toMatchObject([{ state: 'open' }]);

  const second = await nightly();
  expect(second.exitCode).toBe(4);
  expect(second.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/issues?state=open&per_page=100 200"
  `);

  await at.edit({ spec: { replicas: 1 } });
  const third = await nightly();
  expect(third.exitCode).toBe(0);
  expect(third.requests).toMatchInlineSnapshot(`
    "POST /graphql 200
    GET /repos/acme/shop/issues?state=open&per_page=100 200
    PATCH /repos/acme/shop/issues/1 200"
  `);
  expect(at.github.issues).toMatchObject([{ state: 'closed' }]);
});
