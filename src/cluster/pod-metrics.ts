/** What the Metrics API (metrics.k8s.io) has measured of pods. */
import { listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { podUsage, type PodUsage } from '../kubernetes/pod-usage.ts';
import { Failure } from '../stack/failure.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';

const apiVersion = 'metrics.k8s.io/v1beta1';

/** In the order of the pods. Rejects with a `Failure` that says why if nothing is measured in this cluster, or it may not be read. */
export async function readUsage(
  connection: Connection,
  discovery: Discovery,
  pods: readonly DataMap[],
): Promise<PodUsage[]> {
  requireMetrics(discovery);
  const namespaces = new Set(pods.map(namespaceOf));
  const measured = new Map<string, Data>();
  await Promise.all(
    [...namespaces].map(async (namespace) => {
      for (const metrics of await listMetrics(connection, namespace)) measured.set(keyOf(metrics), metrics);
    }),
  );
  return pods.map((pod) => podUsage(pod, measured.get(keyOf(pod))));
}

const namespaceOf = (object: Data): string => textAt(object, 'metadata', 'namespace') ?? 'default';
const keyOf = (object: Data): string => `${namespaceOf(object)}/${textAt(object, 'metadata', 'name') ?? ''}`;

const install =
  'metrics-server serves it on most clusters: install it (https://github.com/kubernetes-sigs/metrics-server), or turn on the add-on of the cloud provider';

function requireMetrics(discovery: Discovery): void {
  if (discovery.resourceOf(apiVersion, 'PodMetrics') !== null) return;
  if (discovery.isUnknown(apiVersion)) throw silent();
  throw new Failure('failed', `the cluster has no Metrics API (${apiVersion}): nothing measures its pods`, {
    hint: install,
  });
}

const silent = (): Failure =>
  new Failure('failed', `the cluster has a Metrics API (${apiVersion}), but what serves it does not answer`, {
    hint: 'see `kubectl get apiservice v1beta1.metrics.k8s.io`, and the log of metrics-server in kube-system',
  });

async function listMetrics(connection: Connection, namespace: string): Promise<readonly Data[]> {
  const { status, body } = await connection.get(
    `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/pods`,
  );
  if (status === 200) return listAt(body, 'items');
  if (status === 503) throw silent();
  if (status === 403) {
    throw new Failure('failed', `no permission to list pods.metrics.k8s.io in namespace ${namespace}`, {
      hint: 'the right to list pods of the API group metrics.k8s.io is needed there',
    });
  }
  const reason = textAt(body, 'message') ?? `it answers ${status}`;
  throw new Failure('failed', `the Metrics API cannot be read in namespace ${namespace}: ${reason}`, {
    hint: install,
  });
}
