/** Whether the API server answers and knows who asks, before anything is written. */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { Failure } from '../stack/failure.ts';
import type { ClusterAddress } from './kubeconfig.ts';

const limitMilliseconds = 10_000;

/** Throws a `Failure`: `unreachable`, or `authentication` if the kubeconfig's own credentials are refused. */
export async function requireReachable(cluster: ClusterAddress, signal: AbortSignal): Promise<void> {
  const status = await ask(cluster, signal);
  if (status !== 401 || cluster.credentials === null) return;
  throw new Failure(
    'authentication',
    `the API server of context "${cluster.context}" at ${cluster.server} refuses the credentials of the kubeconfig`,
    { hint: 'sign in to the cluster again, or choose another context; nothing was changed' },
  );
}

/** The status of the answer, whatever it is. */
async function ask(cluster: ClusterAddress, signal: AbortSignal): Promise<number> {
  const url = new URL('/version', cluster.server);
  const deadline = AbortSignal.timeout(limitMilliseconds);
  const { token, certificate, key } = cluster.credentials ?? {};
  try {
    return await new Promise<number>((resolve, reject) => {
      const request = (url.protocol === 'http:' ? plain : secure)(
        url,
        {
          signal: AbortSignal.any([signal, deadline]),
          rejectUnauthorized: !cluster.insecure,
          ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
          ...(certificate === undefined ? {} : { cert: certificate, key }),
          ...(cluster.ca === null ? {} : { ca: cluster.ca }),
        },
        (response) => {
          response.destroy();
          resolve(response.statusCode ?? 0);
        },
      );
      request.on('error', reject).end();
    });
  } catch (error) {
    if (signal.aborted)
      throw new Failure('cancelled', 'cancelled while the cluster was asked', { cause: error });
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = deadline.aborted ? `no answer in ${limitMilliseconds / 1000} s` : (code ?? message);
    throw new Failure(
      'unreachable',
      `the API server of context "${cluster.context}" at ${cluster.server} cannot be reached (${reason})`,
      {
        hint: 'check the network, a VPN or proxy, and that the kubeconfig belongs to this cluster; nothing was changed',
        cause: error,
      },
    );
  }
}
