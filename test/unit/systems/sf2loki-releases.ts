/** Releases of sf2loki that tests start from. */
import { sf2loki } from '../../../src/systems/sf2loki/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf, refusalsOf } from './recipes.ts';

export type Options = Readonly<Record<string, unknown>>;
export type Files = Readonly<Record<string, string>>;

/** The least that is a deployment: one org, one pod, checkpoints in the pod. */
export const single: Options = {
  chart: { ref: 'oci://ghcr.io/rknightion/charts/sf2loki', version: '0.2.0' },
  namespace: 'observability',
  salesforce: { username: 'svc@example.com', clientId: 'consumer-key' },
  loki: { url: 'https://loki.example.com/loki/api/v1/push' },
  credentials: {
    files: { 'server.key': { fromFile: 'server.key' }, 'loki-token': { fromEnv: 'LOKI_TOKEN' } },
  },
};
export const bucket = { bucket: 'acme-sf2loki-state', region: 'eu-west-1' };
export const pair: Options = { ...single, replicas: 2, state: bucket };

/** The stack file's example in the design, word for word. */
export const design: Options = {
  chart: { ref: 'oci://ghcr.io/rknightion/charts/sf2loki', version: '0.2.0' },
  namespace: 'observability',
  replicas: 2,
  salesforce: {
    authMode: 'jwt',
    loginUrl: 'https://example.my.salesforce.com',
    username: 'svc@example.com',
    clientId: { fromEnv: 'SF_CLIENT_ID' },
  },
  loki: { url: 'https://loki.example.com/loki/api/v1/push', tenant: 'platform' },
  credentials: {
    external: {
      provider: 'aws',
      region: 'eu-west-1',
      data: { 'server.key': { key: 'sf2loki/server-key' }, 'loki-token': { key: 'sf2loki/loki-token' } },
    },
  },
  state: bucket,
};

export const org = (name: string, more: Options = {}): Options => ({
  name,
  salesforce: { username: `${name}@example.com`, clientId: { fromConfig: `${name}Id` } },
  ...more,
});
export const several: Options = {
  ...single,
  salesforce: undefined,
  orgs: [org('prod'), org('eu-west', { sources: { pubsub: { topics: ['/event/LoginEventStream'] } } })],
  credentials: {
    files: {
      'prod-server.key': { fromFile: 'prod.key' },
      'eu-west-server.key': { fromFile: 'eu.key' },
      'loki-token': { fromEnv: 'LOKI_TOKEN' },
      'transform-salt': { fromEnv: 'SALT' },
    },
  },
};

export const recipe = (options: Options, files?: Files): Recipe => recipeOf(sf2loki, options, files);
export const refusals = (options: Options, files?: Files): string[] => refusalsOf(sf2loki, options, files);
