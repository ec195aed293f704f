/** The part of a kubeconfig that says where the API server is and, if that is written in it, who asks. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { Failure } from '../stack/failure.ts';

export interface ClusterAddress {
  readonly context: string;
  readonly server: string; // https://host:port
  readonly ca: Buffer | null;
  readonly insecure: boolean;
  /** `null` if a program gives them (`exec`), or nobody: then only the provider can tell whether they are good. */
  readonly credentials: Credentials | null;
}

export interface Credentials {
  readonly token?: string;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
}

interface NamedCluster {
  readonly name: string;
  readonly cluster: Record<string, unknown>;
}
interface NamedUser {
  readonly name: string;
  readonly user: Record<string, unknown>;
}
interface NamedContext {
  readonly name: string;
  readonly context: Record<string, unknown>;
}

/**
 * The address of the cluster that `context` (else the current one) names. Files are read as kubectl does: `kubeconfig`,
 * else $KUBECONFIG with several files, else ~/.kube/config; the first to name something wins.
 */
export function clusterAddress(
  kubeconfig: string | null,
  context: string | null,
  environment: NodeJS.ProcessEnv,
): ClusterAddress {
  const paths = kubeconfigPaths(kubeconfig, environment);
  const files = paths.flatMap(readConfig);
  if (files.length === 0) {
    throw new Failure('configuration', `no kubeconfig: ${paths.join(', ')} cannot be read`, {
      hint: 'set KUBECONFIG, or `cluster.kubeconfig` in deploy.yaml',
    });
  }
  const contexts = files.flatMap((file) => list<NamedContext>(file['contexts']));
  const wanted =
    context ??
    files
      .map((file) => file['current-context'])
      .find((name): name is string => typeof name === 'string' && name !== '');
  const chosen = contexts.find(({ name }) => name === wanted);
  if (chosen === undefined) {
    const known = contexts.map(({ name }) => name).join(', ') || 'none';
    throw new Failure('configuration', `the kubeconfig has no context "${wanted ?? ''}" (it has: ${known})`, {
      hint: 'set `cluster.context` in deploy.yaml to one of them',
    });
  }
  const name = chosen.context['cluster'];
  const cluster = files
    .flatMap((file) => list<NamedCluster>(file['clusters']))
    .find((entry) => entry.name === name)?.cluster;
  const server = cluster?.['server'];
  if (cluster === undefined || typeof server !== 'string') {
    throw new Failure(
      'configuration',
      `the kubeconfig's context "${chosen.name}" names a cluster without a server`,
    );
  }
  return {
    context: chosen.name,
    server,
    ca: content(cluster, 'certificate-authority'),
    insecure: cluster['insecure-skip-tls-verify'] === true,
    credentials: credentialsOf(
      files
        .flatMap((file) => list<NamedUser>(file['users']))
        .find((entry) => entry.name === chosen.context['user'])?.user,
    ),
  };
}

function kubeconfigPaths(kubeconfig: string | null, environment: NodeJS.ProcessEnv): string[] {
  if (kubeconfig !== null) return [kubeconfig];
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? listed : [join(homedir(), '.kube', 'config')];
}

function readConfig(path: string): Record<string, unknown>[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  try {
    return [(parse(text) ?? {}) as Record<string, unknown>];
  } catch (error) {
    throw new Failure('configuration', `${path} is not YAML`, { cause: error });
  }
}

const list = <Entry>(value: unknown): Entry[] => (Array.isArray(value) ? (value as Entry[]) : []);

function credentialsOf(user: Record<string, unknown> | undefined): Credentials | null {
  if (user === undefined) return null;
  const token =
    typeof user['token'] === 'string' ? user['token'] : contentOf(user['tokenFile'])?.toString().trim();
  if (token !== undefined) return { token };
  const certificate = content(user, 'client-certificate');
  const key = content(user, 'client-key');
  return certificate === null || key === null ? null : { certificate, key };
}

/** `<name>-data`, base64, wins over `<name>`, a path. */
function content(entry: Record<string, unknown>, name: string): Buffer | null {
  const data = entry[`${name}-data`];
  return typeof data === 'string' ? Buffer.from(data, 'base64') : contentOf(entry[name]);
}

function contentOf(path: unknown): Buffer | null {
  if (typeof path !== 'string') return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure('configuration', `the kubeconfig names ${path}, which cannot be read`, {
      cause: error,
    });
  }
}
