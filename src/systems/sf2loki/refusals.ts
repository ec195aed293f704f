/** Combinations of options that would break in the cluster, each refused with the option to change. */
import type { FieldPath } from '../../stack/desired.ts';
import { appConfig, isHa } from './config.ts';
import { valueAt, type ConfigPath } from './config-path.ts';
import { filesOf } from './credentials.ts';
import { environment } from './environment.ts';
import type { Surroundings } from './flaw.ts';
import { invariants } from './invariants.ts';
import type { Sf2lokiOptions } from './options.ts';
import { clientIdVariable } from './salesforce.ts';

interface Refusal {
  readonly path: FieldPath; // from the release
  readonly message: string;
}

const replaced = ['salesforce', 'orgs', 'loki', 'telemetry', 'shutdownGrace'] as const;
const replacedMaps = ['sources', 'config'] as const;

export function refuse(options: Sf2lokiOptions): Refusal[] {
  return [
    ...replicasWithoutHa(options),
    ...oneCredentialWay(options),
    ...accounts(options),
    ...secretValues(options),
    ...(options.configOverride === undefined ? typedConfig(options) : overrideAlone(options)),
  ];
}

export const surroundings = (options: Sf2lokiOptions): Surroundings => ({
  ha: isHa(options),
  namespace: options.namespace,
  leaseName: options.lease.name,
  files: filesOf(options.credentials),
  variables: options.envFromSecrets.length > 0 ? null : new Set(environment(options).map(({ name }) => name)),
  stateDir: typeof options.values['stateDir'] === 'string' ? options.values['stateDir'] : '/var/lib/sf2loki',
});

function replicasWithoutHa({ ha, replicas }: Sf2lokiOptions): Refusal[] {
  if (ha !== false || replicas === 1) return [];
  return [
    {
      path: ['ha'],
      message: `${replicas} replicas without ha would each deliver every event (SF-1): remove ha, or set replicas: 1`,
    },
  ];
}

function oneCredentialWay({ credentials }: Sf2lokiOptions): Refusal[] {
  const ways = (['files', 'existingSecret', 'external'] as const).filter(
    (way) => credentials[way] !== undefined,
  );
  const refusals: Refusal[] = [];
  if (ways.length !== 1) {
    const found = ways.length === 0 ? '(SF-11): there is none' : `(SF-19): there are ${ways.join(' and ')}`;
    refusals.push({
      path: ['credentials'],
      message: `give one of files, existingSecret and external ${found}`,
    });
  }
  if (credentials.secretName !== undefined && credentials.files === undefined) {
    refusals.push({
      path: ['credentials', 'secretName'],
      message: 'names the Secret that `files` make; there are none',
    });
  }
  if (credentials.keys !== undefined && credentials.existingSecret === undefined) {
    refusals.push({
      path: ['credentials', 'keys'],
      message: 'tells the keys of existingSecret; there is none',
    });
  }
  return refusals;
}

function accounts({ serviceAccount, credentials }: Sf2lokiOptions): Refusal[] {
  const refusals: Refusal[] = [];
  if (serviceAccount?.create === false && serviceAccount.name === undefined) {
    refusals.push({
      path: ['serviceAccount', 'name'],
      message: 'with create: false the pods would run as "default" (SF-27): name the service account',
    });
  }
  const reader = credentials.external?.serviceAccount;
  if (reader?.create === false && reader.name === undefined) {
    refusals.push({
      path: ['credentials', 'external', 'serviceAccount', 'name'],
      message: 'with create: false name the service account that exists (SF-20)',
    });
  }
  return refusals;
}

/** The chart would put these into a Secret of its own, and Helm into every release record. */
function secretValues({ values }: Sf2lokiOptions): Refusal[] {
  const way = 'secrets never enter Helm values: use credentials.files with secret sources';
  const data = valueAt(values, ['secrets', 'data']);
  return [
    ...(valueAt(values, ['secrets', 'create']) === true
      ? [{ path: ['values', 'secrets', 'create'], message: way }]
      : []),
    ...(typeof data === 'object' && data !== null && Object.keys(data).length > 0
      ? [{ path: ['values', 'secrets', 'data'], message: way }]
      : []),
  ];
}

