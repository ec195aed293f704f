/** Objects as they are in the cluster, against what the API server would make of them. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isAsApplied } from '../../src/cluster/as-applied.ts';
import { discover } from '../../src/cluster/discovery.ts';
import { readLive } from '../../src/cluster/live-objects.ts';
import { readReleases } from '../../src/cluster/release-records.ts';
import { at, listAt, mapAt, textAt, type Data, type DataMap } from '../../src/kubernetes/data.ts';
import { objectKey, type ObjectId } from '../../src/kubernetes/object-id.ts';
import { openRoom } from '../setup/room.ts';

const room = await openRoom('objects');
const discovery = await discover(room.connection);
afterAll(() => room.close());

/** But for what every write changes, and what controllers do meanwhile. */
function isSame(one: DataMap, other: DataMap): boolean {
  const told = (object: DataMap): DataMap => {
    const { status: _, metadata, ...rest } = object;
    return { ...rest, labels: mapAt(metadata, 'labels'), annotations: mapAt(metadata, 'annotations') };
  };
  return isDeepStrictEqual(told(one), told(other));
}

describe('live objects', () => {
  const deployment = (name: string, over: DataMap = {}): DataMap => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'example.com/main:1',
              env: [{ name: 'A', value: '1' }],
              ports: [{ containerPort: 80 }],
              ...over,
            },
          ],
          nodeSelector: { disk: 'fast' },
        },
      },
    },
  });
  const idOf = (manifest: DataMap, namespace: string | null = 'objects'): ObjectId => ({
    apiVersion: textAt(manifest, 'apiVersion') ?? '',
    kind: textAt(manifest, 'kind') ?? '',
    namespace,
    name: textAt(manifest, 'metadata', 'name') ?? '',
  });
  const pathOf = (name: string): string => `/apis/apps/v1/namespaces/objects/deployments/${name}`;
  const put = async (manifest: DataMap): Promise<void> => {
    await room.create('/apis/apps/v1/namespaces/objects/deployments', manifest);
  };
  const look = async (applied: DataMap, over = room.connection) => {
    const { live, gaps } = await readLive(over, discovery, [{ id: idOf(applied), applied }]);
    return { found: live.get(objectKey(idOf(applied))), gaps };
  };
  const container = (object: Data | undefined): Data | undefined =>
    at(object, 'spec', 'template', 'spec', 'containers', 0);

  it('shows what somebody changed by hand, and what an apply would make of it', async () => {
    const applied = deployment('edited');
    await put(applied);
    const containers = [{ name: 'main', image: 'example.com/main:2', env: [{ name: 'B', value: '2' }] }];
    await room.edit(
      pathOf('edited'),
      { spec: { template: { spec: { containers } } } },
      'application/strategic-merge-patch+json',
    );
    const { found, gaps } = await look(applied);
    expect(gaps).toEqual([]);
    expect(textAt(container(found?.live), 'image')).toBe('example.com/main:2');
    expect(textAt(container(found?.dryRun), 'image')).toBe('example.com/main:1');
    // What others have added stays.
    expect(listAt(container(found?.dryRun), 'env').map((each) => textAt(each, 'name'))).toEqual(['B', 'A']);
    for (const key of ['managedFields', 'generation', 'resourceVersion']) {
      expect(at(found?.dryRun, 'metadata', key)).toEqual(at(found?.live, 'metadata', key));
    }
    const after = (await room.connection.get(pathOf('edited'))).body;
    expect(textAt(container(after), 'image'), 'nothing was written').toBe('example.com/main:2');
  });

  it('takes the same quantity written otherwise for the same', async () => {
    const applied = deployment('spelt', { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } });
    await put(applied);
    const { found } = await look(applied);
    expect(found?.dryRun).toBe(found?.live);
    expect(textAt(container(found?.live), 'resources', 'requests', 'cpu')).toBe('1');
  });

  it('tells what is not there: object, namespace, kind', async () => {
    const applied = deployment('absent');
    const ids: ObjectId[] = [
      idOf(applied),
      { ...idOf(applied), namespace: 'nowhere' },
      { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'objects', name: 'w' },
      { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'nowhere' },
    ];
    const { live, gaps } = await readLive(
      room.connection,
      discovery,
      ids.map((id) => ({ id, applied })),
    );
    expect(gaps).toEqual([]);
    expect(ids.map((id) => live.get(objectKey(id)))).toEqual(
      ids.map(() => ({ live: null, dryRun: null, owner: null })),
    );
  });

  it('finds an object whose API version the server has no more', async () => {
    const applied = deployment('aged');
    await put(applied);
    const id = { ...idOf(applied), apiVersion: 'apps/v1beta1' };
    const { live, gaps } = await readLive(room.connection, discovery, [{ id, applied }]);
    expect(textAt(live.get(objectKey(id))?.live, 'metadata', 'name')).toBe('aged');
    expect(gaps).toEqual([
      'the API server has Deployment no more in apps/v1beta1: drift is told by comparing fields',
    ]);
  });

  it('tells whose an object is', async () => {
    const notes = { 'meta.helm.sh/release-name': 'theirs', 'meta.helm.sh/release-namespace': 'elsewhere' };
    const applied = deployment('owned');
    await put({ ...applied, metadata: { name: 'owned', annotations: notes } });
    expect((await look(applied)).found?.owner).toEqual({ release: 'theirs', namespace: 'elsewhere' });
  });

  it('compares fields where it may not patch or the server refuses, and says so once', async () => {
    const names = ['held-1', 'held-2'];
    for (const name of names) await put(deployment(name));
    const reader = await room.account(['get']);
    const asked = names.map((name) => ({
      id: idOf(deployment(name)),
      applied: deployment(name, { image: 'x:2' }),
    }));
    const { live, gaps } = await readLive(reader, discovery, asked);
    expect(live.size).toBe(2);
    expect([...live.values()].every(({ dryRun }) => dryRun === null)).toBe(true);
    expect(gaps).toEqual([
      'no permission to patch deployments.apps in namespace objects, not even in a dry run: drift is told by comparing fields',
    ]);
    const refused = await look(deployment('held-1', { image: '' }));
    expect(refused.found).toMatchObject({ live: { kind: 'Deployment' }, dryRun: null });
    expect(refused.gaps).toEqual([
      'the API server refuses the dry run of an apply of deployments.apps in namespace objects (422): drift is told by comparing fields',
    ]);
    const blind = await look(deployment('held-1'), await room.account(['watch']));
    expect(blind.found).toBeUndefined();
    expect(blind.gaps).toEqual([
      'no permission to get deployments.apps in namespace objects: whether they are there, and as they were applied, is not known',
    ]);
  });

  it('needs no dry run where everything is as it was applied, and only there', async () => {
    const applied = deployment('kept');
    await put(applied);
    const path = pathOf('kept');
    /** Whether it is told without the server, and what the server tells. */
    const both = async (): Promise<readonly [boolean, boolean]> => {
      const live = (await room.connection.get(path)).body as DataMap;
      const dryRun = (await room.connection.dryRunApply(path, applied)).body as DataMap;
      return [isAsApplied(applied, live), isSame(live, dryRun)];
    };
    await expect.poll(both).toEqual([true, true]);
    // What is merged key by key may have more: annotations of the pods, labels of the object.
    await room.edit(path, {
      metadata: { labels: { more: 'x' } },
      spec: { template: { metadata: { annotations: { b: 'x' } } } },
    });
    await expect.poll(both).toEqual([true, true]);
    // What is set as a whole may not.
    await room.edit(path, { spec: { template: { spec: { nodeSelector: { zone: 'x' } } } } });
    await expect.poll(both).toEqual([false, false]);
    await room.edit(path, { spec: { template: { spec: { nodeSelector: { zone: null } } } } });
    await expect.poll(both).toEqual([true, true]);
    await room.edit(path, { spec: { replicas: 1, paused: true } });
    await expect.poll(both).toEqual([false, false]);
  });

  it.each(['redis', 'postgresql', 'logstream-workergroup', 'ksml-provisioner', 'sf2loki'])(
    'tells of %s, installed by Helm, what the server tells',
    async (chart) => {
      await room.helm([
        'install',
        chart,
        join(import.meta.dirname, '../fixtures/charts', chart),
        '--no-hooks',
      ]);
      const { releases } = await readReleases(room.connection, [
        { key: 'k', namespace: room.namespace, name: chart },
      ]);
      const manifests = parseAllDocuments(releases.get('k')?.applied?.manifest ?? '').map(
        (document) => document.toJS() as DataMap,
      );
      expect(manifests.length).toBeGreaterThan(2);
      // Controllers write, too, in the first moments of an object.
      await vi.waitFor(async () => {
        const asked = manifests.map((applied) => ({ id: idOf(applied), applied }));
        const { live, gaps } = await readLive(room.connection, discovery, asked);
        expect(gaps).toEqual([]);
        for (const { id, applied } of asked) {
          const found = live.get(objectKey(id));
          const path = discovery.resourceOf(id.apiVersion, id.kind)?.path(id.namespace, id.name) ?? '';
          const answer = (await room.connection.dryRunApply(path, applied)).body as DataMap;
          expect({ path, same: isSame(found?.dryRun ?? {}, answer) }).toEqual({ path, same: true });
          expect(found?.owner).toEqual({ release: chart, namespace: room.namespace });
        }
      });
    },
  );

  it('reads 60 objects as one', async () => {
    const manifests = Array.from({ length: 60 }, (_, index) => deployment(`many-${index}`));
    await Promise.all(manifests.map(put));
    const asked = manifests.map((applied) => ({ id: idOf(applied), applied }));
    const { live } = await readLive(room.connection, discovery, asked);
    expect([...live.values()].filter(({ dryRun }) => dryRun !== null)).toHaveLength(60);
  });
});
