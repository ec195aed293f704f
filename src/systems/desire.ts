/** Runs the recipes: from a loaded stack file to everything that one `up` must bring about. */
import type { Backing, DesiredRelease, DesiredStack, FieldPath, Notice, Value } from '../stack/desired.ts';
import { limits, seconds, type TextSource } from '../stack/fields.ts';
import type { LoadedStack } from '../stack/load.ts';
import { mergeValues } from '../stack/merge.ts';
import { declaredBacking, type NameIndex } from './backing.ts';
import { chartReference } from './chart.ts';
import { inOrder } from './order.ts';
import { systems } from './registry.ts';
import type { Recipe, RecipeContext } from './system.ts';
import { declaredNamespaces } from './namespaces.ts';

type ReleaseOptions = LoadedStack['document']['releases'][string];

/** Throws a `StackFileError` with every problem that the recipes found. */
export function desire(loaded: LoadedStack): DesiredStack {
  const { document } = loaded;
  const declared = declaredBacking(loaded);
  const backing: Backing[] = [...declared.backing];
  const releases: DesiredRelease[] = [];
  const notices: Notice[] = [];

  for (const [key, options] of Object.entries(document.releases)) {
    const made = desireRelease(key, options, loaded, declared.names);
    backing.push(...made.backing);
    releases.push(...made.releases);
    notices.push(...made.notices);
  }
  const declaredAll = [
    ...declaredNamespaces(document.namespaces, [...backing, ...releases]),
    ...backing.filter(({ kind }) => kind !== 'namespace'),
  ].filter(isFirstOfItsId);
  reportClashes(declaredAll, releases, loaded);
  loaded.problems.throwIfAny();
  const known = new Set([...declaredAll.map(({ id }) => id), ...releases.map(({ key }) => key)]);

  return {
    project: document.name,
    stack: loaded.stack,
    cluster: {
      identifier: document.cluster.identifier,
      context: document.cluster.context ?? null,
      kubeconfig: document.cluster.kubeconfig ?? null,
      kubeVersion: document.cluster.kubeVersion ?? null,
    },
    backing: declaredAll,
    // A recipe's namespace that exists already (`create: false`) is nothing to wait for.
    releases: inOrder(releases).map((release) => ({
      ...release,
      dependsOn: [...new Set(release.dependsOn)].filter((id) => known.has(id)),
    })),
    notices,
  };
}

const isFirstOfItsId = ({ id }: Backing, index: number, all: readonly Backing[]): boolean =>
  all.findIndex((other) => other.id === id) === index;

function desireRelease(
  key: string,
  options: ReleaseOptions,
  loaded: LoadedStack,
  names: NameIndex,
): { backing: readonly Backing[]; releases: DesiredRelease[]; notices: readonly Notice[] } {
  const path: FieldPath = ['releases', key];
  const context: RecipeContext = {
    key,
    releaseName: options.releaseName ?? key,
    stack: loaded.stack,
    text: (source: TextSource) => loaded.text(source, path),
    path: (...steps) => [...path, ...steps],
    problem: (at, message) => loaded.problems.add(at, message),
  };
  const recipe = runRecipe(options, context);
  const name = recipe.releaseName ?? context.releaseName;
  if (name.length > limits.releaseName) {
    loaded.problems.add(
      path,
      `release name "${name}" has ${name.length} characters; Helm allows ${limits.releaseName}`,
    );
  }

  const overrides = [
    ...options.valueFiles.map((file, index) => loaded.valueFile(file, [...path, 'valueFiles', index])),
    options.values,
  ];
  const values = overrides.reduce<Value>(
    (merged, layer) => mergeValues(merged, names.resolve(layer)),
    recipe.values,
  );
  const common = {
    namespace: options.namespace,
    timeoutSeconds: seconds(options.timeout),
    maxHistory: options.maxHistory,
    atomic: options.atomic,
    wait: options.wait,
    waitForJobs: options.waitForJobs,
    skipCrds: options.skipCrds,
    path,
  };
  const companions = (recipe.companions ?? []).map((companion) => ({
    ...common,
    key: `${key}${companion.suffix}`,
    name: `${name}${companion.suffix}`,
    system: null,
    chart: companion.chart,
    values: companion.values,
    dependsOn: recipe.backing.map(({ id }) => id),
  }));
  const own: DesiredRelease = {
    ...common,
    key,
    name,
    system: 'system' in options ? (options.system ?? null) : null,
    chart: chartReference(options.chart, [...path, 'chart'], loaded),
    values: values as DesiredRelease['values'],
    dependsOn: [
      ...recipe.backing.map(({ id }) => id),
      ...names.idsIn(values),
      ...companions.map((companion) => companion.key),
      ...options.after,
    ],
  };
  return { backing: recipe.backing, releases: [...companions, own], notices: recipe.notices };
}

function runRecipe(options: ReleaseOptions, context: RecipeContext): Recipe {
  const system = systems.find(({ name }) => 'system' in options && options.system === name);
  return system === undefined ? { values: {}, backing: [], notices: [] } : system.recipe(options, context);
}

/** Pulumi and Helm identify by name: two of a kind would fail halfway through an apply. */
function reportClashes(
  backing: readonly Backing[],
  releases: readonly DesiredRelease[],
  loaded: LoadedStack,
): void {
  const seen = new Map<string, string>();
  for (const resource of backing) {
    const name = resource.kind === 'bucket' ? resource.bucket : resource.name;
    const before = seen.get(`${resource.kind}/${name}`);
    if (before !== undefined && before !== resource.id) {
      loaded.problems.add(
        ['backing'],
        `"${before}" and "${resource.id}" have the same name; give one of them another`,
      );
    }
    seen.set(`${resource.kind}/${name}`, resource.id);
  }
  const installed = new Map<string, string>();
  for (const { key, name, namespace, path } of releases) {
    const before = installed.get(`${namespace}/${name}`);
    if (before !== undefined) {
      loaded.problems.add(
        path,
        `release "${name}" in namespace "${namespace}" is also what releases.${before} installs; set releaseName`,
      );
    }
    installed.set(`${namespace}/${name}`, key);
  }
}
