/** Rows 19-22: a planted secret is in nothing that leaves the step: log, annotations, summary, outputs, state, comment; with debug logging on as well. */
import { expect, test } from 'vitest';
import { openDeployment, password } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { findCanaries, known } from '../../setup/canaries.ts';

test('rows 19-22: a secret, with and without debug logging', async () => {
  const at = await openDeployment('preview-secrets');
  const planted = [
    known('password', password),
    known('token', at.github.token),
    known('passphrase', 'a passphrase of the scenarios'),
    known('approval key', '0123456789abcdef'.repeat(4)),
  ];
  const requests: string[] = [];
  for (const isDebug of [false, true]) {
    const ran = await at.step({ event: pullRequest(at.pull), with: { command: 'preview' }, isDebug });
    expect(ran.exitCode).toBe(0);
    requests.push(ran.requests);
    const { log, annotations, outputs, summary, state } = ran;
    for (const left of [log.text, annotations, outputs, summary, state, at.comments()])
      expect(findCanaries(JSON.stringify(left), planted)).toEqual([]);
  }
  expect(requests).toMatchInlineSnapshot(`
    [
      "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201",
      "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    PATCH /repos/acme/shop/issues/comments/1 200",
    ]
  `);
});
