/** Reads of a cluster what the needs of a stack are judged by, and nothing else. */
import type { ClusterFacts, Fact, ListedFact, Objects, Questions } from '../contract/needs/facts.ts';
import { isMap, type DataMap } from '../kubernetes/data.ts';
import { reviewAccess } from './access-reviews.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { listObjects, metadataOnly, refusal } from './listed-objects.ts';

const paths: Readonly<Record<ListedFact, string>> = {
  storageClasses: '/apis/storage.k8s.io/v1/storageclasses',
  ingressClasses: '/apis/networking.k8s.io/v1/ingressclasses',
  apiServices: '/apis/apiregistration.k8s.io/v1/apiservices',
  nodes: '/api/v1/nodes',
  deployments: '/apis/apps/v1/deployments',
  daemonSets: '/apis/apps/v1/daemonsets',
};

const notAsked = { unknown: 'nobody asked for it' } as const;

/** What may not be read is told as such, and is no failure. Rejects with a `Failure` if the API server does not answer. */
export async function readClusterFacts(
  connection: Connection,
  discovery: Discovery,
  version: string | null,
  questions: Questions,
): Promise<ClusterFacts> {
  const list = async (name: ListedFact): Promise<Objects> =>
    questions.lists.has(name)
      ? await listObjects(connection, paths[name], name === 'nodes' ? metadataOnly : undefined)
      : notAsked;
  const [storageClasses, ingressClasses, apiServices, nodes, deployments, daemonSets, status, spaces, mayI] =
    await Promise.all([
      list('storageClasses'),
      list('ingressClasses'),
      list('apiServices'),
      list('nodes'),
      list('deployments'),
      list('daemonSets'),
      questions.autoscalerStatus
        ? readOne(connection, '/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status')
        : notAsked,
      Promise.all(
        questions.namespaces.map(
          async (name) =>
            [name, await readOne(connection, `/api/v1/namespaces/${encodeURIComponent(name)}`)] as const,
        ),
      ),
      reviewAccess(connection, questions.rights),
    ]);
  return {
    version,
    hasKind: (apiVersion, kind) => hasKind(discovery, apiVersion, kind),
    storageClasses,
    ingressClasses,
    apiServices,
    nodes,
    deployments,
    daemonSets,
    autoscalerStatus: status,
    namespaces: new Map(spaces),
    mayI,
  };
}

function hasKind(discovery: Discovery, apiVersion: string, kind: string): Fact<boolean> {
  return discovery.isUnknown(apiVersion)
    ? { unknown: `the API server does not tell what ${apiVersion} has` }
    : { known: discovery.resourceOf(apiVersion, kind) !== null };
}

async function readOne(connection: Connection, path: string): Promise<Fact<DataMap | null>> {
  const { status, body } = await connection.get(path);
  if (status === 404) return { known: null };
  if (status === 200 && isMap(body)) return { known: body };
  return { unknown: refusal(`get ${path.split('/').slice(-2).join(' ')}`, status) };
}
