/** Who asks: what the entry of a user in a kubeconfig says. */
import { isAbsolute, join, sep } from 'node:path';
import { Failure } from '../stack/failure.ts';
import type { ClusterAddress, CredentialPlugin, Credentials } from './kubeconfig.ts';
import {
  entriesOf,
  fileContent,
  isEntry,
  isText,
  readNamed,
  type Entry,
  type Named,
} from './kubeconfig-files.ts';

type User = Pick<ClusterAddress, 'credentials' | 'plugin' | 'impersonation'>;
type Place = Omit<ClusterAddress, keyof User>;

/** `place` and the `cluster` entry are what a credential plugin may ask for. */
export function userOf(user: Named, place: Place, cluster: Entry): User {
  const { exec } = user.entry;
  const credentials = credentialsOf(user);
  const impersonation = impersonationOf(user.entry);
  return {
    credentials,
    // As in kubectl, a program is not asked where other credentials stand.
    ...(credentials === null && isEntry(exec) ? { plugin: pluginOf(exec, user.folder, place, cluster) } : {}),
    ...(impersonation === null ? {} : { impersonation }),
  };
}

function credentialsOf(user: Named): Credentials | null {
  const { token: written, tokenFile, username, password } = user.entry;
  const token = isText(written) ? written : readNamed(user.folder, tokenFile)?.toString().trim();
  const certificate = fileContent(user, 'client-certificate');
  const key = fileContent(user, 'client-key');
  const credentials: Credentials = {
    ...(token === undefined ? {} : { token }),
    ...(isText(username) && isText(password) ? { username, password } : {}),
    ...(certificate === null || key === null ? {} : { certificate, key }),
  };
  return Object.keys(credentials).length === 0 ? null : credentials;
}

function pluginOf(exec: Entry, folder: string, place: Place, cluster: Entry): CredentialPlugin {
  const { command, apiVersion } = exec;
  if (!isText(command)) {
    throw new Failure(
      'configuration',
      `the user of the kubeconfig's context "${place.context}" has an \`exec\` without a command`,
    );
  }
  return {
    apiVersion: isText(apiVersion) ? apiVersion : '',
    // A bare name is looked up on PATH; a path starts at the kubeconfig.
    command: command.includes(sep) && !isAbsolute(command) ? join(folder, command) : command,
    arguments: Array.isArray(exec['args']) ? exec['args'].map(String) : [],
    environment: Object.fromEntries(
      entriesOf(exec['env']).flatMap(({ name, value }) =>
        isText(name) && isText(value) ? [[name, value]] : [],
      ),
    ),
    installHint: isText(exec['installHint']) ? exec['installHint'] : null,
    cluster: exec['provideClusterInfo'] === true ? clusterInfo(place, cluster) : null,
    needsTerminal: exec['interactiveMode'] === 'Always',
  };
}

/** `spec.cluster` of an ExecCredential: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
function clusterInfo({ server, ca, insecure, serverName, proxy }: Place, cluster: Entry): Entry {
  const extension = entriesOf(cluster['extensions']).find(
    ({ name }) => name === 'client.authentication.k8s.io/exec',
  );
  return {
    server,
    ...(serverName === undefined ? {} : { 'tls-server-name': serverName }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === null ? {} : { 'certificate-authority-data': ca.toString('base64') }),
    ...(proxy === undefined ? {} : { 'proxy-url': proxy }),
    config: extension?.['extension'] ?? null,
  };
}

function impersonationOf(user: Entry): Record<string, string | string[]> | null {
  const { as: name, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra } = user;
  if (!isText(name)) return null;
  return {
    'Impersonate-User': name,
    ...(isText(uid) ? { 'Impersonate-Uid': uid } : {}),
    ...(Array.isArray(groups) ? { 'Impersonate-Group': groups.map(String) } : {}),
    ...Object.fromEntries(
      Object.entries(isEntry(extra) ? extra : {}).map(([key, values]) => [
        `Impersonate-Extra-${encodeURIComponent(key)}`,
        Array.isArray(values) ? values.map(String) : [],
      ]),
    ),
  };
}
