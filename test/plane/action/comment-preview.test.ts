/** `/deploy preview` by somebody who may write, with the head that they have seen checked out: done, and told in the same comment as always. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { commented } from '../../setup/action/events.ts';

const writer = { id: 2, login: 'writer', isBot: false };

test('/deploy preview by a writer', async () => {
  const at = await openDeployment('comment-preview');
  const { checkout, github, pull } = at;
  github.roles.set(writer.login, 'write');
  github.pushes.push({ ref: 'refs/heads/topic', after: pull.head, at: at.runner.now() });
  const comment = github.addComment(pull, writer, '/deploy preview');
  const main = checkout.git('rev-parse', 'HEAD~1'); // which the workflow itself comes from
  const ran = await at.step({
    event: { ...commented(pull, comment), sha: main },
    with: { command: 'comment' },
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/collaborators/writer/permission 200
    GET /repos/acme/shop/pulls/7 200
    GET /repos/acme/shop/activity?ref=refs%2Fheads%2Ftopic&per_page=100 200
    GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    POST /repos/acme/shop/issues/7/comments 201"
  `);
  expect(ran.outputs).toMatchObject({ verdict: 'changes', code: '' });
  expect(at.comments()).toEqual(['/deploy preview', expect.stringMatching(/^### 🔵 Live plan/)]);
});
