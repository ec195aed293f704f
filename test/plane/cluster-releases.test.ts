/** What Helm really keeps of releases, in all the ways in which they end. */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/cluster/connection.ts';
import { readReleases } from '../../src/cluster/release-records.ts';
import { openRoom } from '../setup/room.ts';

const room = await openRoom('releases');
afterAll(() => room.close());

const wanted = (name: string, namespace = 'releases') => ({ key: `key of ${name}`, namespace, name });
const one = async (name: string, over: Connection = room.connection) => {
  const { releases, gaps } = await readReleases(over, [wanted(name)]);
  return { history: releases.get(`key of ${name}`), gaps };
};

describe('release records', () => {
  const shop = room.chart('shop', {
    'templates/map.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\nimmutable: true\ndata: {a: "{{ .Values.a }}"}',
    'templates/hook.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "{{ .Release.Name }}-hook"\n  annotations: {helm.sh/hook: "pre-upgrade,pre-install", helm.sh/hook-weight: "-5"}',
  });

  it('gives the last one, which is deployed', async () => {
    await room.helm(['install', 'first', shop, '--set', 'a=1']);
    const { history, gaps } = await one('first');
    expect(gaps).toEqual([]);
    expect(history?.latest).toMatchObject({
      revision: 1,
      status: 'deployed',
      description: 'Install complete',
      chart: { name: 'shop', version: '1.2.3', appVersion: '4.5' },
      values: { a: 1 },
    });
    expect(history?.applied).toBe(history?.latest);
    expect(history?.latest.manifest).toContain('data: {a: "1"}');
    expect(Math.abs(Date.parse(history?.latest.updated ?? '') - Date.now())).toBeLessThan(120_000);
    expect(history?.latest.hooks).toMatchObject([
      {
        template: 'shop/templates/hook.yaml',
        events: ['pre-upgrade', 'pre-install'],
        weight: -5,
        deletePolicies: ['before-hook-creation'],
      },
    ]);
  });

  it('gives the deployed one besides one that failed', async () => {
    await expect(room.helm(['upgrade', 'first', shop, '--set', 'a=2'])).rejects.toThrow('immutable');
    const { history } = await one('first');
    expect(history?.latest).toMatchObject({ revision: 2, status: 'failed', values: { a: 2 } });
    expect(history?.applied).toMatchObject({ revision: 1, status: 'deployed', values: { a: 1 } });
  });

  it('compares with one that failed where there is no other, and with none that was taken away', async () => {
    await room.create('/api/v1/namespaces/releases/configmaps', { metadata: { name: 'taken' } });
    const late = room.chart('late', {
      'templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}", finalizers: [no/]}',
    });
    await expect(room.helm(['install', 'late', late])).rejects.toThrow('finalizers');
    expect((await one('late')).history).toMatchObject({
      latest: { status: 'failed' },
      applied: { revision: 1 },
    });

    await room.helm(['install', 'brief', shop, '--set', 'a=1']);
    await room.helm(['uninstall', 'brief', '--keep-history']);
    expect((await one('brief')).history).toMatchObject({ latest: { status: 'uninstalled' }, applied: null });
  });

  it('reads ConfigMaps where they are kept there, and says where it cannot look', async () => {
    await room.helm(['install', 'mapped', shop, '--set', 'a=1'], { HELM_DRIVER: 'configmap' });
    expect((await one('mapped')).history).toBeUndefined();
    const over = (driver: string): Connection => room.connectAs({}, { PULUMI_K8S_HELM_DRIVER: driver });
    expect((await one('mapped', over('configmap'))).history).toMatchObject({ latest: { revision: 1 } });
    expect((await one('mapped', over('sql'))).gaps).toEqual([
      'PULUMI_K8S_HELM_DRIVER is "sql": what Helm keeps there of releases cannot be read',
    ]);
  });

  const keep = async (name: string, revision: number, status: string, release: Buffer): Promise<void> => {
    await room.create('/api/v1/namespaces/releases/secrets', {
      metadata: {
        name: `sh.helm.release.v1.${name}.v${revision}`,
        labels: { owner: 'helm', name, status, version: String(revision) },
      },
      type: 'helm.sh/release.v1',
      data: { release: Buffer.from(release.toString('base64')).toString('base64') },
    });
  };
  const packed = (record: object): Buffer => gzipSync(JSON.stringify(record));

  it.each([
    ['what is no record', Buffer.from('hunter2 is no record')],
    ['packed text', gzipSync('hunter2')],
    ['a record without end', gzipSync(Buffer.alloc(110 * 1024 ** 2, 32))],
  ])('names %s, not what stands in it', async (what, content) => {
    const name = `broken-${what.replaceAll(' ', '-')}`;
    await keep(name, 7, 'deployed', content);
    expect(await one(name)).toEqual({
      history: undefined,
      gaps: [`what Helm keeps of release ${name} in namespace releases, revision 7, cannot be read`],
    });
  });

  it('finds the right ones of many, page by page', async () => {
    for (let revision = 1; revision <= 45; revision += 1) {
      const status = revision === 12 ? 'deployed' : 'failed';
      await keep('long', revision, status, packed({ version: revision, info: { status } }));
    }
    expect((await one('long')).history).toMatchObject({
      latest: { revision: 45 },
      applied: { revision: 12 },
    });
  });

  it('of a history whose last is superseded, compares with that', async () => {
    await keep('odd', 1, 'superseded', packed({ version: 1, info: { status: 'superseded' } }));
    await keep('odd', 2, 'superseded', packed({ version: 2, info: { status: 'superseded' } }));
    expect((await one('odd')).history?.applied).toMatchObject({ revision: 2 });
  });

  it('knows nothing of what was never installed, in no namespace either', async () => {
    const found = await readReleases(room.connection, [wanted('never'), wanted('never', 'nowhere')]);
    expect(found).toEqual({ releases: new Map(), gaps: [] });
  });

  it('names the permission that it lacks', async () => {
    const found = await readReleases(await room.account(['watch']), [
      wanted('first'),
      wanted('late'),
      wanted('x', 'default'),
    ]);
    expect(found.releases.size).toBe(0);
    expect(found.gaps).toEqual([
      'no permission to list secrets in namespace default: what Helm keeps of its releases is not known',
      'no permission to list secrets in namespace releases: what Helm keeps of its releases is not known',
    ]);
  });
});
