/** Runs the recipes: from a loaded stack file to everything that one `up` must bring about. */
import type { Backing, DesiredRelease, DesiredStack, FieldPath, Notice } from '../stack/desired.ts';
import { limits, seconds, type TextSource } from '../stack/fields.ts';
import type { LoadedStack } from '../stack/load.ts';
import { declaredBacking, type NameIndex } from './backing.ts';
import { chartReference } from './chart.ts';
import { reportBackingClashes, reportOccupied, reportReleaseClashes, type Occupant } from './clashes.ts';
import { inOrder } from './order.ts';
import { overriddenValues } from './overrides.ts';
import { systems } from './registry.ts';
import { backingId } from './resources.ts';
import type { Recipe, RecipeContext } from './system.ts';
import { declaredNamespaces } from './namespaces.ts';

type ReleaseOptions = LoadedStack['document']['releases'][string];

const plainRecipe: Recipe = { values: {}, backing: [], notices: [] };

/** Throws a `StackFileError` with every problem that the recipes found. */
export function desire(loaded: LoadedStack): DesiredStack {
  const { document } = loaded;
  const declared = declaredBacking(loaded);
  const backing: Backing[] = [...declared.backing];
  const releases: DesiredRelease[] = [];
  const notices: Notice[] = [];
  const occupants: Occupant[] = [];

  for (const [key, options] of Object.entries(document.releases)) {
    const made = desireRelease(key, options, loaded, declared.names);
    backing.push(...made.backing);
    releases.push(...made.releases);
    notices.push(...made.notices);
    occupants.push(made.occupant);
  }
  const declaredAll = [
    ...declaredNamespaces(document.namespaces, [...backing, ...releases]),
    ...backing.filter(({ kind }) => kind !== 'namespace'),
  ].filter(isFirstOfItsId);
  reportBackingClashes(declaredAll, loaded.problems);
  reportReleaseClashes(releases, loaded.problems);
  reportOccupied(occupants, loaded.problems);
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
    adopt: adopted(document),
    notices,
  };
}

/** What may be taken over. */
const adopted = ({ releases, namespaces }: LoadedStack['document']): string[] => [
  ...Object.entries(namespaces).flatMap(([name, { adopt }]) => (adopt ? backingId('namespace', name) : [])),
  ...Object.entries(releases).flatMap(([key, { adopt }]) => (adopt ? key : [])),
];

const isFirstOfItsId = ({ id }: Backing, index: number, all: readonly Backing[]): boolean =>
  all.findIndex((other) => other.id === id) === index;

function desireRelease(
  key: string,
  options: ReleaseOptions,
  loaded: LoadedStack,
  names: NameIndex,
): {
  backing: readonly Backing[];
  releases: DesiredRelease[];
  notices: readonly Notice[];
  occupant: Occupant;
} {
  const path: FieldPath = ['releases', key];
  const context: RecipeContext = {
    key,
    releaseName: options.releaseName ?? key,
    stack: loaded.stack,
    text: (source: TextSource) => loaded.text(source, path),
    path: (...steps) => [...path, ...steps],
    problem: (at, message) => loaded.problems.add(at, message),
  };
  const system = systems.find(({ name }) => 'system' in options && options.system === name);
  const recipe = system?.recipe(options, context) ?? plainRecipe;
  const name = recipe.releaseName ?? context.releaseName;
  if (name.length > limits.releaseName) {
    loaded.problems.add(
      path,
      `release name "${name}" has ${name.length} characters; Helm allows ${limits.releaseName}`,
    );
  }

  const values = overriddenValues({ options, own: recipe.values, system, path }, loaded, names);
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
    values,
    dependsOn: [
      ...recipe.backing.map(({ id }) => id),
      ...names.idsIn(values),
      ...companions.map((companion) => companion.key),
      ...options.after,
    ],
  };
  return {
    backing: recipe.backing,
    releases: [...companions, own],
    notices: recipe.notices,
    occupant: { release: own, objects: recipe.occupies ?? [] },
  };
}
