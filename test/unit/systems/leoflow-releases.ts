/** Releases of Leoflow that tests start from. */
import { leoflow } from '../../../src/systems/leoflow/index.ts';
import type { Recipe } from '../../../src/systems/system.ts';
import { recipeOf, refusalsOf } from './recipes.ts';

export type Options = Readonly<Record<string, unknown>>;
export type Files = Readonly<Record<string, string>>;

export const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** The least that is a deployment. */
export const minimal: Options = {
  chart: { ref: './charts/leoflow' },
  namespace: 'leoflow',
  database: { url: { fromConfig: 'databaseUrl' } },
  redis: { url: { fromConfig: 'redisUrl' } },
  auth: { jwtSecret: { fromEnv: 'JWT' } },
  secretKey: { fromConfig: 'secretKey' },
  agentTLS: { certificate: { existingSecret: 'leoflow-tls' }, ca: { existingConfigMap: 'leoflow-ca' } },
};

/** The stack file's example in the design, with what it leaves open: agent TLS, and how the Job verifies the database. */
export const design: Options = {
  ...minimal,
  database: { url: { fromConfig: 'leoflowDatabaseUrl' }, ca: pem },
  redis: { url: { fromConfig: 'leoflowRedisUrl' } },
  replicas: 2,
  logs: { accessMode: 'ReadWriteMany', size: '50Gi' },
  migrations: { databaseCa: 'chart' },
};

export const existing: Options = {
  ...minimal,
  database: { existingSecret: 'my-db' },
  redis: { existingSecret: 'my-redis' },
  auth: { existingSecret: 'my-jwt' },
  secretKey: { existingSecret: 'my-key' },
  bootstrap: { existingSecret: 'my-boot' },
};

export const trial: Options = { ...minimal, database: undefined, redis: undefined, poc: true };

export const recipe = (options: Options, files?: Files): Recipe => recipeOf(leoflow, options, files);
export const refusals = (options: Options, files?: Files): string[] => refusalsOf(leoflow, options, files);
