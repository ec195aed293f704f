import type { DesiredRelease } from '../stack/desired.ts';

/** Releases after those that they depend on, otherwise in the order of the stack file. `after:` cycles were refused on load. */
export function inOrder(releases: readonly DesiredRelease[]): DesiredRelease[] {
  const byKey = new Map(releases.map((release) => [release.key, release]));
  const ordered = new Set<DesiredRelease>();
  const place = (release: DesiredRelease): void => {
    if (ordered.has(release)) return;
    for (const key of release.dependsOn) {
      const before = byKey.get(key);
      if (before !== undefined) place(before);
    }
    ordered.add(release);
  };
  releases.forEach(place);
  return [...ordered];
}
