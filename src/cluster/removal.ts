/** Deletes one object, and what belongs to it. */
import { isMap, textAt } from '../kubernetes/data.ts';
import { objectText, type ObjectId } from '../kubernetes/object-id.ts';
import { Failure } from '../stack/failure.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

/**
 * Only the very object that is there now: one that is made anew in between stays. No failure if there is none. Rejects with a `Failure` if the API server refuses.
 */
export async function removeObject(
  connection: Connection,
  discovery: Discovery,
  id: ObjectId,
): Promise<void> {
  const resource =
    discovery.resourceOf(id.apiVersion, id.kind) ?? discovery.otherVersionOf(id.apiVersion, id.kind);
  if (resource === null) return; // its kind has gone, and it with it
  const path = resource.path(id.namespace, id.name);
  const found = await connection.get(path);
  if (found.status === 404) return;
  const uid = textAt(found.body, 'metadata', 'uid');
  const { status, body } = await connection.change('DELETE', path, {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    ...(uid === undefined ? {} : { preconditions: { uid } }),
  });
  if (status < 300 || status === 404 || status === 409) return;
  const said = isMap(body) ? textAt(body, 'message') : undefined;
  throw new Failure(
    status === 403 ? 'authentication' : 'failed',
    `${objectText(id)} cannot be deleted (${status})${said === undefined ? '' : `: ${said}`}`,
  );
}
