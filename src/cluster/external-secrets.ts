/** ExternalSecrets of a namespace: who would make a Secret that is not there. */
import { isMap, listAt, type DataMap } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

const most = 500;

/** None if the cluster has no such kind, or they may not be listed. */
export async function externalSecretsIn(
  connection: Connection,
  discovery: Discovery,
  namespace: string,
): Promise<readonly DataMap[]> {
  const [apiVersion, kind] = ['external-secrets.io/v1', 'ExternalSecret'];
  const resource = discovery.resourceOf(apiVersion, kind) ?? discovery.otherVersionOf(apiVersion, kind);
  if (resource === null) return [];
  const { status, body } = await connection.get(
    `${resource.path(namespace, '').replace(/\/$/, '')}?limit=${most}`,
  );
  return status === 200 ? listAt(body, 'items').filter(isMap) : [];
}
