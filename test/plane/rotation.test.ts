import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { list } from '../setup/cluster.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';

const plane = testPlane();
let example: OpenExample;

interface Step {
  readonly operation: string;
  readonly kind: string;
  readonly name: string;
  readonly changedKeys: readonly string[];
}

const apply = async (environment: NodeJS.ProcessEnv = {}, command = 'up'): Promise<Step[]> => {
  const { stdout } = await must(example.run([command, '--json', '--stack', 'dev'], { environment }));
  return (JSON.parse(stdout) as { steps: { step: Step }[] }).steps.map(({ step }) => step);
};

/** Names of the Secrets that the stack made, and the one that the pods use. */
async function secretsInUse(): Promise<{ made: string[]; used: unknown }> {
  const made = (await list(plane, 'v1/secrets', 'hello'))
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith('hello-login'));
  const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
  const template = deployment?.spec?.['template'] as {
    spec: { containers: { envFrom: { secretRef: { name: string } }[] }[] };
  };
  return { made, used: template.spec.containers[0]?.envFrom[0]?.secretRef.name };
}

beforeAll(async () => {
  example = await openExample('plain-chart');
  await apply();
});
afterAll(async () => {
  await example.run(['destroy', '--yes', '--stack', 'dev']);
  example.remove();
});

test('a changed credential is a new Secret, a rollout, and then the end of the old one', async () => {
  const before = await secretsInUse();
  expect(before.made).toEqual([before.used]);
  const steps = await apply({ HELLO_PASSWORD: 'another password' });
  expect(steps.map(({ operation, kind, name }) => `${operation} ${kind} ${name}`)).toEqual([
    'replace Secret hello-login',
    'update Release hello',
  ]);
  const after = await secretsInUse();
  expect(after.made).toEqual([after.used]);
  expect(after.used).not.toEqual(before.used);
  expect(await apply({ HELLO_PASSWORD: 'another password' })).toEqual([]);
});

test('--expect-no-changes ends with 4 when there are changes, with 0 when there are none', async () => {
  const preview = (password: string) =>
    example.run(['preview', '--expect-no-changes', '--stack', 'dev'], {
      environment: { HELLO_PASSWORD: password },
    });
  expect((await preview('another password')).exitCode).toBe(0);
  expect((await preview('a third one')).exitCode).toBe(4);
});

test('an edited local chart is seen as a change, without a new version', async () => {
  appendFileSync(
    join(example.directory, 'charts/hello/templates/service.yaml'),
    '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-added\n',
  );
  const steps = await apply({ HELLO_PASSWORD: 'another password' });
  expect(steps).toMatchObject([{ operation: 'update', kind: 'Release', changedKeys: ['chart'] }]);
  const maps = await list(plane, 'v1/configmaps', 'hello');
  expect(maps.map(({ metadata }) => metadata.name)).toContain('hello-added');
});
