/** Where in the page something stands, for links to it: `#sf2loki/Deployment/sf2loki`. */
import { objectKey, type ObjectId } from '../../../kubernetes/object-id.ts';
import type { HookRun, ObjectChange, Plan, ReleasePlan } from '../../../plan/plan.ts';

export interface Anchors {
  /** The id of one of the plan's own entries. */
  of(entry: ReleasePlan | ObjectChange | HookRun): string;
  /** The id of the release with this key; null if the plan has none. */
  release(key: string): string | null;
  /** The id of the first object or hook of that name, before or after a rename; null if the plan has none. */
  object(release: string, object: ObjectId): string | null;
}

export function anchorsOf({ releases }: Pick<Plan, 'releases'>): Anchors {
  const taken = new Set<string>();
  const ofEntries = new Map<unknown, string>();
  const byName = new Map<string, string>();
  const known = (name: string, id: string): unknown => byName.has(name) || byName.set(name, id);
  for (const release of releases) {
    const id = free(taken, ['release', release.key], null);
    ofEntries.set(release, id);
    known(release.key, id);
  }
  for (const { key, objects, hooks } of releases) {
    for (const entry of [...objects, ...hooks]) {
      const { kind, name, namespace } = entry.object;
      const id = free(taken, [key, kind, name], namespace);
      ofEntries.set(entry, id);
      known(nameOf(key, entry.object), id);
      if ('before' in entry && entry.before !== null) known(nameOf(key, entry.before), id);
    }
  }
  return {
    of: (entry) => ofEntries.get(entry) ?? '',
    release: (key) => byName.get(key) ?? null,
    object: (release, object) => byName.get(nameOf(release, object)) ?? null,
  };
}

const nameOf = (release: string, object: ObjectId): string => `${release}\n${objectKey(object)}`;

/** Of two with the same kind and name, the second has its namespace in its id, too, and if that is taken a number. */
function free(taken: Set<string>, steps: readonly string[], namespace: string | null): string {
  const short = idOf(steps);
  const long = namespace === null ? short : idOf(steps.toSpliced(-1, 0, namespace));
  let id = taken.has(short) ? long : short;
  for (let number = 2; taken.has(id); number++) id = `${long}~${number}`;
  taken.add(id);
  return id;
}

/** An id has no spaces. These have a slash, which the ids of the page's sections have not. */
const idOf = (steps: readonly string[]): string =>
  steps.map((step) => encodeURIComponent(step.toWellFormed())).join('/');
