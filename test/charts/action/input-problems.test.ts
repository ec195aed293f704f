/** Rows 1 and 2: everything that is wrong with the inputs, in one message; no program is started for it. */
import { expect, test } from 'vitest';
import { dispatch } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

test('rows 1 and 2: all problems of the inputs at once', async () => {
  const scene = await openScene();
  const ran = await scene.step({
    event: dispatch(),
    with: {
      command: 'up',
      stack: 'dev',
      'max-deletes': '-1',
      'max-replaces': 'NaN',
      parallel: '1e9',
      atomic: 'yes',
      timeout: '5 minutes',
      shard: '1/3',
      'expect-digest': `sha256:${'0'.repeat(64)}`,
      'approved-in': 'pull-request',
      'stack-outputs': 'plian',
    },
    env: { PATH: '' }, // whatever is started is not found
  });
  expect(ran.exitCode).toBe(2);
  expect(ran.requests).toMatchInlineSnapshot(`""`);
  expect(ran.outputs).toMatchInlineSnapshot(`
    {
      "code": "configuration",
    }
  `);
  expect(ran.log.text).toMatchInlineSnapshot(`
    "error (configuration): the inputs of the step cannot be used:
      max-deletes: expected a whole number from 0 to 999999999, found "-1"
      max-replaces: expected a whole number from 0 to 999999999, found "NaN"
      timeout: expected seconds, or a duration such as 90s, 15m or 1h30m, at most 24h, found "5 minutes"
      atomic: expected true or false, found "yes"
      parallel: expected a whole number from 1 to 64, found "1e9"
      stack-outputs: expected false, plain or with-secrets, found "plian"; did you mean "plain"?
      shard: up does not know it; it is for check
      expect-digest and approved-in: only one of them can say what was reviewed
      what to do: action.yml and docs/action.md list the inputs, and the commands that know them"
  `);
  expect(ran.annotations).toHaveLength(1);
});
