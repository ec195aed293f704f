/** What the API server serves, asked for version by version: of servers before 1.27, or where what stands before them knows no other form. */
import { at, listAt, textAt, type Data } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';
import type { GroupVersion } from './discovery.ts';

/** Null if the server does not tell. */
export async function listedOneByOne(connection: Connection): Promise<GroupVersion[] | null> {
  const [core, groups] = await Promise.all([connection.get('/api'), connection.get('/apis')]);
  if (core.status !== 200 || groups.status !== 200) return null;
  const versions = [
    ...listAt(core.body, 'versions').flatMap((version) => (typeof version === 'string' ? version : [])),
    ...listAt(groups.body, 'groups').flatMap((group) =>
      listAt(group, 'versions').flatMap((version) => textAt(version, 'groupVersion') ?? []),
    ),
  ];
  return await Promise.all(versions.map(async (groupVersion) => await versionOf(connection, groupVersion)));
}

async function versionOf(connection: Connection, groupVersion: string): Promise<GroupVersion> {
  const path = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  const { status, body } = await connection.get(path);
  // In this form Helm tells charts of a version that does not answer.
  if (status !== 200) return { groupVersion, kinds: null, isTold: true };
  return { groupVersion, kinds: listAt(body, 'resources').map(kindOf), isTold: true };
}

const kindOf = (resource: Data) => ({
  kind: textAt(resource, 'kind') ?? '',
  resource: textAt(resource, 'name') ?? '',
  namespaced: at(resource, 'namespaced') === true,
});
