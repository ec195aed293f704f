/** Which Kubernetes versions there are schemas for. */
import { listed } from '../../stack/wording.ts';
import { Failure } from '../../stack/failure.ts';
import { knownMinors } from './bundled.ts';

/** What is checked where nobody says: the version of the local control plane, which the rules were tried on. */
export const defaultKubeVersion = '1.33';

/** `['1.28', …]`, ascending. */
export const knownKubeVersions = (): string[] => knownMinors().map((minor) => `1.${minor}`);

export const isKnownVersion = (kubeVersion: string): boolean => knownMinors().includes(numberOf(kubeVersion));

const numberOf = (kubeVersion: string): number =>
  Number(/^v?1\.(\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(kubeVersion)?.[1] ?? NaN);

/**
 * `33` of `1.33`, `v1.33.4` or `1.33.4-gke.100`. Throws a `Failure` (configuration) for a version that there are no schemas for: to take
 * those of another one would say nothing about this one.
 */
export function minorOf(kubeVersion: string): number {
  const minor = numberOf(kubeVersion);
  if (knownMinors().includes(minor)) return minor;
  throw new Failure('configuration', `There are no schemas for Kubernetes ${JSON.stringify(kubeVersion)}.`, {
    hint: `Use ${listed(knownKubeVersions()).replaceAll('"', '')}; a patch version may follow.`,
  });
}
