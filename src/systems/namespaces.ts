import type { Backing, DesiredRelease, NamespaceBacking } from '../stack/desired.ts';
import type { StackFile } from '../stack/schema.ts';
import { namespaceBacking } from './resources.ts';

/** Namespaces that every cluster has from the start: never ours to create or delete. */
const builtIn = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

const modes = ['enforce', 'audit', 'warn'] as const;

/** One namespace resource for each namespace that the stack uses or lists, unless `create: false` says it exists. */
export function declaredNamespaces(
  settings: StackFile['namespaces'],
  users: readonly (Backing | DesiredRelease)[],
): NamespaceBacking[] {
  const used = users.flatMap((user) => ('namespace' in user ? [user.namespace] : []));
  const fromRecipes = new Map(
    users.flatMap((user) =>
      'kind' in user && user.kind === 'namespace' ? [[user.name, user] as const] : [],
    ),
  );
  const names = [...new Set([...used, ...fromRecipes.keys(), ...Object.keys(settings)])].toSorted();
  return names
    .filter((name) => !builtIn.has(name) && settings[name]?.create !== false)
    .map((name) => {
      const { labels = {}, annotations = {}, podSecurity = {} } = settings[name] ?? {};
      const recipe = fromRecipes.get(name);
      return namespaceBacking(name, {
        labels: { ...recipe?.labels, ...labels, ...podSecurityLabels(podSecurity) },
        annotations: { ...recipe?.annotations, ...annotations },
      });
    });
}

function podSecurityLabels(
  levels: Partial<Record<(typeof modes)[number], string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    modes.flatMap((mode) => {
      const level = levels[mode];
      return level === undefined ? [] : [[`pod-security.kubernetes.io/${mode}`, level]];
    }),
  );
}
