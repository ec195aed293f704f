/** Environment variables of the pod, which config.yaml refers to by ${NAME} (SF-13). */
import type { FieldPath, SecretBacking, SecretSource, Values } from '../../stack/desired.ts';
import { nameOf } from '../../stack/values.ts';
import { given } from '../given.ts';
import { secret, type RecipeContext } from '../system.ts';
import type { Sf2lokiOptions } from './options.ts';
import { clientIdVariable } from './salesforce.ts';
import { secretBacking } from '../resources.ts';

interface Variable {
  readonly name: string;
  readonly source: string | SecretSource;
  readonly path: FieldPath; // from the release
}

/** `env`, and the client ids that are secret. A literal client id stands in config.yaml. */
export function environment({ env, salesforce, orgs = [] }: Sf2lokiOptions): Variable[] {
  const single: Variable[] =
    salesforce === undefined
      ? []
      : [{ name: clientIdVariable(null), source: salesforce.clientId, path: ['salesforce', 'clientId'] }];
  const several = orgs.map((org, index): Variable => ({
    name: clientIdVariable(org.name),
    source: org.salesforce.clientId,
    path: ['orgs', index, 'salesforce', 'clientId'],
  }));
  return [
    ...Object.entries(env).map(([name, source]): Variable => ({ name, source, path: ['env', name] })),
    ...[...single, ...several].filter(({ source }) => typeof source !== 'string'),
  ];
}

/** Text goes into the chart's ConfigMap, secrets into a backing Secret beside it. */
export function environmentWiring(
  options: Sf2lokiOptions,
  context: RecipeContext,
): { values: Values; backing: SecretBacking[] } {
  const plain: Record<string, string> = {};
  const data: Record<string, SecretBacking['data'][string]> = {};
  for (const { name, source, path } of environment(options)) {
    if (typeof source === 'string') plain[name] = source;
    else data[name] = secret(source, context.path(...path));
  }
  const { namespace } = options;
  const backing =
    Object.keys(data).length === 0
      ? []
      : [secretBacking({ namespace, name: `${context.releaseName}-env` }, data)];
  const from = [...backing.map(nameOf), ...options.envFromSecrets];
  return {
    values: given({
      env: Object.keys(plain).length === 0 ? undefined : plain,
      extraEnvFrom: from.length === 0 ? undefined : from.map((each) => ({ secretRef: { name: each } })),
    }),
    backing,
  };
}
