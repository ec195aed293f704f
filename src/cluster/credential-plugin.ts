/** Credentials from a program that the kubeconfig names: `aws eks get-token`, `gke-gcloud-auth-plugin`, `kubelogin`. */
import { spawn } from 'node:child_process';
import { textAt, type Data } from '../kubernetes/data.ts';
import { Failure } from '../stack/failure.ts';
import type { CredentialPlugin, Credentials } from './kubeconfig.ts';

const patience = 60_000; // milliseconds
const longestOutput = 1024 ** 2; // characters
const longestComplaint = 1_000; // characters of its last words

const knownVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

export interface Obtained {
  readonly credentials: Credentials;
  /** Milliseconds since 1970; null if they hold until they are refused. */
  readonly expires: number | null;
}

export interface PluginOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Ends it, with what it has started. */
  readonly signal: AbortSignal;
}

/** Runs it once. What it prints is in no error; what it complains of is, without the secrets that it was given. */
export async function askPlugin(plugin: CredentialPlugin, options: PluginOptions): Promise<Obtained> {
  if (!knownVersions.includes(plugin.apiVersion)) {
    throw refused(plugin, `speaks "${plugin.apiVersion}", not ${knownVersions.join(' or ')}`);
  }
  if (plugin.needsTerminal) throw refused(plugin, 'needs a terminal (`interactiveMode: Always`)');
  return obtained(plugin, await run(plugin, options));
}

/** What it was given and must not be told: its variables, and what follows an option such as `--client-secret`. */
export function pluginSecrets(plugin: CredentialPlugin): string[] {
  const name = /secret|password|token|key/i;
  const inArguments = plugin.arguments.flatMap((argument, index) => {
    const [option = '', ...rest] = argument.split('=');
    if (!option.startsWith('-') || !name.test(option)) return [];
    return rest.length > 0 ? rest.join('=') : (plugin.arguments[index + 1] ?? []);
  });
  const inVariables = Object.entries(plugin.environment).flatMap(([key, text]) =>
    name.test(key) ? text : [],
  );
  return [...inArguments, ...inVariables].filter((text) => text !== '');
}

async function run(plugin: CredentialPlugin, { environment, signal }: PluginOptions): Promise<string> {
  if (signal.aborted) throw cancelled();
  const info = {
    kind: 'ExecCredential',
    apiVersion: plugin.apiVersion,
    spec: { interactive: false, ...(plugin.cluster === null ? {} : { cluster: plugin.cluster }) },
  };
  const child = spawn(plugin.command, plugin.arguments, {
    env: { ...environment, ...plugin.environment, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // leads a process group, so that what it has started ends with it
  });
  let output = '';
  let complaint = '';
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const giveUp = (failure: Failure): void => {
    reject(failure);
    endGroup(child.pid);
  };
  const onAbort = (): void => giveUp(cancelled());
  const timer = setTimeout(() => giveUp(refused(plugin, `gave nothing in ${patience / 1000} s`)), patience);
  signal.addEventListener('abort', onAbort, { once: true });
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
    if (output.length > longestOutput) giveUp(refused(plugin, 'prints without end'));
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complaint = (complaint + part).slice(-longestComplaint);
  });
  child.once('error', (error) => reject(unstarted(plugin, error))).once('close', resolve);
  try {
    const code = await promise;
    if (code === 0) return output;
    throw refused(plugin, code === null ? 'was ended' : `failed with exit code ${code}`, complaint);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function obtained(plugin: CredentialPlugin, output: string): Obtained {
  let answer: Data;
  try {
    answer = JSON.parse(output) as Data;
  } catch {
    throw refused(plugin, 'printed no ExecCredential as JSON');
  }
  if (textAt(answer, 'kind') !== 'ExecCredential' || textAt(answer, 'apiVersion') !== plugin.apiVersion) {
    throw refused(plugin, `printed no ExecCredential of ${plugin.apiVersion}`);
  }
  const token = textAt(answer, 'status', 'token') ?? '';
  const certificate = textAt(answer, 'status', 'clientCertificateData') ?? '';
  const key = textAt(answer, 'status', 'clientKeyData') ?? '';
  const expires = Date.parse(textAt(answer, 'status', 'expirationTimestamp') ?? '');
  if ((token === '' && certificate === '') || (certificate === '') !== (key === '')) {
    throw refused(plugin, 'gave neither a token nor a certificate with its key');
  }
  return {
    credentials: {
      ...(token === '' ? {} : { token }),
      ...(certificate === '' ? {} : { certificate: Buffer.from(certificate), key: Buffer.from(key) }),
    },
    expires: Number.isNaN(expires) ? null : expires,
  };
}

const cancelled = (): Failure => new Failure('cancelled', 'cancelled while the cluster was asked');

function unstarted(plugin: CredentialPlugin, { code, message }: NodeJS.ErrnoException): Failure {
  return refused(plugin, code === 'ENOENT' ? 'was not found' : `cannot be started (${code ?? message})`);
}

function refused(plugin: CredentialPlugin, what: string, complaint = ''): Failure {
  const words = pluginSecrets(plugin)
    .reduce((text, secret) => text.replaceAll(secret, '(secret)'), complaint)
    .trim();
  return new Failure(
    'authentication',
    `the program "${plugin.command}", by which the kubeconfig signs in to the cluster, ${what}${words === '' ? '' : `:\n${words}`}`,
    {
      hint:
        plugin.installHint ?? 'sign in with it by hand once, as `kubectl version` does; nothing was changed',
    },
  );
}
