/** Combinations of options that would break in the cluster, each refused with the option to change. */
import type { FieldPath } from '../../stack/desired.ts';
import { appConfig, isHa } from './config.ts';
import { isMap, textAt } from '../value-path.ts';
import { filesOf } from './credentials.ts';
import { environment } from './environment.ts';
import type { Surroundings } from './flaw.ts';
import { invariants } from './invariants.ts';
import { optionPath } from './option-path.ts';
import type { Sf2lokiOptions } from './options.ts';
import { clientIdVariable } from './salesforce.ts';

interface Refusal {
  readonly path: FieldPath; // from the release
  readonly message: string;
}

const refusal = (path: FieldPath, message: string): Refusal[] => [{ path, message }];

export const refuse = (options: Sf2lokiOptions): Refusal[] => [
  ...replicasWithoutHa(options),
  ...oneCredentialWay(options),
  ...accounts(options),
  ...(options.configOverride === undefined ? typedConfig(options) : overrideAlone(options)),
];

export const surroundings = (options: Sf2lokiOptions): Surroundings => ({
  ha: isHa(options),
  namespace: options.namespace,
  leaseName: options.lease.name,
  files: filesOf(options.credentials),
  variables: options.envFromSecrets.length > 0 ? null : new Set(environment(options).map(({ name }) => name)),
  stateDir: textAt(options.values, ['stateDir']) ?? '/var/lib/sf2loki',
});

export const withRule = (rule: string | null, message: string): string =>
  rule === null ? message : `${rule}: ${message}`;

function replicasWithoutHa({ ha, replicas }: Sf2lokiOptions): Refusal[] {
  if (ha !== false || replicas === 1) return [];
  return refusal(
    ['ha'],
    `SF-1: ${replicas} replicas without ha would each deliver every event: remove ha, or set replicas: 1`,
  );
}

function oneCredentialWay({ credentials }: Sf2lokiOptions): Refusal[] {
  const { files, existingSecret, external, secretName, keys } = credentials;
  const ways = Object.entries({ files, existingSecret, external }).flatMap(([way, given]) =>
    given === undefined ? [] : [way],
  );
  const choose = 'give one of files, existingSecret and external';
  return [
    ...(ways.length === 0 ? refusal(['credentials'], `SF-11: ${choose}: there is none`) : []),
    ...(ways.length > 1 ? refusal(['credentials'], `SF-19: ${choose}: there are ${ways.join(' and ')}`) : []),
    ...(secretName !== undefined && files === undefined
      ? refusal(['credentials', 'secretName'], 'names the Secret that `files` make, and there are none')
      : []),
    ...(keys !== undefined && existingSecret === undefined
      ? refusal(['credentials', 'keys'], 'tells the keys of existingSecret, and there is none')
      : []),
  ];
}

function accounts({ serviceAccount, credentials }: Sf2lokiOptions): Refusal[] {
  const reader = credentials.external?.serviceAccount;
  return [
    ...(serviceAccount?.create === false && serviceAccount.name === undefined
      ? refusal(
          ['serviceAccount', 'name'],
          'SF-27: with create: false the pods would run as "default": name the service account',
        )
      : []),
    ...(reader?.create === false && reader.name === undefined
      ? refusal(
          ['credentials', 'external', 'serviceAccount', 'name'],
          'SF-20: with create: false, name the service account that exists',
        )
      : []),
  ];
}

const replaced = ['salesforce', 'orgs', 'loki', 'telemetry', 'shutdownGrace', 'sources', 'config'] as const;

function overrideAlone(options: Sf2lokiOptions): Refusal[] {
  const given = replaced.filter((name) => {
    const value = options[name];
    return value !== undefined && !(isMap(value) && Object.keys(value).length === 0);
  });
  return given.flatMap((name) =>
    refusal(
      [name],
      'configOverride replaces all of config.yaml, so this would count for nothing: remove one of them',
    ),
  );
}

function typedConfig(options: Sf2lokiOptions): Refusal[] {
  const { salesforce, orgs = [], loki } = options;
  if ((salesforce === undefined) === (orgs.length === 0)) {
    const found = salesforce === undefined ? 'there is neither' : 'there are both';
    return refusal(['salesforce'], `SF-16: give either salesforce or orgs: ${found}`);
  }
  const config = appConfig(options, options.lease.name ?? '-leader'); // only lease.name is compared
  return [
    ...(loki === undefined ? refusal(['loki'], 'sf2loki must know where the events go: give loki.url') : []),
    ...severalOrgs(options),
    ...bucket(options, textAt(config, ['state', 'store']), textAt(config, ['state', 's3', 'region'])),
    ...invariants(config, surroundings(options)).map(({ rule, at, message }) => ({
      path: optionPath(at, options),
      message: withRule(rule, message),
    })),
  ];
}

function severalOrgs({ orgs = [], sources }: Sf2lokiOptions): Refusal[] {
  const variables = orgs.map(({ name }) => clientIdVariable(name));
  return [
    ...(orgs.length > 0 && Object.keys(sources).length > 0
      ? refusal(['sources'], 'SF-16: beside orgs every org has its own sources: move these below orgs')
      : []),
    ...orgs.flatMap(({ name }, index) =>
      variables.indexOf(clientIdVariable(name)) === index
        ? []
        : refusal(
            ['orgs', index, 'name'],
            `"${name}" is too close to another org: names must differ in more than case, "-" and "_"`,
          ),
    ),
  ];
}

function bucket({ state }: Sf2lokiOptions, store: string | undefined, region: string | undefined): Refusal[] {
  if (store === 'gcs' && state.create === true) {
    return refusal(
      ['state', 'create'],
      'only a bucket with the S3 interface can be created: make the gcs bucket elsewhere, and remove create',
    );
  }
  if (store !== 's3' || state.create === false || region !== undefined) return [];
  return refusal(['state', 'region'], 'creating the bucket needs its region: give it, or set create: false');
}