function overrideAlone(options: Sf2lokiOptions): Refusal[] {
  const beside = [
    ...replaced.filter((name) => options[name] !== undefined),
    ...replacedMaps.filter((name) => Object.keys(options[name]).length > 0),
  ];
  return beside.map((name) => ({
    path: [name],
    message:
      'configOverride replaces all of config.yaml, so this would count for nothing: remove one of them',
  }));
}

function typedConfig(options: Sf2lokiOptions): Refusal[] {
  const { salesforce, orgs = [], loki, sources, state } = options;
  const refusals: Refusal[] = [];
  if ((salesforce === undefined) === (orgs.length === 0)) {
    const found = salesforce === undefined ? 'there is neither' : 'there are both';
    return [{ path: ['salesforce'], message: `give either salesforce or orgs (SF-16): ${found}` }];
  }
  if (loki === undefined)
    refusals.push({ path: ['loki'], message: 'sf2loki needs to know where the events go: give loki.url' });
  if (orgs.length > 0 && Object.keys(sources).length > 0) {
    refusals.push({
      path: ['sources'],
      message: 'beside orgs every org has its own sources (SF-16): move these below orgs',
    });
  }
  const names = orgs.map(({ name }) => clientIdVariable(name));
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index) {
      refusals.push({
        path: ['orgs', index, 'name'],
        message: `"${orgs[index]?.name ?? ''}" is too close to another org: names must differ in more than case, "-" and "_"`,
      });
    }
  });
  if (state.create === true && state.store === 'gcs') {
    refusals.push({
      path: ['state', 'create'],
      message:
        'only buckets with the S3 interface can be created: make the gcs bucket elsewhere, and remove create',
    });
  }
  const leaseName = options.lease.name ?? '-leader'; // only compared with lease.name
  const config = appConfig(options, leaseName);
  const made = state.create !== false && valueAt(config, ['state', 'store']) === 's3';
  if (made && typeof valueAt(config, ['state', 's3', 'region']) !== 'string') {
    refusals.push({
      path: ['state', 'region'],
      message: 'creating the bucket needs its region; or set create: false',
    });
  }
  const flaws = invariants(config, surroundings(options));
  return [...refusals, ...flaws.map(({ at, message }) => ({ path: optionAt(at, options), message }))];
}

const optionNames: Readonly<Record<string, string>> = {
  auth_mode: 'authMode',
  login_url: 'loginUrl',
  client_id: 'clientId',
  private_key_file: 'credentialFile',
  client_secret_file: 'credentialFile',
  lease_duration: 'duration',
  renew_interval: 'renewInterval',
};

/** The option that a place in config.yaml comes from: `config` if it stands there, else the typed one. */
export function optionAt(at: ConfigPath, options: Sf2lokiOptions): FieldPath {
  if (valueAt(options.config, at) !== undefined) return ['config', ...at];
  const [root, ...rest] = at;
  const last = String(rest.at(-1));
  if (last === 'private_key_file' || last === 'client_secret_file') {
    const chosen = [...at.slice(0, -1), 'credentialFile'];
    return valueAt(options as never, chosen) === undefined ? credentialsPath(options) : chosen;
  }
  if (last.endsWith('_file')) return credentialsPath(options);
  if (root === 'state') return last === 'bucket' ? ['state', 'bucket'] : ['state', 'store'];
  if (root === 'coordinate') return ['lease', optionNames[last] ?? last];
  return at.map((step) => (typeof step === 'string' ? (optionNames[step] ?? step) : step));
}

function credentialsPath({ credentials }: Sf2lokiOptions): FieldPath {
  if (credentials.files !== undefined) return ['credentials', 'files'];
  return credentials.external === undefined ? ['credentials', 'keys'] : ['credentials', 'external', 'data'];
}
