/** What `valueFiles` and `values` may not do to a KSML Provisioner. */
import type { Value, Values } from '../../stack/desired.ts';
import { faultIf } from '../fault.ts';
import type { BeforeOverrides, Fault } from '../system.ts';
import { isLiteral, isMap, listAt, textAt, valueAt } from '../value-path.ts';
import { kafkaFaults } from './kafka.ts';
import type { ProvisionerOptions } from './provisioner-options.ts';
import { runnerFaults } from './runner-values.ts';

type Before = BeforeOverrides<ProvisionerOptions>;

export function provisionerFaults(all: Values, before: Before): Fault[] {
  const root = before.options.nesting === 'umbrella' ? ['ksml-provisioner'] : [];
  const values = valueAt(all, root) ?? {};
  const custom = valueAt(values, ['customValues']);
  const found = [
    ...environment(values, before.options),
    ...target(values, before.options),
    ...(isMap(custom) ? [...runnerFaults(custom), ...kafkaFaults(custom)] : []).map(({ path, message }) => ({
      path: ['customValues', ...path],
      message,
    })),
  ];
  return found.map(({ path, message }) => ({ path: [...root, ...path], message }));
}

/** Variables that carry a secret, and the option that takes its source. */
const secrets: Readonly<Record<string, { readonly rule: string; readonly use: string }>> = {
  REGISTRY_PASSWORD: { rule: 'KP-3', use: 'registry.auth' },
  BASIC_AUTH_PASSWORD: { rule: 'KP-4', use: 'basicAuth' },
  SERVER_TLS_PRIVATE_KEY: { rule: 'KP-5', use: 'tls' },
  OTEL_EXPORTER_OTLP_HEADERS: { rule: 'KP-6', use: 'tracing.headers' },
};

const required = ['NAMESPACE', 'REGISTRY_URL', 'CHART_NAME', 'CHART_VERSION'];

/** A list of the values takes the place of the recipe's. */
function environment(values: Value, { tracing }: ProvisionerOptions): Fault[] {
  const env = listAt(values, ['env']);
  const names = env.map((entry) => textAt(entry, ['name']));
  const missing = required.filter((name) => !names.includes(name));
  return [
    ...faultIf(
      missing.length > 0,
      ['env'],
      `KP-1: this list replaces the recipe’s, and the provisioner does not start without ${missing.join(', ')}: add them`,
    ),
    ...env.flatMap((entry, index) => {
      const name = names[index] ?? '';
      const value = valueAt(entry, ['value']);
      const told =
        secrets[name] ??
        (name.endsWith('_PASSWORD') ? { rule: 'KP-3', use: 'the option for it' } : undefined);
      // Headers that the option has as text are no secret: its author said so.
      const isSecret = told !== undefined && isLiteral(value) && value !== tracing?.headers;
      return faultIf(
        isSecret,
        ['env', index, 'value'],
        `${told?.rule}: secrets never enter Helm values: use ${told?.use} with a secret source, or a secretKeyRef`,
      );
    }),
  ];
}

/** Applications go to NAMESPACE; the Role that allows it is in `rbac.namespace`, by default the release's. */
function target(values: Value, options: ProvisionerOptions): Fault[] {
  const allowed = textAt(values, ['rbac', 'namespace']) ?? options.namespace;
  const env = listAt(values, ['env']);
  const index = env.findIndex((entry) => textAt(entry, ['name']) === 'NAMESPACE');
  const asked = textAt(env[index], ['value']);
  const isMoved = asked !== (options.targetNamespace ?? options.namespace);
  return faultIf(
    asked !== undefined && asked !== allowed,
    isMoved ? ['env', index, 'value'] : ['rbac', 'namespace'],
    `KP-2: applications go to "${asked}", and the rights for it are in "${allowed}": use the option targetNamespace, which sets both`,
  );
}
