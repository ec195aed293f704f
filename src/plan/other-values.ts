/** Which values of a release differ, by their paths: the values themselves may be secrets. */
import { isMap, mapAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { pathText } from '../stack/problem.ts';

/** Paths of values that differ, as far down as both are maps. Nothing, null and an empty map are the same: Helm drops them. */
export function otherValues(before: Data, after: Data, path: readonly string[] = []): string[] {
  const isLeaf = [before, after].some((value) => value !== null && !isMap(value));
  if (isLeaf || (before === null && after === null))
    return canonical(before) === canonical(after) ? [] : [pathText(path)];
  const [was, is] = [mapAt(before), mapAt(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .toSorted()
    .flatMap((key) => otherValues(ownOf(was, key), ownOf(is, key), [...path, key]));
}

const ownOf = (map: DataMap, key: string): Data => (Object.hasOwn(map, key) ? (map[key] ?? null) : null);

function canonical(data: Data): string {
  return JSON.stringify(data, (_key, value: Data) => {
    if (!isMap(value)) return value;
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return entries.length === 0 ? null : Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
