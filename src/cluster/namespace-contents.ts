/** All that is in a namespace, whoever made it: names and labels, never contents. */
import { listAt, textAt, textsAt, type Data } from '../kubernetes/data.ts';
import { groupOf, type ObjectId } from '../kubernetes/object-id.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { metadataOnly } from './listed-objects.ts';

const pageSize = 500;
const mostPages = 20; // of one kind

export interface FoundObject {
  readonly id: ObjectId;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** It goes with another object. */
  readonly isOwned: boolean;
}

export interface NamespaceContents {
  readonly objects: readonly FoundObject[];
  /** Kinds of which it is not known what there is, one line each. */
  readonly gaps: readonly string[];
}

/** What comes and goes by itself, or mirrors other objects. */
const fleeting: ReadonlySet<string> = new Set(['/Event', '/Endpoints', 'events.k8s.io/Event']);
const virtualGroups: ReadonlySet<string> = new Set(['metrics.k8s.io', 'authorization.k8s.io']);

/** `kinds`: only these, such as `Secret`; by default all. A namespace that is not there is empty. */
export async function namespaceContents(
  connection: Connection,
  discovery: Discovery,
  namespace: string,
  kinds?: ReadonlySet<string>,
): Promise<NamespaceContents> {
  const wanted = discovery.namespacedKinds.filter(
    ({ apiVersion, kind }) =>
      (kinds?.has(kind) ?? true) &&
      !virtualGroups.has(groupOf(apiVersion)) &&
      !fleeting.has(`${groupOf(apiVersion)}/${kind}`),
  );
  const gaps: string[] = [];
  const found = await Promise.all(
    wanted.map(async (each) => {
      const one = discovery.resourceOf(each.apiVersion, each.kind)?.path(namespace, 'any');
      if (one === undefined) return [];
      const { objects, status } = await listed(connection, one.slice(0, one.lastIndexOf('/')));
      if (status !== 200) gaps.push(refusal(each.kind, namespace, status));
      return objects.map((object) => foundObject(object, each, namespace));
    }),
  );
  return { objects: found.flat(), gaps: gaps.toSorted() };
}

/** Status 405: of the kind there is nothing to list, such as reviews of rights. */
async function listed(
  connection: Connection,
  path: string,
): Promise<{ readonly objects: readonly Data[]; readonly status: number }> {
  const objects: Data[] = [];
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const { status, body } = await connection.get(`${path}?limit=${pageSize}${more}`, metadataOnly);
    if (status === 404 || status === 405) return { objects, status: 200 };
    if (status !== 200) return { objects, status };
    objects.push(...listAt(body, 'items'));
    next = textAt(body, 'metadata', 'continue') ?? '';
    if (next === '') break;
  }
  return { objects, status: 200 };
}

const foundObject = (
  object: Data,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  namespace: string,
): FoundObject => ({
  id: { apiVersion, kind, namespace, name: textAt(object, 'metadata', 'name') ?? '' },
  labels: textsAt(object, 'metadata', 'labels'),
  annotations: textsAt(object, 'metadata', 'annotations'),
  isOwned: listAt(object, 'metadata', 'ownerReferences').length > 0,
});

const refusal = (kind: string, namespace: string, status: number): string =>
  status === 403
    ? `no permission to list ${kind} in namespace ${namespace}: what is there is not known`
    : `${kind} in namespace ${namespace} cannot be listed (${status}): what is there is not known`;
