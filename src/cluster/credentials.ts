/** The credentials of a connection: those of the kubeconfig, or those that a program gives, renewed when they expire or are refused. */
import { askPlugin, pluginSecrets, type Obtained, type PluginOptions } from './credential-plugin.ts';
import type { ClusterAddress, CredentialPlugin, Credentials } from './kubeconfig.ts';

export interface CredentialSource {
  current(): Promise<Credentials>;
  /** Whether there are others than those, which were refused. */
  renewed(refused: Credentials): Promise<boolean>;
}

export type Learn = (secret: string, from: string) => void;

/** What the programs of this process have given, by what they were asked: each is run once, as long as it holds. */
const given = new Map<string, Promise<Obtained>>();

/** `learn` is told of every secret among them before they are used. */
export function credentialSource(
  address: ClusterAddress,
  options: PluginOptions & { readonly learn: Learn },
): CredentialSource {
  // As in kubectl, nobody signs in where others could listen.
  if (!address.server.startsWith('https:')) return lastingly({});
  const { plugin } = address;
  const from = `of the kubeconfig's context "${address.context}"`;
  const known = new WeakSet<Credentials>();
  const learn = (credentials: Credentials): void => {
    if (known.has(credentials)) return;
    known.add(credentials);
    const { token, password, key } = credentials;
    if (token !== undefined) options.learn(token, `the token ${from}`);
    if (password !== undefined) options.learn(password, `the password ${from}`);
    if (key !== undefined) options.learn(key.toString(), `the key ${from}`);
  };
  if (plugin === undefined) {
    const credentials = address.credentials ?? {};
    learn(credentials);
    return lastingly(credentials);
  }
  for (const secret of pluginSecrets(plugin)) options.learn(secret, `the credential plugin ${from}`);
  const current = async (): Promise<Credentials> => {
    const { credentials } = await lasting(plugin, options);
    learn(credentials);
    return credentials;
  };
  return {
    current,
    async renewed(refused) {
      const held = await given.get(keyOf(plugin));
      if (held?.credentials === refused) given.delete(keyOf(plugin));
      return (await current()) !== refused;
    },
  };
}

const lastingly = (credentials: Credentials): CredentialSource => ({
  current: async () => credentials,
  renewed: async () => false,
});

/** Those that were given, or new ones where they have expired. Whoever asks meanwhile waits for the same program. */
async function lasting(plugin: CredentialPlugin, options: PluginOptions): Promise<Obtained> {
  const key = keyOf(plugin);
  const held = given.get(key);
  if (held !== undefined) {
    const obtained = await held;
    if (obtained.expires === null || obtained.expires > Date.now()) return obtained;
    if (given.get(key) === held) given.delete(key);
    return await lasting(plugin, options);
  }
  const asked = askPlugin(plugin, options);
  given.set(key, asked);
  try {
    return await asked;
  } catch (error) {
    given.delete(key);
    throw error;
  }
}

const keyOf = (plugin: CredentialPlugin): string => JSON.stringify(plugin);
