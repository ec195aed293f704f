/** Whether the API server answers and knows who asks, before anything is written. */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { Failure } from '../stack/failure.ts';
import type { ClusterAddress } from './kubeconfig.ts';

const limitMilliseconds = 10_000;
const limitCharacters = 10_000;

/**
 * Gives the version of the API server, such as `1.33.3`; null if it does not say. Throws a `Failure`: `unreachable`, or
 * `authentication` if the kubeconfig's own credentials are refused.
 */
export async function requireReachable(cluster: ClusterAddress, signal: AbortSignal): Promise<string | null> {
  const { status, text } = await ask(cluster, signal);
  if (status !== 401 || cluster.credentials === null) return versionIn(text);
  throw new Failure(
    'authentication',
    `the API server of context "${cluster.context}" at ${cluster.server} refuses the credentials of the kubeconfig`,
    { hint: 'sign in to the cluster again, or choose another context; nothing was changed' },
  );
}

/** `v1.33.3-eks-1-2` is 1.33.3. */
function versionIn(text: string): string | null {
  const [, version = null] = /"gitVersion":\s*"v(\d+\.\d+\.\d+)/.exec(text) ?? [];
  return version;
}

/** The answer, whatever it is. */
async function ask(
  cluster: ClusterAddress,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const url = new URL('/version', cluster.server);
  const deadline = AbortSignal.timeout(limitMilliseconds);
  const { token, certificate, key } = cluster.credentials ?? {};
  try {
    return await new Promise((resolve, reject) => {
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
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
            if (text.length > limitCharacters) response.destroy();
          });
          response.on('close', () => resolve({ status: response.statusCode ?? 0, text }));
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
