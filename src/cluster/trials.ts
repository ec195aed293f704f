/** Asks the API server again for what it has refused: without anything being written, for its reason and the object that it is about. */
import { textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

const mostTrials = 100;

export interface Tried {
  readonly object: ObjectId;
  /** The words of the API server. */
  readonly message: string;
}

/** Those of the objects whose making is refused: a dry run of a server-side apply, in which admission takes part. */
export async function refusedNow(
  connection: Connection,
  discovery: Discovery,
  objects: readonly { readonly id: ObjectId; readonly manifest: DataMap }[],
): Promise<Tried[]> {
  const tried = await Promise.all(
    objects.slice(0, mostTrials).map(async ({ id, manifest }): Promise<Tried[]> => {
      const resource = discovery.resourceOf(id.apiVersion, id.kind);
      if (resource === null) return [];
      const { status, body } = await connection.dryRunApply(resource.path(id.namespace, id.name), manifest);
      const message = textAt(body, 'message');
      return status < 400 || message === undefined ? [] : [{ object: id, message }];
    }),
  );
  return tried.flat();
}
