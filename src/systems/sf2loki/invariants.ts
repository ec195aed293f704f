/**
 * What config.yaml must satisfy for sf2loki to start and to deliver every event once. Checked when the stack file is loaded, on
 * the map that the typed options and `config` give, or on the text of `configOverride`.
 */
import type { Value } from '../../stack/desired.ts';
import { isMap, listAt, orgPaths, textAt, valueAt, type ConfigPath } from './config-path.ts';
import type { Flaw, Surroundings } from './flaw.ts';
import { coordination, leaseTimes } from './leader.ts';
import { inlineSecrets, secretFiles, variables } from './references.ts';

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
  ...healthPort(config),
];

function oneTopology(config: Value): Flaw[] {
  const single = isMap(valueAt(config, ['salesforce']));
  const several = listAt(config, ['orgs']).length > 0;
  if (single === several) {
    const message = single
      ? 'sf2loki takes either salesforce or orgs, not both (SF-16): remove one'
      : 'sf2loki needs salesforce or orgs (SF-16)';
    return [{ at: ['salesforce'], message }];
  }
  if (!several || !isMap(valueAt(config, ['sources']))) return [];
  return [
    { at: ['sources'], message: 'beside orgs every org has its own sources (SF-16): move these below orgs' },
  ];
}

function signIn(config: Value, org: ConfigPath): Flaw[] {
  const at = (key: string): ConfigPath => [...org, 'salesforce', key];
  const mode = textAt(config, at('auth_mode')) ?? 'jwt_bearer';
  const url = textAt(config, at('login_url'));
  if (!isMap(valueAt(config, [...org, 'salesforce']))) return [];
  if (mode === 'jwt_bearer') {
    if (textAt(config, at('username')) !== undefined) return [];
    return [
      {
        at: at('username'),
        message: 'signing in with a private key needs the integration user: set username',
      },
    ];
  }
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  if (host !== undefined && host !== 'login.salesforce.com' && host !== 'test.salesforce.com') return [];
  return [
    {
      at: at('login_url'),
      message: `client credentials are refused at ${host ?? 'login.salesforce.com'} (SF-17): set the My Domain, https://NAME.my.salesforce.com`,
    },
  ];
}

function store(config: Value, { ha, stateDir }: Surroundings): Flaw[] {
  const kind = textAt(config, ['state', 'store']) ?? 'file';
  if (kind === 'file') {
    if (ha) {
      return [
        {
          at: ['state', 'store'],
          message:
            'with ha the replicas share their checkpoints, and a file is seen by one pod only (SF-5): set a bucket, and store s3 or gcs',
        },
      ];
    }
    return outside(config, ['state', 'file', 'path'], stateDir);
  }
  const flaws =
    textAt(config, ['coordinate', 'type']) === 'file_lease'
      ? outside(config, ['coordinate', 'file_lease', 'path'], stateDir)
      : [];
  if (textAt(config, ['state', kind, 'bucket']) !== undefined) return flaws;
  return [
    ...flaws,
    { at: ['state', kind, 'bucket'], message: `checkpoints in ${kind} need a bucket (SF-7)` },
  ];
}

function outside(config: Value, at: ConfigPath, stateDir: string): Flaw[] {
  const path = textAt(config, at);
  if (path === undefined || path.startsWith(`${stateDir}/`)) return [];
  return [{ at, message: `the pod can write only below ${stateDir} (SF-25)` }];
}

/** The chart's example entries, as somebody would copy them. */
function placeholders(config: Value): Flaw[] {
  const lists: { list: readonly string[]; key: string }[] = [
    ...['pubsub', 'eventlog_objects', 'eventlogfile', 'apexlog'].map((source) => ({
      list: [source, 'transforms'],
      key: 'action',
    })),
    { list: ['eventlog_objects', 'objects'], key: 'name' },
    { list: ['eventlogfile', 'event_types'], key: 'name' },
  ];
  return orgPaths(config).flatMap((org) =>
    lists.flatMap(({ list, key }) => {
      const at = [...org, 'sources', ...list];
      return listAt(config, at).flatMap((entry, index) =>
        isMap(entry) && textAt(entry, [key]) === undefined
          ? [
              {
                at: [...at, index],
                message: `an entry without ${key} is only the chart’s example (SF-14): remove it`,
              },
            ]
          : [],
      );
    }),
  );
}

function healthPort(config: Value): Flaw[] {
  const at: ConfigPath = ['service', 'health_addr'];
  const address = textAt(config, at);
  if (address === undefined || address.endsWith(':8080')) return [];
  return [{ at, message: 'the chart’s probes and Service use port 8080 (SF-24)' }];
}
