/** The part of a kubeconfig that says where the API server is. Credentials are left to Pulumi's provider. */
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
}

interface NamedCluster {
  readonly name: string;
  readonly cluster: Record<string, unknown>;
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
    ca: certificateAuthority(cluster),
    insecure: cluster['insecure-skip-tls-verify'] === true,
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

function certificateAuthority(cluster: Record<string, unknown>): Buffer | null {
  const { 'certificate-authority-data': data, 'certificate-authority': path } = cluster;
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  return typeof path === 'string' ? readFileSync(path) : null;
}
