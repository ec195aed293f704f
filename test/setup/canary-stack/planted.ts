/** Which canary stands where, in the stack of the acceptance test. */
import { known, plant, type Canary } from '../canaries.ts';

const word = (name: string): string => plant(name, 'word').secret;

/** A text around a canary; the text itself may be seen. */
const within = (name: string, text: (secret: string) => string): Canary => {
  const secret = word(name);
  return { name, kind: 'word', secret: text(secret), parts: [secret] };
};

/** Neither what is encoded may be seen, nor the code. */
function encodedTwice(name: string): Canary {
  const once = Buffer.from(word(name)).toString('base64');
  const secret = Buffer.from(once).toString('base64');
  return { name, kind: 'base64', secret, parts: [word(name), once, secret] };
}

/** Where secrets belong: nobody but Pulumi's encrypted state and the Secrets of the cluster may have them. */
export const sources = {
  configWord: plant('config: word', 'word'),
  configDocument: plant('config: document', 'json-document'),
  configLines: plant('config: lines', 'lines'),
  environmentSpecial: plant('environment: special characters', 'special-characters'),
  environmentUrl: plant('environment: URL', 'url-password'),
  environmentBase64: plant('environment: base64', 'base64'),
  environmentTwice: encodedTwice('environment: base64 of base64'),
  environmentLong: known(
    'environment: 5600 characters',
    Array.from({ length: 400 }, (_, index) => word(`long ${index}`)).join(''),
  ),
  pullCredentials: within('environment: pull credentials', (secret) =>
    JSON.stringify({ auths: { 'registry.example.com': { username: 'robot', password: secret } } }),
  ),
  fileKey: plant('file: private key', 'private-key'),
  fileConfiguration: plant('file: configuration', 'configuration'),
  certificateKey: plant('file: key of a certificate', 'private-key'),
  registryPassword: plant('registry: password', 'special-characters'),
} as const;

/** What whoever runs us has. */
export const credentials = {
  passphrase: known('passphrase', word('passphrase')),
  githubToken: known('GitHub token', `ghs_${plant('github token', 'base64').secret.slice(0, 36)}`),
  approvalKey: known('approval key', plant('approval key', 'base64').secret),
  pulumiToken: known('Pulumi token', `pul-${Buffer.from(word('pulumi token')).toString('hex')}`),
  databaseUrl: plant('a variable with a URL', 'url-password'),
  wrongPassphrase: known('wrong passphrase', word('wrong passphrase')),
} as const;

/** The only way of a secret into the values of a release: its chart knows no other. */
export const inValues = { legacyToken: within('LogStream token', (secret) => `${secret}/@#%`) } as const;

/** What somebody wrote into the values, where no secret belongs: it is in Helm's records and in Pulumi's state, and in nothing that we say. */
export const written = (version: string) =>
  ({
    password: within(`${version}: password`, (secret) => secret),
    url: plant(`${version}: URL with a password`, 'url-password'),
    key: plant(`${version}: private key in a ConfigMap`, 'private-key'),
    token: plant(`${version}: token of a variable`, 'base64'),
    json: within(`${version}: JSON in a text`, (secret) =>
      JSON.stringify({ login: { user: 'app', access_token: secret, retries: 3 } }),
    ),
    configuration: plant(`${version}: config.yaml`, 'configuration'),
    seed: plant(`${version}: what a chart puts into a Secret`, 'special-characters'),
    hook: plant(`${version}: what a hook puts into a Secret`, 'lines'),
    notes: within(`${version}: password in the notes`, (secret) => secret),
    listed: within(`${version}: password in a list`, (secret) => secret),
  }) as const;

export type Written = ReturnType<typeof written>;

/** By hand, in the cluster. */
export const live = {
  secret: plant('live: Secret', 'special-characters'),
  token: within('live: token of a variable', (secret) => secret),
  configuration: plant('live: config.yaml', 'configuration'),
  url: plant('live: URL in an annotation', 'url-password'),
} as const;

/** What nobody gave: the chart makes up a Secret at each render, and begins it with this. */
export const madeUp = { random: known('random', word('random')) } as const;

/** What only ever stands in what fails. */
export const failing = {
  argument: known('an argument', word('argument')),
  mirror: plant('a mirror with a password', 'url-password'),
  insteadOfSource: within('a password instead of its source', (secret) => secret),
  brokenYaml: within('a password in broken YAML', (secret) => secret),
  pluginArgument: known('plugin: argument', word('plugin argument')),
  pluginVariable: known('plugin: variable', word('plugin variable')),
  pluginToken: within('plugin: token', (secret) => secret),
  serverUrl: plant('server with a password', 'url-password'),
  proxyUrl: plant('proxy with a password', 'url-password'),
  clusterToken: known('a token of a cluster that is not there', plant('cluster token', 'base64').secret),
  apiKey: within('refused by a schema', (secret) => `${secret}!`),
} as const;

/** Too short, or a common word: looked for nowhere, and told so. */
export const weak = { SHORT_PIN: '4711', COMMON_WORD: 'production' } as const;
