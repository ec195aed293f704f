/** Names that two parts of a stack would both take. Pulumi and Helm identify by name: an apply would fail halfway. */
import type { Backing, CaBundleBacking, DesiredRelease, SecretBacking } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import type { Recipe } from './system.ts';

type Problems = LoadedStack['problems'];

/** A release and the objects of its chart that have fixed names. */
export interface Occupant {
  readonly release: DesiredRelease;
  readonly objects: NonNullable<Recipe['occupies']>;
}

/** Pulumi makes their name from the one that they have in its program, which leaves no room for the namespace. */
const isAutoNamed = (resource: Backing): resource is SecretBacking | CaBundleBacking =>
  resource.kind === 'caBundle' || (resource.kind === 'secret' && resource.autoName);

/** All others have their namespace in the name by which Pulumi knows them. */
export function reportBackingClashes(backing: readonly Backing[], problems: Problems): void {
  const seen = new Map<string, string>();
  for (const { kind, name, id } of backing.filter(isAutoNamed)) {
    const before = seen.get(`${kind}/${name}`);
    if (before !== undefined && before !== id) {
      problems.add(['backing'], `"${before}" and "${id}" have the same name; give one of them another`);
    }
    seen.set(`${kind}/${name}`, id);
  }
}

export function reportReleaseClashes(releases: readonly DesiredRelease[], problems: Problems): void {
  const installed = new Map<string, string>();
  for (const { key, name, namespace, path } of releases) {
    const before = installed.get(`${namespace}/${name}`);
    if (before !== undefined) {
      problems.add(
        path,
        `release "${name}" in namespace "${namespace}" is also what releases.${before} installs; set releaseName`,
      );
    }
    installed.set(`${namespace}/${name}`, key);
  }
}

/** LS-9 is the case that there is. */
export function reportOccupied(occupants: readonly Occupant[], problems: Problems): void {
  const owners = new Map<string, string>();
  for (const { release, objects } of occupants) {
    for (const { kind, name } of objects) {
      const object = `${release.namespace}/${kind}/${name}`;
      const owner = owners.get(object);
      if (owner !== undefined) {
        problems.add(
          release.path,
          `LS-9: its chart always makes the ${kind} "${name}", which releases.${owner} already has in namespace "${release.namespace}"; give one of them another namespace, or a newer chart`,
        );
      }
      owners.set(object, release.key);
    }
  }
}
