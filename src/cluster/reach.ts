/** Whether the API server answers, asked before anything is written. */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { Failure } from '../stack/failure.ts';
import type { ClusterAddress } from './kubeconfig.ts';

const limitMilliseconds = 10_000;

/** Any HTTP answer will do: whether the credentials are good is for the provider to find out. */
export async function requireReachable(cluster: ClusterAddress, signal: AbortSignal): Promise<void> {
  const url = new URL('/version', cluster.server);
  const deadline = AbortSignal.timeout(limitMilliseconds);
  try {
    await new Promise<void>((resolve, reject) => {
      const request = (url.protocol === 'http:' ? plain : secure)(
        url,
        {
          signal: AbortSignal.any([signal, deadline]),
          rejectUnauthorized: !cluster.insecure,
          ...(cluster.ca === null ? {} : { ca: cluster.ca }),
        },
        (response) => {
          response.destroy();
          resolve();
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
