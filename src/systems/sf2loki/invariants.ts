/**
 * What config.yaml must satisfy for sf2loki to start and to deliver every event once. Checked when the stack file is loaded, on
 * the map that the typed options and `config` give, or on the text of `configOverride`.
 */
import type { Value } from '../../stack/desired.ts';
import { durationSeconds, orgPaths, type ConfigPath } from './config-path.ts';
import { isMap, listAt, textAt, valueAt } from '../value-path.ts';
import type { Flaw, Surroundings } from './flaw.ts';
import { coordination, leaseTimes } from './leader.ts';
import { inlineSecrets, secretFiles, variables } from './references.ts';
import { secretsFolder } from './salesforce.ts';

export const invariants = (config: Value, around: Surroundings): Flaw[] => [
  ...oneTopology(config),
  ...orgPaths(config).flatMap((org) => signIn(config, org)),
  ...coordination(config, around),
  ...leaseTimes(config),
  ...store(config, around),
  ...secretFiles(config, around),
  ...inlineSecrets(config),
  ...variables(config, around),
  ...placeholders(config),
  ...service(config),
];

function oneTopology(config: Value): Flaw[] {
  const single = isMap(valueAt(config, ['salesforce']));
  const several = listAt(config, ['orgs']).length > 0;
  if (single === several) {
    const message = `give either salesforce or orgs: there ${single ? 'are both' : 'is neither'}`;
    return [{ rule: 'SF-16', at: ['salesforce'], message }];
  }
  if (!several || !isMap(valueAt(config, ['sources']))) return [];
  const message = 'beside orgs every org has its own sources: move these below orgs';
  return [{ rule: 'SF-16', at: ['sources'], message }];
}

function signIn(config: Value, org: ConfigPath): Flaw[] {
  const at = (key: string): ConfigPath => [...org, 'salesforce', key];
  const block = valueAt(config, [...org, 'salesforce']);
  if (!isMap(block)) return [];
  const flaws: Flaw[] = [];
  const byKey = textAt(block, ['auth_mode']) !== 'client_credentials';
  if (byKey && textAt(block, ['username']) === undefined) {
    const message = 'jwt signs in as the integration user: give username';
    flaws.push({ rule: null, at: at('username'), message });
  }
  const credential = byKey ? 'private_key' : 'client_secret';
  if (textAt(block, [credential]) === undefined && textAt(block, [`${credential}_file`]) === undefined) {
    const message = `sf2loki cannot sign in without it: set a file in ${secretsFolder}, and give it in credentials`;
    flaws.push({ rule: 'SF-12', at: at(`${credential}_file`), message });
  }
  const host = URL.parse(textAt(block, ['login_url']) ?? '')?.hostname ?? 'login.salesforce.com';
  if (!byKey && (host === 'login.salesforce.com' || host === 'test.salesforce.com')) {
    const message = `${host} refuses client credentials: give the My Domain, https://NAME.my.salesforce.com`;
    flaws.push({ rule: 'SF-17', at: at('login_url'), message });
  }
  return flaws;
}

function store(config: Value, { ha, stateDir }: Surroundings): Flaw[] {
  const kind = textAt(config, ['state', 'store']) ?? 'file';
  const lease = textAt(config, ['coordinate', 'type']) === 'file_lease';
  const flaws = lease ? outside(config, ['coordinate', 'file_lease', 'path'], stateDir) : [];
  if (kind !== 'file') {
    if (textAt(config, ['state', kind, 'bucket']) !== undefined) return flaws;
    const message = `checkpoints in ${kind} need a bucket`;
    return [...flaws, { rule: 'SF-7', at: ['state', kind, 'bucket'], message }];
  }
  if (!ha) return [...flaws, ...outside(config, ['state', 'file', 'path'], stateDir)];
  const message =
    'with ha the replicas share their checkpoints, and a file is seen by one pod only: give a bucket, with store s3 or gcs';
  return [...flaws, { rule: 'SF-5', at: ['state', 'store'], message }];
}

function outside(config: Value, at: ConfigPath, stateDir: string): Flaw[] {
  const path = textAt(config, at);
  if (path === undefined || path.startsWith(`${stateDir}/`)) return [];
  return [{ rule: 'SF-25', at, message: `the pod can write below ${stateDir} only` }];
}

/** Lists in which the chart has an example entry, and the key that is empty in it. */
const examples: readonly { readonly list: readonly string[]; readonly key: string }[] = [
  { list: ['pubsub', 'transforms'], key: 'action' },
  { list: ['eventlog_objects', 'transforms'], key: 'action' },
  { list: ['eventlogfile', 'transforms'], key: 'action' },
  { list: ['apexlog', 'transforms'], key: 'action' },
  { list: ['eventlog_objects', 'objects'], key: 'name' },
  { list: ['eventlogfile', 'event_types'], key: 'name' },
];

function placeholders(config: Value): Flaw[] {
  return orgPaths(config).flatMap((org) =>
    examples.flatMap(({ list, key }) => {
      const at = [...org, 'sources', ...list];
      return listAt(config, at).flatMap((entry, index) => {
        if (!isMap(entry) || textAt(entry, [key]) !== undefined) return [];
        const message = `an entry without ${key} is only the chart’s example, and sf2loki refuses it: remove it`;
        return [{ rule: 'SF-14', at: [...at, index], message }];
      });
    }),
  );
}

function service(config: Value): Flaw[] {
  const flaws: Flaw[] = [];
  const health = textAt(config, ['service', 'health_addr']);
  if (health !== undefined && !health.endsWith(':8080')) {
    const message = 'the chart’s probes and Service use port 8080: set ":8080"';
    flaws.push({ rule: 'SF-24', at: ['service', 'health_addr'], message });
  }
  const grace = valueAt(config, ['service', 'shutdown_grace']);
  if (grace !== undefined && grace !== null && durationSeconds(grace) === null) {
    const message = 'the pod’s grace period follows from it: give a duration such as 25s';
    flaws.push({ rule: 'SF-10', at: ['service', 'shutdown_grace'], message });
  }
  return flaws;
}
