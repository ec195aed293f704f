/** By hand, with the digest that a preview gave: the wrong one is refused, the right one applied, and once more there is nothing to do. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { dispatch, pullRequest } from '../../setup/action/events.ts';

test('up with the expected digest', async () => {
  const at = await openDeployment('up-expected');
  const { outputs } = await at.step({ event: pullRequest(at.pull), with: { command: 'preview' } });
  const up = async (digest: string) =>
    await at.step({
      event: dispatch(),
      with: { command: 'up', comment: 'false', 'expect-digest': digest },
    });
  const wrong = await up(`sha256:${'0'.repeat(64)}`);
  expect(wrong.exitCode).toBe(5);
  expect(wrong.requests).toMatchInlineSnapshot(`""`);
  expect(await at.replicas()).toBeNull();

  const right = await up(outputs['digest'] ?? '');
  expect(right.exitCode).toBe(0);
  expect(right.requests).toMatchInlineSnapshot(`""`);
  expect(right.outputs).toMatchObject({ result: 'succeeded', 'has-changes': 'true' });
  expect(await at.replicas()).toBe(1);
});
