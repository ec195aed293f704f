/** Row 24: somebody else's run holds the stack: `locked`, with who it is, and nothing is changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scale } from '../../setup/action/checkout.ts';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';

test('row 24: up while another run holds the stack', async () => {
  const at = await openDeployment('up-locked');
  await at.apply();
  const locks = join(at.state, '.pulumi/locks/organization/plain-chart/dev');
  mkdirSync(locks, { recursive: true });
  const holder = {
    pid: 1,
    username: 'somebody',
    hostname: 'another-machine',
    timestamp: new Date().toISOString(),
  };
  writeFileSync(join(locks, '00000000-0000-4000-8000-000000000000.json'), JSON.stringify(holder));
  scale(at.checkout, 3);
  const merged = at.checkout.commit('Three replicas');
  const ran = await at.step({ event: push(merged), with: { command: 'up' } });
  expect(ran.exitCode).toBe(7);
  expect(ran.requests).toMatchInlineSnapshot(`"GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200"`);
  expect(ran.outputs).toMatchObject({ result: 'failed', code: 'locked' });
  expect(ran.annotations).toEqual([expect.stringContaining('another-machine')]);
  expect(await at.replicas()).toBe(1);
});
