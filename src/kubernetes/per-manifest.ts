/** What is read out of a manifest once: most cases of a chart render most objects alike, and those share their data in memory. */
import type { DataMap } from './data.ts';
import type { RenderedObject } from './rendered.ts';

/** By reader. One weak map for all of them: many would cost more than most readers save. */
const known = new WeakMap<DataMap, Map<object, unknown>>();

/** `read` may use the manifest and what follows from it (kind, name), not where the object comes from. */
export function perManifest<Facts extends object | string | number | boolean | null>(
  read: (object: RenderedObject) => Facts,
): (object: RenderedObject) => Facts {
  return (object) => {
    let facts = known.get(object.manifest);
    if (facts === undefined) {
      facts = new Map();
      known.set(object.manifest, facts);
    }
    const before = facts.get(read) as Facts | undefined;
    if (before !== undefined) return before;
    const found = read(object);
    facts.set(read, found);
    return found;
  };
}
