/**
 * Proof of concept: PostgreSQL and Redis as two releases beside Leoflow, of charts with Bitnami's interface (majors 16 and 20).
 * Not for production: one pod each, no TLS, and by default no volume.
 */
import { z } from 'zod';
import type {
  SecretBacking,
  SecretSource,
  SecretTransform,
  SecretValue,
  Values,
} from '../../stack/desired.ts';
import { chart, secretSource, values } from '../../stack/fields.ts';
import { mergeValues } from '../../stack/merge.ts';
import { nameOf } from '../../stack/values.ts';
import { chartReference } from '../chart.ts';
import { given } from '../given.ts';
import { secret, type CompanionRelease, type RecipeContext } from '../system.ts';
import { secretBacking } from '../resources.ts';

const store = (what: string) =>
  z.strictObject({
    chart: chart
      .optional()
      .describe(`Default: Bitnami’s chart ${what}, with its images from where they still are.`),
    password: secretSource
      .optional()
      .describe('Secret source with the password. Default: the Pulumi configuration key that `poc` names.'),
    persistence: z
      .boolean()
      .default(false)
      .describe(
        'Keep the data in a volume, until the release is destroyed. PostgreSQL keeps its first password in it as well. Default: false, the data goes with the pod.',
      ),
    values: values.default({}).describe('Laid over the chart’s values. Default: none.'),
  });

const stores = z.strictObject({
  postgresql: store('postgresql 16.7.27')
    .optional()
    .describe('PostgreSQL. Default: `database` says where one is.'),
  redis: store('redis 20.13.4').optional().describe('Redis. Default: `redis` says where one is.'),
});

export const poc = z.union([z.literal(true), stores]);

type Store = z.output<typeof stores>['redis'] & object;
type Stores = z.output<typeof stores>;

const password = 'password';
const user = 'leoflow';

/** The images that these chart versions name were moved in 2025, and the charts refuse others unless told. */
const elsewhere = (repository: string): Values => ({
  image: { repository },
  global: { security: { allowInsecureImages: true } },
});

const bitnami = {
  postgresql: {
    chart: chart.parse({ ref: 'oci://registry-1.docker.io/bitnamicharts/postgresql', version: '16.7.27' }),
    values: elsewhere('bitnamilegacy/postgresql'),
  },
  redis: {
    chart: chart.parse({ ref: 'oci://registry-1.docker.io/bitnamicharts/redis', version: '20.13.4' }),
    values: elsewhere('bitnamilegacy/redis'),
  },
};

/** `true` asks for both, with nothing else said. */
export const storesOf = (options: z.output<typeof poc> | undefined): Stores =>
  options === true ? stores.parse({ postgresql: {}, redis: {} }) : (options ?? {});

interface Companion {
  readonly release: CompanionRelease;
  readonly backing: SecretBacking;
  /** The address with the password in it, for Leoflow. */
  readonly url: SecretValue;
}

export function postgresqlCompanion(options: Store, namespace: string, context: RecipeContext): Companion {
  const { host, made, companion } = beside('postgresql', options, namespace, context);
  const retention = { enabled: true, whenDeleted: 'Delete', whenScaled: 'Retain' };
  return companion(
    given({
      fullnameOverride: host,
      auth: {
        username: user,
        database: user,
        enablePostgresUser: false, // the administrator has no password and signs in from nowhere
        existingSecret: nameOf(made),
        secretKeys: { userPasswordKey: password },
      },
      primary: {
        persistence: { enabled: options.persistence },
        persistentVolumeClaimRetentionPolicy: options.persistence ? retention : undefined,
      },
    }),
    { before: `postgres://${user}:`, after: `@${host}.${namespace}.svc:5432/${user}?sslmode=disable` },
  );
}

export function redisCompanion(options: Store, namespace: string, context: RecipeContext): Companion {
  const { host, made, companion } = beside('redis', options, namespace, context);
  const retention = { enabled: true, whenDeleted: 'Delete', whenScaled: 'Retain' };
  return companion(
    given({
      fullnameOverride: host,
      architecture: 'standalone',
      auth: { enabled: true, existingSecret: nameOf(made), existingSecretPasswordKey: password },
      master: {
        persistence: { enabled: options.persistence },
        persistentVolumeClaimRetentionPolicy: options.persistence ? retention : undefined,
      },
    }),
    { before: 'redis://:', after: `@${host}-master.${namespace}.svc:6379/0` },
  );
}

/** What both have in common: the Secret with the password, the release, and the address made of the same password. */
function beside(name: keyof typeof bitnami, options: Store, namespace: string, context: RecipeContext) {
  const host = `${context.releaseName}-${name}`;
  const path = context.path('poc', name);
  const source: SecretSource = options.password ?? { fromConfig: `${context.key}-${name}-password` };
  const usual = bitnami[name];
  const made = secretBacking(
    { namespace, name: `${host}-auth` },
    { [password]: secret(source, [...path, 'password']) },
  );
  const companion = (own: Values, around: { before: string; after: string }): Companion => {
    const transforms: SecretTransform[] = [{ kind: 'urlEncode' }, { kind: 'wrap', ...around }];
    const base = options.chart === undefined ? mergeValues(own, usual.values) : own;
    return {
      release: {
        suffix: `-${name}`,
        chart: chartReference(options.chart ?? usual.chart, [...path, 'chart'], context),
        values: mergeValues(base, options.values) as Values,
      },
      backing: made,
      url: secret(source, [...path, 'password'], { transforms }),
    };
  };
  return { host, made, companion };
}
