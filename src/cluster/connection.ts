/** The API server, as its kubeconfig's user asks it. Only `change` changes anything in it. */
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import { credentialSource, type Learn } from './credentials.ts';
import type { ClusterAddress, Credentials } from './kubeconfig.ts';
import { proxyOf } from './proxy.ts';
import { pauseBefore, type RequestKind } from './retries.ts';
import { slots } from './slots.ts';
import { openTransport, type Method, type Received, type Sent, type Transport } from './transport.ts';

const atOnce = 16;

export interface ConnectionOptions {
  /** For proxies and credential plugins, and `PULUMI_K8S_HELM_DRIVER`. */
  readonly environment: NodeJS.ProcessEnv;
  /** Ends requests under way, and credential plugins. */
  readonly signal: AbortSignal;
  /** Is told of tokens and keys before they are used. */
  readonly learn?: Learn;
}

/** Any status but 401 is an answer. A body that is no JSON is text. */
export interface Answer {
  readonly status: number;
  readonly body: Data;
}

export interface Connection {
  readonly environment: NodeJS.ProcessEnv;
  /** `path` with its query: `/api/v1/namespaces`. `accept`: by default JSON. */
  get(path: string, accept?: string): Promise<Answer>;
  /** What the server would make of a server-side apply of the object, which wins every conflict; nothing is written. */
  dryRunApply(path: string, manifest: Data): Promise<Answer>;
  /**
   * Writes, or asks by POST (a review of rights). `type`: of the body; by default JSON. What broke on the way is not sent again: nobody knows whether
   * it was done.
   */
  change(method: Exclude<Method, 'GET'>, path: string, body: Data, type?: string): Promise<Answer>;
  /**
   * The text of an answer as it comes; until the server or `signal` ends it. Gives the status. `isEndless`: of one that may be silent for long, such as a
   * log that is followed.
   */
  follow(
    path: string,
    onText: (text: string) => void,
    signal?: AbortSignal,
    isEndless?: boolean,
  ): Promise<number>;
  /** Ends idle connections. They do not keep the process alive, so that nobody has to. */
  close(): void;
}

/** Who the managed fields of a dry run name. */
const fieldManager = 'k8s-deploy-drift';

/**
 * Asks nothing yet. Requests reject with a `Failure`: `unreachable`, `authentication`, `cancelled`. Throws one, `configuration`,
 * for a proxy that cannot be used.
 */
export function connect(address: ClusterAddress, options: ConnectionOptions): Connection {
  const { environment, signal, learn = () => {} } = options;
  const source = credentialSource(address, { environment, signal, learn });
  const proxy = proxyOf(address, environment, learn);
  const turn = slots(atOnce);
  const transports = new Map<Buffer | null, Transport>(); // by the certificate that it shows
  const transportOf = (credentials: Credentials): Transport => {
    const key = credentials.certificate ?? null;
    const transport = transports.get(key) ?? openTransport(address, credentials, proxy);
    transports.set(key, transport);
    return transport;
  };
  const end = (): void => {
    for (const transport of transports.values()) transport.close();
  };
  signal.addEventListener('abort', end, { once: true });

  const attempt = async (sent: Sent, credentials: Credentials): Promise<Received | Error> => {
    if (signal.aborted) throw cancelled();
    try {
      const headers = { ...sent.headers, ...authorization(credentials), ...address.impersonation };
      return await transportOf(credentials).send({ ...sent, headers });
    } catch (error) {
      if (signal.aborted) throw cancelled(error);
      return error as Error;
    }
  };

  const ask = async (sent: Sent): Promise<Answer> => {
    let mayRenew = true;
    for (let number = 1; ; number += 1) {
      const credentials = await source.current();
      const outcome = await attempt(sent, credentials);
      if ('status' in outcome && outcome.status === 401) {
        if (!mayRenew || !(await source.renewed(credentials))) throw unauthenticated(address);
        mayRenew = false;
        continue;
      }
      const pause = pauseBefore(number, outcome, kindOf(sent));
      if (pause !== null) await rest(pause, signal);
      else if ('status' in outcome) return { status: outcome.status, body: outcome.body };
      else throw unreachable(address, outcome);
    }
  };

  return {
    environment,
    get: async (path, accept = 'application/json') =>
      await turn(async () => await ask({ method: 'GET', path, headers: { accept }, body: null })),
    dryRunApply: async (path, manifest) =>
      await turn(
        async () =>
          await ask({
            method: 'PATCH',
            path: `${path}?dryRun=All&force=true&fieldManager=${fieldManager}`,
            headers: { accept: 'application/json', 'content-type': 'application/apply-patch+yaml' },
            body: JSON.stringify(manifest), // which is YAML, too
          }),
      ),
    change: async (method, path, body, type = 'application/json') =>
      await turn(
        async () =>
          await ask({
            method,
            path,
            headers: { accept: 'application/json', 'content-type': type },
            body: JSON.stringify(body),
          }),
      ),
    follow: async (path, onText, called, isEndless) => {
      const credentials = await source.current();
      const headers = { accept: '*/*', ...authorization(credentials), ...address.impersonation };
      try {
        return await transportOf(credentials).stream({ method: 'GET', path, headers, body: null }, onText, {
          signal: called,
          isEndless,
        });
      } catch (error) {
        if (called?.aborted === true) return 200;
        throw signal.aborted ? cancelled(error) : unreachable(address, error as Error);
      }
    },
    close() {
      signal.removeEventListener('abort', end);
      end();
    },
  };
}

/** A dry run changes nothing. */
function kindOf({ method, path }: Sent): RequestKind {
  if (method === 'GET') return 'asks';
  return path.includes('dryRun=All') ? 'tries' : 'changes';
}

function authorization({ token, username, password }: Credentials): OutgoingHttpHeaders {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

/** A little longer than asked, each another while, so that those who were sent away together do not come back together. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds * (1 + Math.random() / 4), undefined, { signal });
  } catch (error) {
    throw cancelled(error);
  }
}

const cancelled = (cause?: unknown): Failure =>
  new Failure('cancelled', 'cancelled while the cluster was asked', { cause });

const unauthenticated = ({ context, server, credentials, plugin }: ClusterAddress): Failure =>
  new Failure(
    'authentication',
    `the API server of context "${context}" at ${server} refuses the credentials of the kubeconfig`,
    {
      hint:
        credentials === null && plugin === undefined
          ? 'it holds none of a kind that can be used here (token, certificate, name and password, exec): add one; nothing was changed'
          : 'sign in to the cluster again, or choose another context; nothing was changed',
    },
  );

function unreachable({ context, server }: ClusterAddress, error: NodeJS.ErrnoException): Failure {
  return new Failure(
    'unreachable',
    `the API server of context "${context}" at ${server} cannot be reached (${error.code ?? error.message})`,
    {
      hint: 'check the network, a VPN or proxy, and that the kubeconfig belongs to this cluster; nothing was changed',
      cause: error,
    },
  );
}
