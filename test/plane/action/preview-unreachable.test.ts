/** A preview of a cluster that does not answer: red with `unreachable`, and the comment of before does not stay green. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { pullRequest } from '../../setup/action/events.ts';

const kubeconfig = `apiVersion: v1
kind: Config
current-context: gone
clusters: [{name: gone, cluster: {server: "https://127.0.0.1:9"}}]
users: [{name: gone, user: {token: canary-of-nobody}}]
contexts: [{name: gone, context: {cluster: gone, user: gone}}]
`;

test('a preview that fails', async () => {
  const at = await openDeployment('preview-unreachable');
  const event = pullRequest(at.pull);
  await at.step({ event, with: { command: 'preview' } });
  expect(at.comments()).toEqual([expect.stringMatching(/^### 🔵/)]);
  const ran = await at.step({ event, with: { command: 'preview', kubeconfig } });
  expect(ran.exitCode).toBe(6);
  expect(ran.requests).toMatchInlineSnapshot(`
    "GET /repos/acme/shop/issues/7/comments?per_page=100 200
    POST /graphql 200
    PATCH /repos/acme/shop/issues/comments/1 200"
  `);
  expect(ran.outputs).toMatchObject({ verdict: 'failed', code: 'unreachable' });
  expect(at.comments()).toEqual([expect.stringMatching(/^### ❌ preview of dev failed: unreachable/)]);
  expect(JSON.stringify([ran.log.text, ran.annotations, ran.summary, at.comments()])).not.toContain(
    'canary-of-nobody',
  );
});
