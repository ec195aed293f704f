/** A value for every secret that the examples ask for, each one to be found again by its text. */
import { randomBytes } from 'node:crypto';

const canary = (name: string): string => `canary-${name}-${randomBytes(12).toString('hex')}`;

export interface ExampleSecrets {
  /** For examples that read the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** For the four systems together: `pulumi config set --secret`. */
  readonly config: Readonly<Record<string, string>>;
  /** In AWS Secrets Manager. */
  readonly aws: Readonly<Record<string, string>>;
  /** What must appear nowhere: the whole values, and for URLs their passwords. */
  readonly canaries: readonly string[];
}

export function exampleSecrets(): ExampleSecrets {
  const passwords = { database: canary('db'), redis: canary('redis') };
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${canary('key')}\n-----END PRIVATE KEY-----`;
  const environment = {
    SF_CLIENT_ID: canary('client'),
    SF_SERVER_KEY: privateKey,
    LOKI_TOKEN: canary('loki'),
    KSML_REGISTRY_PASSWORD: canary('registry'),
    KSML_API_PASSWORD: canary('api'),
    CRIBL_TOKEN: `${canary('cribl')}/@#`, // what a URL must not hold as it is
    HELLO_PASSWORD: canary('hello'),
    POSTGRESQL_PASSWORD: `${canary('postgresql')}@:/`,
    REDIS_PASSWORD: canary('redis'),
    LEOFLOW_JWT: canary('jwt'),
    LEOFLOW_SECRET_KEY: randomBytes(32).toString('hex'),
    LEOFLOW_ADMIN_PASSWORD: canary('admin'),
  };
  const config = {
    salesforceClientId: canary('client'),
    leoflowDatabaseUrl: `postgres://leoflow:${passwords.database}@db.acme.example:5432/leoflow`,
    leoflowRedisUrl: `rediss://:${passwords.redis}@redis.acme.example:6380/0`,
    leoflowJwt: canary('jwt'),
    leoflowSecretKey: randomBytes(32).toString('hex'),
    leoflowAdminPassword: canary('admin'),
    ksmlApiPassword: canary('api'),
    criblToken: `${canary('cribl')}/@#`,
  };
  const aws = { 'sf2loki/server-key': canary('server'), 'sf2loki/loki-token': canary('loki') };
  const canaries = [environment, config, aws, passwords].flatMap((group) => Object.values(group));
  return { environment, config, aws, canaries };
}

/** Those that occur in `text`, as they are or in base64, URL or JSON form. */
export function found(canaries: readonly string[], text: string): string[] {
  return canaries.filter((secret) =>
    [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      // Base64 of a text inside another: three alignments, the ends left out.
      ...[0, 1, 2].map((offset) =>
        Buffer.from(' '.repeat(offset) + secret)
          .toString('base64')
          .slice(offset === 0 ? 0 : 4, -4),
      ),
    ].some((form) => text.includes(form)),
  );
}
