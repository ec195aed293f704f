import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { list } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { putAwsSecrets, testPlane } from '../setup/plane-environment.ts';

/** The backing resources that a stack file declares itself, beside those of the plain-chart example. */
const declared = `
  externalSecrets:
    hello-remote:
      namespace: hello
      store: { provider: aws, region: eu-west-1, serviceAccount: hello-eso }
      data: { password: { key: hello/password } }
  serviceAccounts:
    hello-eso:
      namespace: hello
      annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/hello" }
  roles:
    hello-reader:
      namespace: hello
      rules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]
      subjects: [{ serviceAccount: hello-eso }]
`;
const plane = testPlane();
let example: OpenExample;

const up = (password: string): Promise<unknown> =>
  must(example.run(['up', '--stack', 'dev'], { environment: { HELLO_PASSWORD: password } }));

beforeAll(async () => {
  example = await openExample('plain-chart');
  await putAwsSecrets(plane, 'eu-west-1', { 'hello/password': 'from far away' });
  const path = join(example.directory, 'deploy.yaml');
  const text = readFileSync(path, 'utf8')
    .replace(
      '      namespace: hello\n      data: { username',
      '      namespace: hello\n      fixedName: hello-fixed\n      data: { username',
    )
    .replace('\nreleases:', `${declared}\nreleases:`)
    .replace('      caConfigMap:', '      rolledBy: { resourceVersionOf: hello-login }\n      caConfigMap:');
  expect(text).toContain('fixedName');
  writeFileSync(path, text);
  const template = join(example.directory, 'charts/hello/templates/deployment.yaml');
  writeFileSync(
    template,
    readFileSync(template, 'utf8').replace(
      '    metadata:\n      labels:',
      '    metadata:\n      annotations: { rolled-by: {{ .Values.rolledBy | quote }} }\n      labels:',
    ),
  );
  await up('one');
});
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev']);
  example.remove();
});

test('an ExternalSecret of the stack is filled through its own SecretStore and service account', async () => {
  await vi.waitFor(
    async () => {
      const secrets = await list(plane, 'v1/secrets', 'hello');
      const filled = secrets.find(({ metadata }) => metadata.name === 'hello-remote');
      expect(Buffer.from(filled?.data?.['password'] ?? '', 'base64').toString()).toBe('from far away');
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('a Role of the stack is bound to its subject', async () => {
  const [role] = await list(plane, 'rbac.authorization.k8s.io/v1/roles', 'hello');
  expect(role).toMatchObject({
    metadata: { name: 'hello-reader' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
  });
  const [binding] = await list(plane, 'rbac.authorization.k8s.io/v1/rolebindings', 'hello');
  expect(binding).toMatchObject({
    roleRef: { kind: 'Role', name: 'hello-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'hello-eso', namespace: 'hello' }],
  });
});

test('a Secret with a fixed name is updated in place, and its resourceVersion rolls the pods', async () => {
  const look = async (): Promise<{ uid: unknown; password: string; rolledBy: unknown }> => {
    const secret = (await list(plane, 'v1/secrets', 'hello')).find(
      ({ metadata }) => metadata.name === 'hello-fixed',
    );
    const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
    const template = deployment?.spec?.['template'] as { metadata: { annotations: Record<string, string> } };
    return {
      uid: secret?.metadata.uid,
      password: Buffer.from(secret?.data?.['password'] ?? '', 'base64').toString(),
      rolledBy: template.metadata.annotations['rolled-by'],
    };
  };
  const before = await look();
  expect(before.password).toBe('one');
  await up('two');
  const after = await look();
  expect(after).toMatchObject({ uid: before.uid, password: 'two' });
  expect(after.rolledBy).not.toEqual(before.rolledBy);
});
