/** The part of a kubeconfig that says where the API server is, how it is reached, and who asks. */
import { Failure } from '../stack/failure.ts';
import { userOf } from './kubeconfig-user.ts';
import { entriesOf, fileContent, isText, kubeconfigFiles, named, type Entry } from './kubeconfig-files.ts';

export interface ClusterAddress {
  readonly context: string;
  readonly server: string; // https://host:port, perhaps with a path
  readonly ca: Buffer | null;
  readonly insecure: boolean;
  /** The name on the server's certificate, where it is not that of the address. */
  readonly serverName?: string;
  /** `proxy-url`: for this cluster, before what the environment says. */
  readonly proxy?: string;
  /** `null` if a program gives them, or nobody. */
  readonly credentials: Credentials | null;
  /** The program that gives them, if no others are there. */
  readonly plugin?: CredentialPlugin;
  /** `Impersonate-…`: as whom the user acts. */
  readonly impersonation?: Readonly<Record<string, string | string[]>>;
}

/** Any may be missing. A token goes before a name with password; a certificate goes along with either. */
export interface Credentials {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
}

/** `exec` of a user: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export interface CredentialPlugin {
  readonly apiVersion: string; // client.authentication.k8s.io/v1; empty if it says none
  readonly command: string; // a name on PATH, or an absolute path
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly installHint: string | null;
  /** `provideClusterInfo`: what it is told of the cluster; null if it does not ask. */
  readonly cluster: Entry | null;
  /** `interactiveMode: Always`: it does nothing without a terminal. */
  readonly needsTerminal: boolean;
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
  const files = kubeconfigFiles(kubeconfig, environment);
  const wanted = context ?? files.map(({ content }) => content['current-context']).find(isText);
  const chosen = wanted === undefined ? null : named(files, 'contexts', wanted);
  if (wanted === undefined || chosen === null) {
    const known = files.flatMap(({ content }) => entriesOf(content['contexts']).map(({ name }) => name));
    throw new Failure(
      'configuration',
      `the kubeconfig has no context "${wanted ?? ''}" (it has: ${known.join(', ') || 'none'})`,
      { hint: 'set `cluster.context` in deploy.yaml to one of them' },
    );
  }
  const cluster = named(files, 'clusters', chosen.entry['cluster']);
  const server = cluster?.entry['server'];
  if (cluster === null || !isText(server) || !URL.canParse(server)) {
    throw new Failure(
      'configuration',
      `the kubeconfig's context "${wanted}" names a cluster without a server`,
    );
  }
  const { 'tls-server-name': serverName, 'proxy-url': proxy } = cluster.entry;
  const address = {
    context: wanted,
    server,
    ca: fileContent(cluster, 'certificate-authority'),
    insecure: cluster.entry['insecure-skip-tls-verify'] === true,
    ...(isText(serverName) ? { serverName } : {}),
    ...(isText(proxy) ? { proxy } : {}),
  };
  const user = named(files, 'users', chosen.entry['user']);
  return user === null
    ? { ...address, credentials: null }
    : { ...address, ...userOf(user, address, cluster.entry) };
}
