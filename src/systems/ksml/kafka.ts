/**
 * Kafka client properties. The runner chart writes them into a ConfigMap (KR-10) and has no value for environment variables, so a
 * property given as a secret source is kept in a Secret of ours that the pod mounts: Kafka's own DirectoryConfigProvider reads
 * it from there, and a property that names a file (`….location`) is simply its path.
 */
import { z } from 'zod';
import type { SecretBacking, SecretSource, Values } from '../../stack/desired.ts';
import { dataKey, secretSource } from '../../stack/fields.ts';
import { nameOf } from '../../stack/values.ts';
import { faultIf } from '../fault.ts';
import { secret, type Fault, type RecipeContext } from '../system.ts';
import { leavesIn, valueAt } from '../value-path.ts';
import { secretBacking } from '../resources.ts';

type Property = string | number | boolean | SecretSource;

const mountPath = '/kafka-credentials';
const volume = 'kafka-credentials';

/** The properties of type `password` in Kafka and its schema registry clients, under any prefix such as `consumer.`. */
const secretProperty = /(^|\.)(password|passphrase|secret|token|jaas\.config|keystore\.key|user\.info)$/;
const providerReference = /\$\{\w+:[^}]+\}/;
const credentialsInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@/i;

const text = z.string().min(1);

export const kafka = z
  .object({
    'bootstrap.servers': text.describe('Brokers, as host:port with commas between them.'),
    'application.id': text.describe('Id of the Kafka Streams application.'),
  })
  .catchall(
    z.union([z.string(), z.number(), z.boolean(), secretSource], {
      error:
        'expected text, a number, true, false, or a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}',
    }),
  )
  .superRefine((properties: Readonly<Record<string, Property>>, context) => {
    const hasSecrets = Object.values(properties).some(isSecretSource);
    for (const [property, value] of Object.entries(properties)) {
      const message = problemOf(property, value, hasSecrets);
      if (message !== null) context.addIssue({ code: 'custom', path: [property], message });
    }
  });

function problemOf(property: string, value: Property, hasSecrets: boolean): string | null {
  if (isSecretSource(value)) {
    return dataKey.safeParse(property).success
      ? null
      : 'a secret property needs a name of letters, digits, "-", "_" and "."';
  }
  if (hasSecrets && property.startsWith('config.providers')) {
    return 'config providers are set here for the properties from secret sources; remove it, or those';
  }
  if (!isReadableSecret(property, String(value))) return null;
  return 'KR-10: this secret would be readable in a ConfigMap; give its source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}';
}

function isReadableSecret(property: string, value: string): boolean {
  if (providerReference.test(value)) return false;
  return secretProperty.test(property) || credentialsInUrl.test(value);
}

/** Client properties in values of the runner chart, as they are written by hand. */
export function kafkaFaults(values: Values): Fault[] {
  return ['kafka', 'schemaRegistries'].flatMap((clients) => {
    const at = ['ksmlRunnerConfig', clients];
    return leavesIn(valueAt(values, at), at).flatMap(({ path, value }) =>
      faultIf(
        isReadableSecret(String(path.at(-1)), String(value)),
        path,
        'KR-10: this secret would be readable in a ConfigMap; use ${env:NAME} or another config provider of Kafka, or the option kafka of a ksml-application',
      ),
    );
  });
}

const isSecretSource = (value: Property): value is SecretSource => typeof value === 'object';

export interface KafkaConnection {
  readonly properties: Values;
  /** `null` if no property is secret. */
  readonly credentials: {
    readonly secret: SecretBacking;
    readonly volumes: readonly Values[];
    readonly volumeMounts: readonly Values[];
    /** True if properties are read by a config provider, not only as files. */
    readonly byProvider: boolean;
  } | null;
}

export function kafkaConnection(
  properties: Readonly<Record<string, Property>>,
  owner: { readonly namespace: string; readonly releaseName: string },
  context: RecipeContext,
): KafkaConnection {
  const entries = Object.entries(properties);
  const secrets = entries.flatMap(([property, value]) =>
    isSecretSource(value) ? [[property, value] as const] : [],
  );
  const byProvider = secrets.some(([property]) => !isFile(property));
  const written = entries.map(([property, value]) => [
    property,
    isSecretSource(value) ? reference(property) : value,
  ]);
  const plain: Values = { ...Object.fromEntries(written), ...(byProvider ? directoryProvider : {}) };
  if (secrets.length === 0) return { properties: plain, credentials: null };

  const backing = secretBacking(
    { namespace: owner.namespace, name: `${owner.releaseName}-kafka` },
    Object.fromEntries(
      secrets.map(([property, source]) => [property, secret(source, context.path('kafka', property))]),
    ),
  );
  return {
    properties: plain,
    credentials: {
      secret: backing,
      volumes: [{ name: volume, secret: { secretName: nameOf(backing) } }],
      volumeMounts: [{ name: volume, mountPath, readOnly: true }],
      byProvider,
    },
  };
}

/** Stands behind the chart's own `config.providers: env` in the runner's file, so it names that provider too. */
const directoryProvider: Values = {
  'config.providers': 'env,directory',
  'config.providers.directory.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
};

const isFile = (property: string): boolean => property.endsWith('.location');

const reference = (property: string): string =>
  isFile(property) ? `${mountPath}/${property}` : `\${directory:${mountPath}:${property}}`;
