/** What `destroy` says, what it leaves, and what it leaves nothing of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { list } from '../setup/cluster.ts';
import { documentReader } from '../setup/document.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { openStory, type Story } from './plan/story.ts';
import { chartFiles, configMap, deployment, hookJob, release, stackFile } from './plan/web-chart.ts';

const plane = testPlane();
let story: Story;

const database = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: main, image: example.com/db:1.0.0, volumeMounts: [{name: data, mountPath: /data}]}]}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
const hookSecret = (name: string): string => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}}
stringData: {password: generated}
`;
const crd = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.destroy.example.com}
spec:
  group: destroy.example.com
  names: {kind: Gadget, plural: gadgets}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;

interface Told {
  readonly result: string;
  readonly stays: readonly { object: { kind: string; name: string }; reason: string }[];
  readonly lost: Told['stays'];
  readonly removed: readonly { object: { kind: string; name: string }; why: string }[];
  readonly counts: Readonly<Record<string, number>>;
}

const reasons = (those: Told['stays']): string[] =>
  those.map(({ object, reason }) => `${object.kind} ${object.name}: ${reason}`).toSorted();

const destroy = async (...args: string[]): Promise<Told> =>
  documentReader('destroy')((await must(story.run(['destroy', '--yes', '--json', ...args]))).stdout) as Told;

/** What is in the namespace, but for what is in every one. */
async function left(): Promise<string[]> {
  const kinds = {
    'v1/secrets': 'Secret',
    'v1/configmaps': 'ConfigMap',
    'v1/persistentvolumeclaims': 'PersistentVolumeClaim',
    'batch/v1/jobs': 'Job',
    'apps/v1/deployments': 'Deployment',
  };
  const found = await Promise.all(
    Object.entries(kinds).map(async ([resource, kind]) =>
      (await list(plane, resource, story.namespace)).map(({ metadata }) => `${kind} ${metadata.name}`),
    ),
  );
  return found
    .flat()
    .filter((text) => text !== 'ConfigMap kube-root-ca.crt')
    .toSorted();
}

beforeAll(async () => {
  story = await openStory('destroy', {
    files: {
      ...stackFile(
        `web: ${release('web')}\ndb: ${release('db')}`,
        'backing: { secrets: { login: { namespace: NAMESPACE, data: { password: { fromEnv: KAFKA_LOGIN } } } } }',
      ),
      ...chartFiles('web', {
        'web.yaml': deployment('web'),
        'once.yaml': hookJob('once', 'post-install'),
        'bye.yaml': hookJob('bye', 'post-delete'),
        'kept.yaml': configMap('kept', '{a: b}', '{helm.sh/resource-policy: keep}'),
        'crds/gadgets.yaml': crd,
      }),
      ...chartFiles('db', { 'db.yaml': database, 'secret.yaml': hookSecret('db-password') }),
    },
  });
  await must(story.run(['up', '--no-check']));
  await story.byHand('POST', `/api/v1/namespaces/${story.namespace}/configmaps`, {
    metadata: { name: 'of-somebody-else' },
  });
});
afterAll(async () => {
  await story.byHand(
    'DELETE',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.destroy.example.com',
  );
  await story.close();
});

test('it shows what goes and what stays, and does nothing unasked', async () => {
  const { exitCode, stderr } = await story.run(['destroy']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('was not confirmed');
  expect(stderr).toMatch(/Goes\n[^]*- Release web: Deployment[^]*Stays\n/);
  expect(stderr).toContain('Job plan-destroy/once: Helm leaves what hooks of web made');
  expect(stderr).toContain(
    '= PersistentVolumeClaim plan-destroy/data-db-0 of db: with the data on its volume',
  );
  expect(await left()).toContain('Deployment web');
});

test('a protected stack is refused, and the way out is told', async () => {
  story.edit('deploy.yaml', (text) =>
    text.replace('stacks: { dev: {} }', 'stacks: { dev: { protect: true } }'),
  );
  const { exitCode, stdout } = await story.run(['destroy', '--yes', '--json']);
  expect(exitCode).toBe(5);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
  expect(error).toMatchObject({
    code: 'findings',
    message: 'stack "dev" is protected (protect: true): it is not destroyed',
  });
  expect(error.hint).toContain('protect: false');
  story.edit('deploy.yaml', (text) => text.replace('protect: true', 'protect: false'));
});

test('data, kept objects, CRDs and what is of others stay; of hooks nothing does but the key to data', async () => {
  const told = await destroy();
  expect(told).toMatchObject({ result: 'succeeded', lost: [] });
  expect(reasons(told.stays)).toEqual([
    'ConfigMap kept: kept',
    'ConfigMap of-somebody-else: foreign',
    'CustomResourceDefinition gadgets.destroy.example.com: crd',
    'Namespace plan-destroy: namespace',
    'PersistentVolumeClaim data-db-0: claim',
    'Secret db-password: key',
  ]);
  expect(told.removed.map(({ object, why }) => `${object.kind} ${object.name} ${why}`).toSorted()).toEqual([
    'Job bye hook',
    'Job once hook',
  ]);
  expect(await left()).toEqual([
    'ConfigMap kept',
    'ConfigMap of-somebody-else',
    'PersistentVolumeClaim data-db-0',
    'Secret db-password',
  ]);
});

test('the namespace that stays is still the stack’s: up goes on in it', async () => {
  await must(story.run(['up', '--no-check']));
  expect(await left()).toContain('Deployment web');
});

test('--delete-namespaces says what is lost, and leaves nothing of the namespace', async () => {
  const told = await destroy('--delete-namespaces');
  expect(reasons(told.lost)).toEqual([
    'ConfigMap kept: kept',
    'ConfigMap of-somebody-else: foreign',
    'PersistentVolumeClaim data-db-0: claim',
    'Secret db-password: key',
  ]);
  expect(reasons(told.stays)).toEqual(['CustomResourceDefinition gadgets.destroy.example.com: crd']);
  const namespaces = await list(plane, 'v1/namespaces');
  expect(namespaces.map(({ metadata }) => metadata.name)).not.toContain(story.namespace);
});
