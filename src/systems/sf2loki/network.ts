/** The chart's NetworkPolicy: ranges from the stack file, ports from the addresses that config.yaml names (SF-29). */
import { z } from 'zod';
import type { Notice, Value, Values } from '../../stack/desired.ts';
import { cidr, port } from '../../stack/fields.ts';
import { given } from '../given.ts';
import type { RecipeContext } from '../system.ts';
import { listAt, textAt, valueAt } from '../value-path.ts';

const peer = (what: string) =>
  z
    .strictObject({ cidr: cidr.describe('Range of addresses, e.g. 10.0.0.0/8.') })
    .optional()
    .describe(`${what}. The port comes from its address. Default: 0.0.0.0/0, everywhere.`);

export const networkPolicy = z.strictObject({
  salesforce: peer('Salesforce, to sign in and for queries'),
  pubsub: peer('The Pub/Sub API of Salesforce'),
  loki: peer('Loki'),
  state: peer('The store of the checkpoints, and the cloud’s token service with workload identity'),
  otlp: peer('The OTLP gateway of `telemetry`'),
  apiServer: z
    .strictObject({
      cidr: cidr.describe('Range of addresses, e.g. 10.0.0.1/32.'),
      port: port.default(443).describe('Port behind the Service, often 6443. Default: 443.'),
    })
    .optional()
    .describe('The Kubernetes API, which the lease of HA needs. Default: 0.0.0.0/0, port 443.'),
  extraEgress: z
    .array(z.record(z.string(), z.json()))
    .default([])
    .describe('More egress rules of a NetworkPolicy, as they are. Default: none.'),
});

type Options = z.output<typeof networkPolicy>;

const everywhere = '0.0.0.0/0';
export const https = 443;
export const pubsubEndpoint = 'api.pubsub.salesforce.com:7443'; // the application's default

/** Distinct ports of these addresses; a text with ${…} or without a port that can be known gives none. */
export function portsOf(addresses: readonly string[]): number[] {
  const ports = addresses.flatMap((address) => {
    const [, scheme, explicit] = /^(?:(https?):\/\/)?[^/:\s${}]+(?::(\d+))?(?:\/|$)/.exec(address) ?? [];
    if (explicit !== undefined) return [Number(explicit)];
    return scheme === undefined ? [] : [scheme === 'https' ? https : 80];
  });
  return [...new Set(ports)];
}

export function networkValues(options: Options, config: Value, ha: boolean): Values {
  const orgs = listAt(config, ['orgs']);
  const each = (path: readonly string[], usual: string): string[] =>
    (orgs.length === 0 ? [config] : orgs).map((org) => textAt(org, path) ?? usual);
  const store = textAt(config, ['state', 'store']) ?? 'file';
  const telemetry = valueAt(config, ['service', 'telemetry', 'enabled']) === true;

  const [salesforcePort = https, ...moreSalesforce] = portsOf(
    each(['salesforce', 'login_url'], 'https://login.salesforce.com'),
  );
  const [pubsubPort, ...morePubsub] = portsOf(each(['sources', 'pubsub', 'endpoint'], pubsubEndpoint));
  const [lokiPort] = portsOf([textAt(config, ['sink', 'loki', 'url']) ?? '']);
  const [otlpPort = https] = portsOf([textAt(config, ['service', 'telemetry', 'endpoint']) ?? '']);
  const [statePort = https] = portsOf([textAt(config, ['state', 's3', 'endpoint_url']) ?? '']);
  // The chart has a rule for the state store even where it is a file. There it repeats the rule for Salesforce.
  const statePeer =
    store === 'file'
      ? { stateCIDR: options.salesforce?.cidr, statePort: salesforcePort }
      : { stateCIDR: options.state?.cidr, statePort };
  const extra = [
    ...moreSalesforce.map((number) => egress(options.salesforce?.cidr ?? everywhere, number)),
    ...morePubsub.map((number) => egress(options.pubsub?.cidr ?? everywhere, number)),
    ...options.extraEgress,
  ];
  return given({
    networkPolicy: {
      enabled: true,
      salesforceCIDR: options.salesforce?.cidr,
      salesforcePort,
      pubsubCIDR: options.pubsub?.cidr,
      pubsubPort,
      lokiCIDR: options.loki?.cidr,
      lokiPort,
      ...statePeer,
      ...(telemetry ? { otlpCIDR: options.otlp?.cidr ?? everywhere, otlpPort } : {}),
      ...(ha ? { apiServerCIDR: options.apiServer?.cidr, apiServerPort: options.apiServer?.port } : {}),
      extraEgress: extra.length === 0 ? undefined : extra,
    },
  });
}

const egress = (range: string, number: number): Values => ({
  to: [{ ipBlock: { cidr: range } }],
  ports: [{ protocol: 'TCP', port: number }],
});

export function networkNotices(
  options: Options,
  config: Value,
  ha: boolean,
  context: RecipeContext,
): Notice[] {
  const used = {
    salesforce: true,
    pubsub: true,
    loki: true,
    state: (textAt(config, ['state', 'store']) ?? 'file') !== 'file',
    otlp: valueAt(config, ['service', 'telemetry', 'enabled']) === true,
    apiServer: ha,
  };
  const open = (Object.keys(used) as (keyof typeof used)[]).filter(
    (name) => used[name] && options[name] === undefined,
  );
  if (open.length === 0) return [];
  return [
    {
      rule: 'SF-29',
      path: context.path('networkPolicy'),
      message: `The network policy lets the pods reach ${everywhere} for ${open.join(', ')}: give each a cidr`,
    },
  ];
}
