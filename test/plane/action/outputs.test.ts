/** The outputs of the stack: none by default, and as JSON where the step asks for the plain ones. */
import { expect, test } from 'vitest';
import { openDeployment } from '../../setup/action/deployment.ts';
import { dispatch } from '../../setup/action/events.ts';

test('outputs of the stack', async () => {
  const at = await openDeployment('outputs');
  await at.apply();
  const outputs = async (how: string) =>
    await at.step({ event: dispatch(), with: { command: 'outputs', 'stack-outputs': how } });

  const none = await outputs('false');
  expect(none.exitCode).toBe(0);
  expect(none.outputs).toMatchInlineSnapshot(`
    {
      "code": "",
    }
  `);

  const plain = await outputs('plain');
  expect(plain.exitCode).toBe(0);
  expect(plain.outputs['stack-outputs']).toMatchInlineSnapshot(
    `"{"buckets":[],"namespaces":["action-outputs"],"releases":{"hello":{"name":"hello","namespace":"action-outputs"}},"services":{"hello":["hello.action-outputs.svc.cluster.local"]}}"`,
  );
  expect([none, plain].map(({ requests }) => requests)).toMatchInlineSnapshot(`
    [
      "",
      "",
    ]
  `);
});
