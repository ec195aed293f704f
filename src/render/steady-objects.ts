/** What two renders of the same have in common: charts that make up passwords or print the time never render the same twice. */
import { createHash } from 'node:crypto';
import { isMap, type Data } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';

export interface SteadyObjects {
  /** As in the first render; what is random has a hash of what stays. */
  readonly objects: readonly RenderedObject[];
  /** Those of which something is random. */
  readonly random: readonly RenderedObject[];
}

export function steadyObjects(
  first: readonly RenderedObject[],
  second: readonly RenderedObject[],
): SteadyObjects {
  const random: RenderedObject[] = [];
  const objects = first.map((object, index) => {
    const again = second[index];
    if (again?.hash === object.hash) return object;
    random.push(object);
    const steady = JSON.stringify(common(object.manifest, again?.manifest ?? null));
    return { ...object, hash: createHash('sha256').update(steady).digest('hex') };
  });
  return { objects, random };
}

const madeUp = '(random)';

function common(a: Data, b: Data): Data {
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    const other: readonly Data[] = b;
    return a.map((item: Data, index) => common(item, other[index] ?? null));
  }
  if (isMap(a) && isMap(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
    return Object.fromEntries(
      keys.map((key) => [key, key in a && key in b ? common(a[key] ?? null, b[key] ?? null) : madeUp]),
    );
  }
  return JSON.stringify(a) === JSON.stringify(b) ? a : madeUp;
}
