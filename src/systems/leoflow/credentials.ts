/** The five credentials of Leoflow. Those given by source become one Secret with the keys that the chart reads (LF-4). */
import { z } from 'zod';
import type { SecretBacking, SecretValue, Values } from '../../stack/desired.ts';
import { dnsSubdomain, duration, secretSource, seconds } from '../../stack/fields.ts';
import { nameOf, resourceVersionOf } from '../../stack/values.ts';
import { given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import { databaseTls, redisTls } from './datastores.ts';
import type { LeoflowOptions } from './options.ts';
import { secretBacking } from '../resources.ts';

export const auth = z.strictObject(
  {
    jwtSecret: secretSource
      .optional()
      .describe(
        'Secret source with the key that signs tokens, e.g. of "openssl rand -base64 64". Either this or existingSecret.',
      ),
    existingSecret: dnsSubdomain
      .optional()
      .describe('Secret with the key jwtSecret that somebody else makes.'),
    tokenTtl: duration.optional().describe('How long a token is valid. Default: 1h.'),
  },
  { error: 'expected {jwtSecret}, or {existingSecret} (LF-2)' },
);

export const secretKey = z.union(
  [
    secretSource,
    z.strictObject({
      existingSecret: dnsSubdomain.describe('Secret with the key secretKey that somebody else makes.'),
    }),
  ],
  { error: 'expected a secret source, or {existingSecret: NAME}' },
);

export const bootstrap = z.strictObject({
  password: secretSource
    .optional()
    .describe('Secret source with the first administrator’s password. Either this or existingSecret.'),
  existingSecret: dnsSubdomain
    .optional()
    .describe('Secret with the key bootstrapPassword that somebody else makes.'),
});

/** Keys of the Secret, as the chart reads them. */
type Key = 'databaseUrl' | 'redisUrl' | 'jwtSecret' | 'secretKey' | 'bootstrapPassword';

/** Addresses of stores that the recipe installs itself. */
interface OwnStores {
  readonly databaseUrl: SecretValue | null;
  readonly redisUrl: SecretValue | null;
}

export function credentialWiring(
  options: LeoflowOptions,
  own: OwnStores,
  context: RecipeContext,
): { values: Values; backing: SecretBacking[] } {
  const { namespace, secretName } = options;
  const data = sources(options, own, context);
  const made = secretBacking(
    { namespace, name: secretName ?? `${context.releaseName}-credentials` },
    Object.fromEntries(Object.entries(data)),
    { fixed: secretName !== undefined },
  );
  const used = Object.keys(data).length > 0;
  const place = (key: Key, existing: string | undefined) =>
    data[key] === undefined ? existing : nameOf(made);
  const existingKey =
    options.secretKey !== undefined && 'existingSecret' in options.secretKey
      ? options.secretKey.existingSecret
      : undefined;
  return {
    values: given({
      database: { existingSecret: place('databaseUrl', options.database?.existingSecret) },
      redis: { existingSecret: place('redisUrl', options.redis?.existingSecret) },
      auth: {
        existingSecret: place('jwtSecret', options.auth.existingSecret),
        tokenTtlSeconds: options.auth.tokenTtl === undefined ? undefined : seconds(options.auth.tokenTtl),
      },
      secretKeyExistingSecret: place('secretKey', existingKey),
      bootstrap:
        options.bootstrap === undefined
          ? undefined
          : { existingSecret: place('bootstrapPassword', options.bootstrap.existingSecret) },
      podAnnotations:
        used && !made.autoName ? { 'k8s-deploy/credentials': resourceVersionOf(made) } : undefined,
    }),
    backing: used ? [made] : [],
  };
}

function sources(
  { database, redis, auth: tokens, secretKey: key, bootstrap: first, migrations }: LeoflowOptions,
  own: OwnStores,
  context: RecipeContext,
): Partial<Record<Key, SecretValue>> {
  const found: Partial<Record<Key, SecretValue>> = {};
  if (own.databaseUrl !== null) found.databaseUrl = own.databaseUrl;
  if (own.redisUrl !== null) found.redisUrl = own.redisUrl;
  if (database?.url !== undefined) {
    found.databaseUrl = secret(database.url, context.path('database', 'url'), {
      shape: 'postgres-url',
      transforms: databaseTls(database, migrations.databaseCa !== 'unverified'),
    });
  }
  if (redis?.url !== undefined) {
    found.redisUrl = secret(redis.url, context.path('redis', 'url'), {
      shape: 'redis-url',
      transforms: redisTls(redis),
    });
  }
  if (tokens.jwtSecret !== undefined) {
    found.jwtSecret = secret(tokens.jwtSecret, context.path('auth', 'jwtSecret'));
  }
  if (key !== undefined && !('existingSecret' in key)) {
    found.secretKey = secret(key, context.path('secretKey'), { shape: 'aes256-key' });
  }
  if (first?.password !== undefined) {
    found.bootstrapPassword = secret(first.password, context.path('bootstrap', 'password'));
  }
  return found;
}
