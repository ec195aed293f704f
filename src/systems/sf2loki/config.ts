/** config.yaml, as the typed options and the `config` map give it. */
import type { Value, Values } from '../../stack/desired.ts';
import { mergeValues } from '../../stack/merge.ts';
import { given } from '../given.ts';
import { filesOf } from './credentials.ts';
import type { Sf2lokiOptions } from './options.ts';
import { connection, secretsFolder } from './salesforce.ts';
import { stateBlock } from './state.ts';

/** More than one replica needs a leader, and so does `ha: true`. */
export const isHa = ({ ha, replicas }: Sf2lokiOptions): boolean => ha ?? replicas > 1;

/**
 * Lists of the chart that only show what an entry looks like; the application refuses them even where the source is off
 * (SF-14). The sample would drop three of four events (SF-15); `null` removes it.
 */
const withoutPlaceholders: Values = {
  pubsub: { transforms: [], sample: { '/event/ApiEventStream': null } },
  eventlog_objects: { objects: [], transforms: [] },
  eventlogfile: { event_types: [], transforms: [] },
  apexlog: { users: [], transforms: [] },
};

/** What goes over the chart's `config`; empty beside `configOverride`. `leaseName` is for HA. */
export function appConfig(options: Sf2lokiOptions, leaseName: string): Values {
  const { loki, telemetry, shutdownGrace } = options;
  if (options.configOverride !== undefined) return {};
  const files = filesOf(options.credentials);
  const optional = (file: string): string | null => (files?.has(file) === true ? secretsFolder + file : null);
  const typed = given({
    ...signIn(options, optional('transform-salt')),
    sink: {
      loki: {
        url: loki?.url,
        tenant_id: loki?.tenant ?? null,
        auth_token_file: loki?.auth === 'none' ? null : `${secretsFolder}loki-token`,
        labels: { environment: null, ...loki?.labels }, // the chart's own label says "prod" (SF-15)
      },
    },
    state: stateBlock(options.state),
    coordinate: isHa(options)
      ? {
          type: 'k8s_lease',
          k8s_lease: {
            namespace: '${POD_NAMESPACE}',
            name: leaseName,
            lease_duration: options.lease.duration,
            renew_interval: options.lease.renewInterval,
          },
        }
      : undefined,
    service: {
      shutdown_grace: shutdownGrace,
      telemetry: {
        ...(telemetry === undefined
          ? {}
          : {
              enabled: true,
              endpoint: telemetry.endpoint,
              auth: telemetry.auth,
              basic_auth_user: telemetry.user,
            }),
        // Read at start even with telemetry off; without a token of its own it is Loki's (SF-12).
        basic_auth_token_file: optional('otlp-token'),
      },
    },
  });
  return mergeValues(typed, options.config) as Values;
}

function signIn(options: Sf2lokiOptions, salt: string | null): Record<string, Value> {
  const { salesforce, orgs } = options;
  if (orgs !== undefined) {
    return {
      // Beside `orgs` the application takes neither, and the chart has both (SF-16).
      salesforce: null,
      sources: null,
      orgs: orgs.map((org) => ({
        name: org.name,
        salesforce: connection(org.salesforce, org.name),
        sources: mergeValues(salt === null ? {} : { transform_salt_file: salt }, org.sources),
      })),
    };
  }
  return {
    ...(salesforce === undefined ? {} : { salesforce: connection(salesforce, null) }),
    sources: mergeValues({ ...withoutPlaceholders, transform_salt_file: salt }, options.sources),
  };
}
