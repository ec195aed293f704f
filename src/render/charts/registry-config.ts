/** The registry config files that `helm registry login` and `docker login` write. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { askHelper } from './credential-helper.ts';
import type { Credential, CredentialLookup } from './credentials.ts';
import { ChartProblem, errorCode } from './problem.ts';
import { isRecord } from './record.ts';

const limits = { bytes: 1024 * 1024 } as const;

/** Docker Hub is logged in to under the address of its first API. */
const dockerHub = 'https://index.docker.io/v1/';
const dockerHubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

interface RegistryConfig {
  readonly auths?: Readonly<Record<string, unknown>>;
  readonly credHelpers?: Readonly<Record<string, unknown>>;
  readonly credsStore?: unknown;
}

/** Looks into Helm's file first, then Docker's. A missing file has no credentials; a malformed one is an error. */
export async function configuredCredential(host: string, signal: AbortSignal): Promise<CredentialLookup> {
  const notes: string[] = [];
  for (const file of registryConfigFiles(process.env)) {
    const config = await readConfig(file);
    if (config === null) continue;
    const found = await lookUp(host, config, file, signal);
    if (typeof found === 'string') notes.push(found);
    else if (found !== null) return { credential: found, notes };
  }
  return { credential: null, notes };
}

/** Helm's and Docker's own rules for the places of their files. */
export function registryConfigFiles(environment: NodeJS.ProcessEnv): string[] {
  const home = homedir();
  const configHome =
    environment['XDG_CONFIG_HOME'] ||
    (process.platform === 'darwin'
      ? join(home, 'Library', 'Preferences')
      : (process.platform === 'win32' && environment['APPDATA']) || join(home, '.config'));
  const helmHome = environment['HELM_CONFIG_HOME'] || join(configHome, 'helm');
  return [
    environment['HELM_REGISTRY_CONFIG'] || join(helmHome, 'registry', 'config.json'),
    join(environment['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
  ];
}

async function readConfig(file: string): Promise<RegistryConfig | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw broken(file, `it cannot be read (${code})`);
  }
  if (text.trim() === '') return null;
  if (text.length > limits.bytes) throw broken(file, 'it is larger than 1 MiB');
  // The parser's own message quotes the text, and with it a credential.
  const parsed = parseJson(text);
  if (!isRecord(parsed)) throw broken(file, 'it is not a JSON object');
  return parsed;
}

/** A credential, nothing, or the reason for nothing. */
async function lookUp(
  host: string,
  config: RegistryConfig,
  file: string,
  signal: AbortSignal,
): Promise<Credential | string | null> {
  const server = dockerHubHosts.has(host) ? dockerHub : host;
  const helper = config.credHelpers?.[server] ?? config.credHelpers?.[host] ?? config.credsStore;
  if (typeof helper === 'string' && helper !== '') return await askHelper(helper, server, file, signal);

  const auths = isRecord(config.auths) ? config.auths : {};
  const key =
    [server, host].find((name) => Object.hasOwn(auths, name)) ??
    Object.keys(auths).find((name) => hostOf(name) === hostOf(server));
  const entry = key === undefined ? null : auths[key];
  if (!isRecord(entry)) return null;
  const { identitytoken, auth, username, password } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '') {
    return { kind: 'identity-token', token: identitytoken, source: file };
  }
  if (typeof auth === 'string' && auth !== '') {
    const [, name, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth, 'base64').toString('utf8')) ?? [];
    if (name === undefined || secret === undefined) {
      throw broken(file, `"auth" of "${key}" is not the base64 of "username:password"`);
    }
    return { kind: 'password', username: name, password: secret.replaceAll('\0', ''), source: file };
  }
  if (typeof username === 'string' && typeof password === 'string') {
    return { kind: 'password', username, password, source: file };
  }
  return null;
}

/** `https://ghcr.io/v2/` → `ghcr.io` */
const hostOf = (name: string): string => name.replace(/^https?:\/\//, '').replace(/\/.*$/s, '');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const broken = (file: string, why: string): ChartProblem =>
  new ChartProblem(
    'configuration',
    `the registry config file ${file} is unusable: ${why}`,
    'Repair it, or log in again',
  );
