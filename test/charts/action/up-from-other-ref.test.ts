/** Row 11: nothing is applied from a branch or a tag that is not allowed, by default any but the default branch. */
import { expect, test } from 'vitest';
import { dispatch, push } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('row 11: up from a ref that is not allowed', async () => {
  const scene = await openScene();
  const sha = scene.checkout.git('rev-parse', 'HEAD');
  const attempts = [
    [push(sha, 'refs/heads/topic'), '', '"topic"'],
    [push(sha, 'refs/tags/main'), '', '"refs/tags/main"'],
    [dispatch('refs/heads/main'), 'release/*', '"main"'],
    [dispatch('refs/heads/release/1/x'), 'release/*', '"release/1/x"'],
  ] as const;
  for (const [event, allowed, named] of attempts) {
    const ran = await scene.step({ event, with: { command: 'up', stack: 'dev', 'allowed-refs': allowed } });
    expect(ran.exitCode).toBe(5);
    expect(ran.requests).toMatchInlineSnapshot(`""`);
    expect(ran.annotations).toEqual([expect.stringContaining(`up does not run from ${named}`)]);
  }
});
