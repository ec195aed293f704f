/** Writes objects as they were applied, where somebody has changed or deleted them since. */
import { mapAt, textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Answer, Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

/** Who the managed fields name then. */
const fieldManager = 'k8s-deploy';

export type Written =
  | { readonly result: 'written' }
  /** It is no longer what it was when it was looked at. */
  | { readonly result: 'moved' }
  | { readonly result: 'refused'; readonly why: string };

interface Server {
  readonly connection: Connection;
  readonly discovery: Discovery;
}

/** In the place of the live one, if that is still of the same resourceVersion. */
export async function replaceObject(server: Server, id: ObjectId, object: DataMap): Promise<Written> {
  const path = pathOf(server, id);
  if (path === null) return unknownKind(id);
  return written(await server.connection.change('PUT', `${path}?fieldManager=${fieldManager}`, object));
}

/** Anew, as Helm would: with the notes by which it knows what is its own. */
export async function createObject(
  server: Server,
  id: ObjectId,
  {
    manifest,
    release,
  }: { readonly manifest: DataMap; readonly release: { name: string; namespace: string } },
): Promise<Written> {
  const path = pathOf(server, id);
  if (path === null) return unknownKind(id);
  const metadata = mapAt(manifest, 'metadata');
  const object = {
    ...manifest,
    metadata: {
      ...metadata,
      ...(id.namespace === null ? {} : { namespace: id.namespace }),
      labels: { ...mapAt(metadata, 'labels'), 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        ...mapAt(metadata, 'annotations'),
        'meta.helm.sh/release-name': release.name,
        'meta.helm.sh/release-namespace': release.namespace,
      },
    },
  };
  const collection = path.slice(0, path.lastIndexOf('/'));
  return written(
    await server.connection.change('POST', `${collection}?fieldManager=${fieldManager}`, object),
  );
}

const pathOf = ({ discovery }: Server, { apiVersion, kind, namespace, name }: ObjectId): string | null =>
  discovery.resourceOf(apiVersion, kind)?.path(namespace, name) ?? null;

const unknownKind = ({ apiVersion, kind }: ObjectId): Written => ({
  result: 'refused',
  why: `the API server has no ${kind} in ${apiVersion}`,
});

function written({ status, body }: Answer): Written {
  if (status === 200 || status === 201) return { result: 'written' };
  if (status === 409 || status === 404) return { result: 'moved' };
  return { result: 'refused', why: `${status}: ${textAt(body, 'message') ?? 'no reason given'}` };
}
