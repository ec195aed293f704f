import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KubernetesObject, list } from '../setup/cluster.ts';
import { examples } from '../setup/examples.ts';
import { must, type OpenExample, openExample } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import { bucketExists } from '../setup/s3.ts';

const plane = testPlane();
const unchanged = { create: 0, update: 0, replace: 0, delete: 0, import: 0 };

interface Applied {
  readonly counts: Record<string, number>;
  readonly releases: readonly { readonly name: string; readonly namespace: string }[];
}

interface Planned {
  readonly counts: { readonly resources: Record<string, number> };
}

const json = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout);

/** Everything that a destroy could forget: namespaces, and what lives outside of them. */
async function inventory(): Promise<string[]> {
  const kinds = [
    'v1/namespaces',
    'v1/persistentvolumeclaims',
    'rbac.authorization.k8s.io/v1/clusterroles',
    'rbac.authorization.k8s.io/v1/clusterrolebindings',
  ];
  const objects = await Promise.all(kinds.map(async (kind) => (await list(plane, kind)).map(nameIn(kind))));
  return objects.flat().toSorted();
}

/** What others have left may go meanwhile. */
const newSince = async (before: readonly string[]): Promise<string[]> =>
  (await inventory()).filter((name) => !before.includes(name));

const nameIn =
  (kind: string) =>
  ({ metadata: { name, namespace } }: KubernetesObject): string =>
    `${kind} ${namespace ?? ''}/${name}`;

test('there is an example for each system, for a plain chart, and for all systems together', () => {
  expect(examples.toSorted()).toEqual([
    'data-platform',
    'ksml-application',
    'ksml-provisioner',
    'leoflow',
    'logstream-worker-group',
    'plain-chart',
    'sf2loki',
  ]);
});

describe.each(examples)('example %s', (name) => {
  let example: OpenExample;
  let before: string[];
  const run = (...args: string[]): ReturnType<OpenExample['run']> =>
    must(example.run([...args, '--stack', 'dev', '--json']));

  beforeAll(async () => {
    before = await inventory();
    example = await openExample(name);
  });
  afterAll(() => example.remove());

  test('previews on an empty cluster, and the preview changes nothing there', async () => {
    const { resources: counts } = (json(await run('preview')) as Planned).counts;
    expect(counts).toMatchObject({ ...unchanged, create: expect.any(Number) as number });
    expect(counts['create']).toBeGreaterThan(2);
    expect(await newSince(before)).toEqual([]);
  });

  test('is applied: every workload becomes available', async () => {
    const { counts, releases } = json(await run('up')) as Applied;
    expect(counts['create']).toBeGreaterThan(2);
    const namespaces = new Set(releases.map(({ namespace }) => namespace));
    const served = new Set<string>();
    for (const resource of ['apps/v1/deployments', 'apps/v1/statefulsets']) {
      for (const { metadata, spec, status } of await list(plane, resource)) {
        if (!namespaces.has(metadata.namespace ?? '')) continue;
        served.add(metadata.labels?.['app.kubernetes.io/instance'] ?? metadata.name);
        expect({ name: metadata.name, ready: status?.['readyReplicas'] }).toEqual({
          name: metadata.name,
          ready: spec?.['replicas'],
        });
      }
    }
    expect([...served].toSorted()).toEqual(releases.map((release) => release.name).toSorted()); // none without a workload
  });

  test('applied again, nothing changes', async () => {
    const { counts } = json(await run('up')) as Applied;
    expect(counts).toMatchObject(unchanged);
    expect(counts['same']).toBeGreaterThan(2);
  });

  test('destroyed, nothing is left but the bucket', async () => {
    const outputs = json(await run('outputs')) as { buckets: string[] };
    await run('destroy', '--yes', '--delete-namespaces');
    expect(await newSince(before)).toEqual([]);
    for (const bucket of outputs.buckets) expect(await bucketExists(plane.s3, bucket)).toBe(true);
  });
});
