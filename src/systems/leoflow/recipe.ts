import type { Backing, Values } from '../../stack/desired.ts';
import { mergeValues } from '../../stack/merge.ts';
import { given } from '../given.ts';
import { imageValues } from '../image.ts';
import type { Recipe, RecipeContext } from '../system.ts';
import { agentTlsWiring } from './agent-tls.ts';
import { caWiring } from './ca.ts';
import { credentialWiring } from './credentials.ts';
import { migrationValues } from './migrations.ts';
import { notices } from './notices.ts';
import { operationValues } from './operations.ts';
import type { LeoflowOptions } from './options.ts';
import { postgresqlCompanion, redisCompanion, storesOf } from './poc.ts';
import { taskWiring } from './tasks.ts';

const repository = 'ghcr.io/neochaotic/leoflow-server';

export function recipe(options: LeoflowOptions, context: RecipeContext): Recipe {
  const { namespace } = options;
  const stores = storesOf(options.poc);
  const postgresql =
    stores.postgresql === undefined ? null : postgresqlCompanion(stores.postgresql, namespace, context);
  const redis = stores.redis === undefined ? null : redisCompanion(stores.redis, namespace, context);
  const companions = [postgresql, redis].filter((companion) => companion !== null);

  const own = { databaseUrl: postgresql?.url ?? null, redisUrl: redis?.url ?? null };
  const parts = [
    credentialWiring(options, own, context),
    certificateAuthorities(options, context),
    agentTlsWiring(options.agentTLS, namespace, options.tasks.namespace, context),
    taskWiring(options.tasks, namespace, context),
  ];
  const layers = [
    ...parts.map(({ values }) => values),
    migrationValues(options.migrations, options.image?.tag),
    operationValues(options),
  ];
  return {
    values: layers.reduce((below, above) => mergeValues(below, above) as Values, serverValues(options)),
    backing: [...parts.flatMap(({ backing }) => backing), ...companions.map(({ backing }) => backing)],
    companions: companions.map(({ release }) => release),
    notices: notices(options, context),
  };
}

function serverValues(options: LeoflowOptions): Values {
  const { image, imagePullSecrets, serviceAccount, service, resources, logging, logs } = options;
  const pool = options.database?.pool;
  return given({
    // Beside autoscaling the chart's own 1 would be below its minimum after every upgrade (LF-15).
    replicaCount: options.autoscaling?.min ?? options.replicas,
    image: image === undefined ? undefined : imageValues(image, repository),
    imagePullSecrets: imagePullSecrets.length === 0 ? undefined : imagePullSecrets.map((name) => ({ name })),
    serviceAccount,
    service,
    resources,
    database: pool === undefined ? undefined : { maxOpenConns: pool.maxOpen, maxIdleConns: pool.maxIdle },
    observability: logging === undefined ? undefined : { logLevel: logging.level, logFormat: logging.format },
    logs: {
      persistence: logs.enabled
        ? { accessMode: logs.accessMode, size: logs.size, storageClass: logs.storageClass }
        : { enabled: false },
    },
    podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } }, // restricted namespaces ask for it (LF-34)
  });
}

/** The CAs of PostgreSQL and Redis, mounted in the server. */
function certificateAuthorities(
  { database, redis, namespace }: LeoflowOptions,
  context: RecipeContext,
): { values: Values; backing: Backing[] } {
  const bundle = (name: 'database' | 'redis', source: NonNullable<typeof redis>['ca'], prefix: string) =>
    source === undefined
      ? []
      : [
          {
            name,
            ...caWiring(
              source,
              `${context.releaseName}-${prefix}`,
              namespace,
              context.path(name, 'ca'),
              context,
            ),
          },
        ];
  const bundles = [...bundle('database', database?.ca, 'db-ca'), ...bundle('redis', redis?.ca, 'redis-ca')];
  return {
    values: Object.fromEntries(bundles.map(({ name, configMap }) => [name, { caConfigMap: configMap }])),
    backing: bundles.flatMap(({ backing }) => backing),
  };
}
