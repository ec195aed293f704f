/** The pods of a workload, by its selector and by who owns them. */
import { at, isMap, listAt, mapAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { labelSelector, selectorText } from '../kubernetes/selectors.ts';
import type { Connection } from './connection.ts';

/** Of one workload: enough to tell what is wrong with them. */
const mostPods = 100;

export interface PodsOfWorkload {
  /** Of a Deployment; empty for others. */
  readonly replicaSets: readonly DataMap[];
  readonly pods: readonly DataMap[];
  /** Why some may be missing, one line each. */
  readonly gaps: readonly string[];
}

const none: PodsOfWorkload = { replicaSets: [], pods: [], gaps: [] };

/** `live`: a Deployment, StatefulSet, DaemonSet, ReplicaSet or Job as it is in the cluster, or a Pod, which is its own. Others have none. */
export async function podsOf(connection: Connection, live: DataMap): Promise<PodsOfWorkload> {
  const kind = textAt(live, 'kind') ?? '';
  if (kind === 'Pod') return { ...none, pods: [live] };
  if (!owners.has(kind)) return none;
  const [sets, pods] = await Promise.all([
    kind === 'Deployment' ? selected(connection, live, replicaSetsOf) : { items: [], gaps: [] },
    selected(connection, live, podsIn),
  ]);
  const replicaSets = sets.items.filter((set) => isOwnedBy(set, [live]));
  const own = pods.items.filter((pod) => isOwnedBy(pod, kind === 'Deployment' ? replicaSets : [live]));
  return { replicaSets, pods: own, gaps: [...sets.gaps, ...pods.gaps] };
}

const owners = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

interface Listed {
  readonly base: string;
  readonly plural: string;
  /** Lists leave these out of their items. */
  readonly apiVersion: string;
  readonly kind: string;
}

const podsIn: Listed = { base: '/api/v1', plural: 'pods', apiVersion: 'v1', kind: 'Pod' };
const replicaSetsOf: Listed = {
  base: '/apis/apps/v1',
  plural: 'replicasets',
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
};

async function selected(
  connection: Connection,
  live: DataMap,
  { base, plural, apiVersion, kind }: Listed,
): Promise<{ readonly items: readonly DataMap[]; readonly gaps: readonly string[] }> {
  const namespace = textAt(live, 'metadata', 'namespace') ?? 'default';
  const selector = labelSelector(at(live, 'spec', 'selector'));
  if (selector.length === 0) return { items: [], gaps: [] }; // would be all of the namespace
  const query = `limit=${mostPods}&labelSelector=${encodeURIComponent(selectorText(selector))}`;
  const { status, body } = await connection.get(
    `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}?${query}`,
  );
  const items = listAt(body, 'items').filter(isMap);
  if (status === 200) {
    const isCut = (textAt(body, 'metadata', 'continue') ?? '') !== '';
    const gaps = isCut
      ? [
          `${plural} of ${textAt(live, 'metadata', 'name') ?? ''} in namespace ${namespace}: only ${mostPods} are looked at`,
        ]
      : [];
    return { items: items.map((item) => ({ apiVersion, kind, ...item })), gaps };
  }
  return {
    items: [],
    gaps: [
      status === 403
        ? `no permission to list ${plural} in namespace ${namespace}`
        : `${plural} in namespace ${namespace} cannot be listed (${status})`,
    ],
  };
}

const isOwnedBy = (object: Data, candidates: readonly DataMap[]): boolean => {
  const uids = new Set(candidates.map((owner) => textAt(owner, 'metadata', 'uid')));
  return listAt(mapAt(object, 'metadata'), 'ownerReferences').some((owner) => uids.has(textAt(owner, 'uid')));
};
