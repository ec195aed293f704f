/** `/deploy up` on a merged pull request, by somebody who may write: what its preview showed is applied. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { commented, pullRequest } from '../../setup/action/events.ts';

const writer = { id: 2, login: 'writer', isBot: false };

test('/deploy up by a writer after the merge', async () => {
  const at = await openDeployment('comment-up');
  at.github.roles.set(writer.login, 'write');
  const previewed = await at.step({ event: pullRequest(at.pull), with: { command: 'preview' } });
  at.merge(at.checkout.git('rev-parse', 'HEAD'));
  const comment = at.github.addComment(at.pull, writer, '/deploy up');
  const ran = await at.step({
    event: commented(at.pull, comment),
    with: { command: 'comment', 'approved-in': 'pull-request' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/collaborators/writer/permission 200
    GET /repos/acme/shop/pulls/7 200
    POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    GET /repos/acme/shop/commits/SHA/pulls?per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({ result: 'succeeded', digest: previewed.outputs['digest'] });
  expect(await at.replicas()).toBe(1);
});
