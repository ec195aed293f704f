/** Whether the API server answers and knows who asks, before anything is written. */
import { textAt } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import { connect, type Connection } from './connection.ts';
import type { ClusterAddress } from './kubeconfig.ts';

/**
 * Gives the version of the API server, such as `1.33.3`; null if it does not say. Throws a `Failure`: `unreachable`, or
 * `authentication` if the kubeconfig's own credentials are refused, or a program gives none.
 */
export async function requireReachable(
  cluster: ClusterAddress,
  signal: AbortSignal,
  connection: Connection = connect(cluster, { environment: process.env, signal }),
): Promise<string | null> {
  try {
    const { body } = await connection.get('/version');
    return versionIn(textAt(body, 'gitVersion') ?? '');
  } catch (error) {
    // Of credentials that cannot be used here, only the provider can tell whether they are good.
    const unknown = cluster.credentials === null && cluster.plugin === undefined;
    if (unknown && error instanceof Failure && error.code === 'authentication') return null;
    throw error;
  }
}

/** `v1.33.3-eks-1-2` is 1.33.3. */
function versionIn(text: string): string | null {
  const [, version = null] = /^v(\d+\.\d+\.\d+)/.exec(text) ?? [];
  return version;
}
