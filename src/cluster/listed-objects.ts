/** All objects of a list, page by page. */
import { isMap, listAt, textAt, type DataMap } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';

const pageSize = 500;
const mostPages = 20;

/** Metadata only: of nodes, the rest is long. */
export const metadataOnly = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

export type Listed = { readonly known: readonly DataMap[] } | { readonly unknown: string };

/** `path`: of a resource in all namespaces. What is refused or too long is no failure; then nothing of it is given. */
export async function listObjects(connection: Connection, path: string, accept?: string): Promise<Listed> {
  const plural = path.slice(path.lastIndexOf('/') + 1);
  const found: DataMap[] = [];
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const { status, body } = await connection.get(`${path}?limit=${pageSize}${more}`, accept);
    if (status === 404) return { known: [] }; // the API server has no such resource
    if (status !== 200) return { unknown: refusal(`list ${plural} of the whole cluster`, status) };
    found.push(...listAt(body, 'items').filter((item) => isMap(item)));
    next = textAt(body, 'metadata', 'continue') ?? '';
    if (next === '') return { known: found };
  }
  return { unknown: `the cluster has more than ${pageSize * mostPages} ${plural}` };
}

/** `list nodes of the whole cluster` */
export const refusal = (what: string, status: number): string =>
  status === 403 ? `no permission to ${what}` : `the API server answers ${status} to ${what}`;
