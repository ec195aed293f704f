/** The provisioner's environment: a list of `{name, value | valueFrom}`, every value a text (KP-8), and the Secrets behind it. */
import type { BackingRef, SecretBacking, SecretSource, SecretValue, Values } from '../../stack/desired.ts';
import { nameOf } from '../../stack/values.ts';
import { secret, type RecipeContext } from '../system.ts';
import type { Login, ProvisionerOptions, ServerTls, Tracing } from './provisioner-options.ts';
import { secretBacking } from '../resources.ts';

interface Environment {
  readonly env: readonly Values[];
  readonly secrets: readonly SecretBacking[];
}

/** Where the registry's CA bundle is mounted. */
export const registryCa = { mountPath: '/etc/ksml-registry-ca', key: 'ca.crt' } as const;

export function environment(options: ProvisionerOptions, context: RecipeContext): Environment {
  const { registry, basicAuth, tls, tracing, namespace, customValuesFile } = options;
  const owner: Owner = { namespace, context };
  const parts: Environment[] = [
    plain({
      NAMESPACE: options.targetNamespace ?? namespace,
      REGISTRY_URL: registry.url,
      CHART_NAME: registry.chart,
      CHART_VERSION: registry.chartVersion,
      CLIENT_CA_FILE: registry.ca === undefined ? undefined : `${registryCa.mountPath}/${registryCa.key}`,
      INSECURE_SKIP_TLS_VERIFY: registry.insecureSkipTlsVerify ? 'true' : undefined,
      CUSTOM_VALUES_FILE: customValuesFile,
    }),
    ...(registry.auth === undefined ? [] : [login('REGISTRY', registry.auth, ['registry', 'auth'], owner)]),
    ...(basicAuth === undefined ? [] : [login('BASIC_AUTH', basicAuth, ['basicAuth'], owner)]),
    ...(tls === undefined ? [] : [serverTls(tls, owner)]),
    ...(tracing === undefined ? [] : [openTelemetry(tracing, owner)]),
  ];
  return { env: parts.flatMap(({ env }) => env), secrets: parts.flatMap(({ secrets }) => secrets) };
}

interface Owner {
  readonly namespace: string;
  readonly context: RecipeContext;
}

function plain(variables: Readonly<Record<string, string | undefined>>): Environment {
  const env = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return { env, secrets: [] };
}

/** Variables that are read from keys of one Secret: of a given name, or one of ours. */
function fromSecret(
  variables: Readonly<Record<string, string>>,
  source: string | SecretBacking,
): Environment {
  const secretName: string | BackingRef = typeof source === 'string' ? source : nameOf(source);
  const env = Object.entries(variables).map(([name, key]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  }));
  return { env, secrets: typeof source === 'string' ? [] : [source] };
}

function ownSecret(
  suffix: string,
  type: SecretBacking['type'],
  data: Readonly<Record<string, SecretValue | string | undefined>>,
  { namespace, context }: Owner,
): SecretBacking {
  const given = Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return secretBacking({ namespace, name: `${context.releaseName}-${suffix}` }, Object.fromEntries(given), {
    type,
  });
}

function login(
  prefix: 'REGISTRY' | 'BASIC_AUTH',
  { username, password, existingSecret }: Login,
  path: readonly string[],
  owner: Owner,
): Environment {
  const entry = (
    field: string,
    source: string | SecretSource | undefined,
  ): SecretValue | string | undefined =>
    typeof source === 'object' ? secret(source, owner.context.path(...path, field)) : source;
  const data = { username: entry('username', username), password: entry('password', password) };
  const suffix = prefix === 'REGISTRY' ? 'registry' : 'basic-auth';
  const { env, secrets } = fromSecret(
    { [`${prefix}_USERNAME`]: 'username', [`${prefix}_PASSWORD`]: 'password' },
    existingSecret ?? ownSecret(suffix, 'kubernetes.io/basic-auth', data, owner),
  );
  const enabled = prefix === 'REGISTRY' ? 'REGISTRY_AUTH_ENABLED' : 'BASIC_AUTH_ENABLED';
  return { env: [{ name: enabled, value: 'true' }, ...env], secrets };
}

function serverTls({ certificate, privateKey, existingSecret }: ServerTls, owner: Owner): Environment {
  const pem = (
    field: string,
    source: SecretSource | undefined,
    shape: SecretValue['shape'],
  ): SecretValue | undefined => source && secret(source, owner.context.path('tls', field), { shape });
  const data = {
    'tls.crt': pem('certificate', certificate, 'pem-certificate'),
    'tls.key': pem('privateKey', privateKey, 'pem-private-key'),
  };
  return fromSecret(
    { SERVER_TLS_CERTIFICATE: 'tls.crt', SERVER_TLS_PRIVATE_KEY: 'tls.key' },
    existingSecret ?? ownSecret('tls', 'kubernetes.io/tls', data, owner),
  );
}

function openTelemetry({ endpoint, headers, serviceName }: Tracing, owner: Owner): Environment {
  const { env } = plain({
    DISTRIBUTED_TRACING_ENABLED: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: typeof headers === 'string' ? headers : undefined,
    OTEL_SERVICE_NAME: serviceName,
  });
  if (typeof headers !== 'object') return { env, secrets: [] };
  const data = { headers: secret(headers, owner.context.path('tracing', 'headers')) };
  const secretly = fromSecret(
    { OTEL_EXPORTER_OTLP_HEADERS: 'headers' },
    ownSecret('tracing', 'Opaque', data, owner),
  );
  return { env: [...env, ...secretly.env], secrets: secretly.secrets };
}
