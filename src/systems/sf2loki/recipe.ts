import type { Notice, Value, Values } from '../../stack/desired.ts';
import { mergeValues } from '../../stack/merge.ts';
import { pathText, StackFileError } from '../../stack/problem.ts';
import { parseYaml } from '../../stack/yaml.ts';
import { given } from '../given.ts';
import type { Recipe, RecipeContext } from '../system.ts';
import { appConfig, isHa } from './config.ts';
import { isMap, listAt, textAt } from '../value-path.ts';
import { credentialWiring } from './credentials.ts';
import { environmentWiring } from './environment.ts';
import { invariants } from './invariants.ts';
import { networkNotices, networkValues } from './network.ts';
import { unknownKeys } from './known-keys.ts';
import { optionPath } from './option-path.ts';
import type { Sf2lokiOptions } from './options.ts';
import { surroundings, withRule } from './refusals.ts';
import { stoppingSeconds } from './stopping.ts';
import { secretsFolder } from './salesforce.ts';
import { stateBucket } from './state.ts';

/** Seconds that we add to what sf2loki needs, so that the kubelet never cuts in (SF-10). */
const margin = 10;

export function recipe(options: Sf2lokiOptions, context: RecipeContext): Recipe {
  const { namespace } = options;
  const ha = isHa(options);
  const typed = appConfig(options, options.lease.name ?? `${context.releaseName}-leader`);
  const override = options.configOverride === undefined ? null : context.text(options.configOverride);
  const config = override === null ? typed : readOverride(override, options, context);

  const credentials = credentialWiring(options.credentials, privateKeys(config), namespace, context);
  const environment = environmentWiring(options, context);
  const bucket = stateBucket(config, options.state);
  const network = options.networkPolicy;

  const values = given({
    replicaCount: options.replicas,
    ha: ha ? { enabled: true, leaseName: textAt(config, ['coordinate', 'k8s_lease', 'name']) } : undefined,
    image: options.image,
    imagePullSecrets:
      options.imagePullSecrets.length === 0 ? undefined : options.imagePullSecrets.map((name) => ({ name })),
    serviceAccount: options.serviceAccount,
    resources: options.resources,
    podDisruptionBudget: options.podDisruptionBudget,
    terminationGracePeriodSeconds: Math.ceil(stoppingSeconds(config)) + margin,
    // A surge would run a second pod beside the only one, and both would deliver every event (SF-23).
    rollingUpdate:
      (textAt(config, ['coordinate', 'type']) ?? 'noop') === 'noop' ? { maxSurge: 0 } : undefined,
    ...(override === null ? { config: typed } : { configOverride: override }),
  });
  const parts = [
    environment.values,
    credentials.values,
    network === undefined ? {} : networkValues(network, config, ha),
  ];
  return {
    values: parts.reduce((merged, part) => mergeValues(merged, part) as Values, values),
    backing: [...credentials.backing, ...environment.backing, ...(bucket === null ? [] : [bucket])],
    notices: [
      ...credentials.notices,
      ...stateNotices(config, options, context),
      ...keyNotices(config, options, context),
      ...(network === undefined ? [] : networkNotices(network, config, ha, context)),
      ...standbys(options, context),
    ],
  };
}

/** `configOverride` as data; its problems are reported and an empty configuration stands in for text that is no YAML map. */
function readOverride(text: string, options: Sf2lokiOptions, context: RecipeContext): Values {
  const path = context.path('configOverride');
  const source = options.configOverride;
  try {
    const { value } = parseYaml(text, {
      file: typeof source === 'object' ? source.fromFile : 'configOverride',
    });
    if (!isMap(value)) {
      context.problem(path, 'sf2loki takes a YAML map as its configuration');
      return {};
    }
    for (const { rule, at, message } of invariants(value, surroundings(options))) {
      context.problem(path, withRule(rule, `${pathText(at)}: ${message}`));
    }
    reportOtherBucket(value, options, context);
    return value;
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    for (const { line, column, message } of error.problems)
      context.problem(path, `line ${line}:${column}: ${message}`);
    return {};
  }
}

/** Beside an override, `state` says how to make the bucket; which one it is, the override says. */
function reportOtherBucket(config: Values, { state }: Sf2lokiOptions, context: RecipeContext): void {
  const named = textAt(config, ['state', 's3', 'bucket']);
  if (state.bucket !== undefined && state.bucket !== named) {
    context.problem(
      context.path('state', 'bucket'),
      `configOverride keeps its checkpoints in ${named === undefined ? 'no s3 bucket' : `"${named}"`}: name the same one, or none`,
    );
  }
  const creates = textAt(config, ['state', 'store']) === 's3' && state.create !== false;
  if (creates && textAt(config, ['state', 's3', 'region']) === undefined) {
    context.problem(
      context.path('configOverride'),
      'state.s3.region: creating the bucket needs its region; or set state.create: false',
    );
  }
}

/** Files that sf2loki reads as PEM private keys. */
function privateKeys(config: Value): ReadonlySet<string> {
  const orgs = listAt(config, ['orgs']);
  const files = (orgs.length === 0 ? [config] : orgs).map((org) =>
    textAt(org, ['salesforce', 'private_key_file']),
  );
  return new Set(
    files.flatMap((file) => (file?.startsWith(secretsFolder) ? [file.slice(secretsFolder.length)] : [])),
  );
}

function stateNotices(config: Value, { state }: Sf2lokiOptions, context: RecipeContext): Notice[] {
  if ((textAt(config, ['state', 'store']) ?? 'file') !== 'file') return [];
  const unused =
    state.bucket === undefined ? '' : `; the bucket "${state.bucket}" is neither used nor created`;
  return [
    {
      rule: 'SF-5',
      path: context.path('state', 'store'),
      message: `The checkpoints are a file in the pod and are lost with it${unused}: use store s3 or gcs to keep them`,
    },
  ];
}

function keyNotices(config: Value, options: Sf2lokiOptions, context: RecipeContext): Notice[] {
  const isText = options.configOverride !== undefined;
  return unknownKeys(config).map(({ rule, at, message }) => ({
    rule,
    path: isText ? context.path('configOverride') : context.path(...optionPath(at, options)),
    message: isText ? `${pathText(at)}: ${message}` : message,
  }));
}

function standbys({ replicas }: Sf2lokiOptions, context: RecipeContext): Notice[] {
  if (replicas <= 2) return [];
  return [
    {
      rule: 'SF-31',
      path: context.path('replicas'),
      message: `Only one of ${replicas} replicas works; a third one and more only add standbys`,
    },
  ];
}
