/** Everything that the API server serves in two answers: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
import { listAt, textAt, type Data } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';
import type { GroupVersion, ServedKind } from './discovery.ts';

const list = (version: string): string =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
const accept = [list('v2'), list('v2beta1'), 'application/json'].join(',');

/** Null if the server does not know this form. */
export async function aggregated(connection: Connection): Promise<GroupVersion[] | null> {
  const answers = await Promise.all(
    ['/api', '/apis'].map(async (path) => await connection.get(path, accept)),
  );
  const isAggregated = answers.every(
    ({ status, body }) => status === 200 && textAt(body, 'kind') === 'APIGroupDiscoveryList',
  );
  return isAggregated ? answers.flatMap(({ body }) => listAt(body, 'items').flatMap(versionsOf)) : null;
}

function versionsOf(group: Data): GroupVersion[] {
  const name = textAt(group, 'metadata', 'name') ?? '';
  return listAt(group, 'versions').map((version) => {
    const number = textAt(version, 'version') ?? '';
    // What stands there is what was known when it last answered: kubectl and Helm leave it out.
    const isStale = textAt(version, 'freshness') === 'Stale';
    return {
      groupVersion: name === '' ? number : `${name}/${number}`,
      kinds: isStale ? null : listAt(version, 'resources').flatMap(kindsOf),
      isTold: !isStale,
    };
  });
}

function kindsOf(resource: Data): ServedKind[] {
  const name = textAt(resource, 'resource') ?? '';
  const namespaced = textAt(resource, 'scope') === 'Namespaced';
  const kind = textAt(resource, 'responseKind', 'kind');
  const own = kind === undefined || kind === '' ? [] : [{ kind, resource: name, namespaced }];
  const subresources = listAt(resource, 'subresources').flatMap((each) => {
    const itsKind = textAt(each, 'responseKind', 'kind');
    if (itsKind === undefined || itsKind === '') return [];
    return { kind: itsKind, resource: `${name}/${textAt(each, 'subresource') ?? ''}`, namespaced };
  });
  return [...own, ...subresources];
}
