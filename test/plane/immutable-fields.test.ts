/** Helm and the API server judge our risks: an upgrade fails where we say so, and nowhere else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room } from '../setup/room.ts';
import { cases } from '../unit/plan/risks/immutable-cases.ts';
import { manifest, risksIn, service } from '../unit/plan/risks/world.ts';

const claim = (spec: string): string =>
  manifest('v1', 'PersistentVolumeClaim', 'data', `spec: {accessModes: [ReadWriteOnce], ${spec}}`);
const size = (storage: string): string => `resources: {requests: {storage: ${storage}}}`;

const all: readonly (readonly [string, string, string])[] = [
  ...cases.map(([name, before, after]) => [name, before, after] as const),
  ['a smaller claim', claim(size('2Gi')), claim(size('1Gi'))],
  ['a claim of the same size', claim(size('1Gi')), claim(size('1024Mi'))],
  [
    'a claim of another class',
    claim(`storageClassName: one, ${size('1Gi')}`),
    claim(`storageClassName: two, ${size('1Gi')}`),
  ],
  [
    'a claim shared by more',
    claim(size('1Gi')),
    claim(size('1Gi')).replace('ReadWriteOnce', 'ReadWriteMany'),
  ],
  ['a headless Service', service('web', 'clusterIP: None'), service('web', 'type: ClusterIP')],
  ['a Service that opens a port', service('web'), service('web', 'type: NodePort')],
  [
    'a Service that leads elsewhere',
    service('web'),
    service('web', 'type: ExternalName, externalName: example.com'),
  ],
];

/** Helm takes a while for each, most of it waiting. */
const lanes = 3;

describe('what the API server refuses', () => {
  const rooms: Room[] = [];
  beforeAll(async () => {
    for (let lane = 0; lane < lanes; lane++) rooms.push(await openRoom(`immutable-${lane}`));
  });
  afterAll(async () => {
    await Promise.all(rooms.map(async (room) => await room.close()));
  });

  test('is what is told as an error', { timeout: 600_000 }, async () => {
    const verdicts = await Promise.all(
      rooms.map(async (room, lane) => {
        const found: { name: string; said: string | null; told: boolean }[] = [];
        for (const [index, [name, before, after]] of all.entries()) {
          if (index % lanes !== lane) continue;
          const told = risksIn({ before, after }).some(({ severity }) => severity === 'error');
          found.push({ name, told, said: await refusal(room, `case-${index}`, before, after) });
        }
        return found;
      }),
    );
    const wrong = verdicts.flat().filter(({ said, told }) => (said !== null) !== told);
    expect(wrong).toEqual([]);
    // Nothing but the object itself is at fault.
    for (const { said } of verdicts.flat())
      expect(said ?? 'is invalid').toMatch(/cannot patch|is invalid|forbidden/i);
    expect(verdicts.flat()).toHaveLength(all.length);
  });
});

/** What Helm says to the upgrade; null if it goes through. */
async function refusal(room: Room, release: string, before: string, after: string): Promise<string | null> {
  const chart = (text: string, version: string): string =>
    room.chart(`${release}-${version}`, { 'templates/all.yaml': text });
  await room.helm(['install', release, chart(before, 'before')]);
  const said = await room.helm(['upgrade', release, chart(after, 'after')]).then(
    () => null,
    (error: unknown) => String(error),
  );
  await room.helm(['uninstall', release]);
  return said;
}

describe('what Helm refuses', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom('taken');
  });
  afterAll(() => room.close());

  test('is a name in use, and the hint says how it is taken over', async () => {
    const chart = room.chart('settings', { 'templates/all.yaml': manifest('v1', 'ConfigMap', 'settings') });
    await room.helm(['install', 'web', chart]);
    await expect(room.helm(['install', 'web', chart])).rejects.toThrow(
      'cannot re-use a name that is still in use',
    );
    const record = { revision: 1, status: 'deployed', updated: '', appliedRevision: 1 } as const;
    const [risk] = risksIn({ plan: { operation: 'create', name: 'web', namespace: 'taken', record } });
    expect(risk).toMatchObject({ id: 'adopt', severity: 'error' });
    expect(risk?.hint).toContain('set adopt: true');
  });

  test('is a name whose history is kept', async () => {
    const chart = room.chart('kept', { 'templates/all.yaml': manifest('v1', 'ConfigMap', 'kept') });
    await room.helm(['install', 'kept', chart]);
    await room.helm(['uninstall', 'kept', '--keep-history']);
    await expect(room.helm(['install', 'kept', chart])).rejects.toThrow(
      'cannot re-use a name that is still in use',
    );
    await expect(room.helm(['upgrade', 'kept', chart])).rejects.toThrow('has no deployed releases');
  });

  test('is an object of somebody else, until it is handed over as the hint says', async () => {
    const text = manifest('v1', 'ConfigMap', 'theirs');
    const chart = room.chart('theirs', { 'templates/all.yaml': text });
    const path = '/api/v1/namespaces/taken/configmaps';
    await room.create(path, { metadata: { name: 'theirs' } });
    await expect(room.helm(['install', 'theirs', chart])).rejects.toThrow(
      'cannot be imported into the current release',
    );
    const plan = { operation: 'create', name: 'theirs', namespace: 'taken' } as const;
    const [risk] = risksIn({
      after: text,
      live: text.replace('{name: theirs}', '{name: theirs, namespace: taken}'),
      plan,
    });
    const marks = [...(risk?.hint ?? '').matchAll(/(\S+)=(\S+)/g)].map(
      ([, key, value]) => [key, value] as const,
    );
    const annotations = Object.fromEntries(marks.filter(([key]) => key?.startsWith('meta.helm.sh/')));
    const labels = Object.fromEntries(marks.filter(([key]) => !key?.startsWith('meta.helm.sh/')));
    await room.edit(`${path}/theirs`, { metadata: { annotations, labels } });
    await room.helm(['install', 'theirs', chart]);
  });
});
