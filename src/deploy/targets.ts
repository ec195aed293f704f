/** What `--target` names, as Pulumi takes it: releases with all that they need. */
import { identitiesOf, providerIdentity, releaseType, type ResourceIdentity } from '../../pulumi/identity.ts';
import { shortStackName } from '../stack/choice.ts';
import type { Backing, DesiredStack } from '../stack/desired.ts';

export interface Targets {
  readonly urns: readonly string[];
  /** Keys of the releases that are not among them. */
  readonly leftOut: ReadonlySet<string>;
}

/** `keys`: of releases of the stack. `alone`: without what they need. */
export function targetsOf(stack: DesiredStack, keys: readonly string[], alone = false): Targets {
  const wanted = alone ? new Set(keys) : withNeeds(stack, keys);
  const identities: ResourceIdentity[] = [
    providerIdentity,
    ...stack.backing.filter(({ id }) => wanted.has(id)).flatMap(identitiesOf),
    ...stack.releases
      .filter(({ key }) => wanted.has(key))
      .map(({ key }) => ({ type: releaseType, name: key })),
  ];
  const stem = `urn:pulumi:${shortStackName(stack.stack)}::${stack.project}`;
  return {
    urns: identities.map(({ type, name }) => `${stem}::${type}::${name}`),
    leftOut: new Set(stack.releases.map(({ key }) => key).filter((key) => !wanted.has(key))),
  };
}

/** Ids of backing resources and keys of releases. */
function withNeeds({ backing, releases }: DesiredStack, keys: readonly string[]): ReadonlySet<string> {
  const namespaces = new Map(
    backing.flatMap((each) => (each.kind === 'namespace' ? [[each.name, each.id]] : [])),
  );
  const inNamespace = (namespace: string): string[] => {
    const id = namespaces.get(namespace);
    return id === undefined ? [] : [id];
  };
  const needsOf = (id: string): readonly string[] => {
    const release = releases.find(({ key }) => key === id);
    const resource = backing.find((each) => each.id === id);
    return [
      ...(release === undefined ? [] : [...release.dependsOn, ...inNamespace(release.namespace)]),
      ...(resource === undefined
        ? []
        : [...storeOf(resource), ...('namespace' in resource ? inNamespace(resource.namespace) : [])]),
    ];
  };
  const wanted = new Set(keys);
  for (const id of wanted) for (const need of needsOf(id)) wanted.add(need); // grows while it is walked
  return wanted;
}

const storeOf = (backing: Backing): string[] =>
  backing.kind === 'externalSecret' ? [`secretStore/${backing.namespace}/${backing.store}`] : [];
