/** Row 11: the job must run in the environment that the step names: GitHub's own identity token of the job says in which it runs. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { push } from '../../setup/action/events.ts';

test('row 11: up in an environment', async () => {
  const at = await openDeployment('up-environment');
  const up = async (environment: string | null | undefined) =>
    await at.step({
      event: push(at.checkout.git('rev-parse', 'HEAD')),
      with: { command: 'up', comment: 'false', environment: 'production' },
      ...(environment === undefined ? {} : { identity: { environment } }),
    });
  const [withoutPermission, inNone, inOther, approved] = [
    await up(undefined),
    await up(null),
    await up('staging'),
    await up('production'),
  ];
  expect(withoutPermission.annotations).toEqual([expect.stringContaining('id-token')]);
  expect(inNone.exitCode).toBe(5);
  expect(inOther.exitCode).toBe(5);
  expect(inOther.annotations).toEqual([expect.stringContaining('staging')]);
  expect(approved.exitCode).toBe(0);
  expect([withoutPermission, inNone, inOther, approved].map(({ requests }) => requests))
    .toMatchInlineSnapshot(`
    [
      "",
      "GET /identity?api-version=2.0&audience=k8s-deploy 200",
      "GET /identity?api-version=2.0&audience=k8s-deploy 200",
      "GET /identity?api-version=2.0&audience=k8s-deploy 200",
    ]
  `);
});
