/** Comparing plain data. `isSame` and `canonical` recurse: ask `isTooDeep` first of what comes from outside. */
import { isMap, type Data } from '../../kubernetes/data.ts';

export const isList = (data: Data | undefined): data is readonly Data[] => Array.isArray(data);

/** Charts have about 15 levels. Of what is deeper, only that it differs is told. */
export const isTooDeep = (data: Data | undefined): boolean => isDeeper(data, 100);

/** Whether anything is nested in more than so many maps and lists. */
export function isDeeper(data: Data | undefined, limit: number): boolean {
  let level: Data[] = [data ?? null];
  for (let depth = 0; depth <= limit; depth++) {
    level = level.flatMap((item) => (isList(item) ? [...item] : isMap(item) ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}

export function isSame(a: Data | undefined, b: Data | undefined): boolean {
  if (a === b) return true;
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (isMap(a)) {
    if (!isMap(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
    );
  }
  return Number.isNaN(a) && Number.isNaN(b); // `.nan` of YAML
}

/** The same text for the same data, whatever the order of its keys. */
export const canonical = (data: Data): string => JSON.stringify(sorted(data));

function sorted(data: Data): Data {
  if (isList(data)) return data.map(sorted);
  if (!isMap(data)) return typeof data === 'number' && !Number.isFinite(data) ? String(data) : data;
  const entries = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** The same for the same data, however deep it is, and for no other. */
export function flatText(data: Data): string {
  const told: string[] = [];
  const open: (readonly [string, Data])[] = [['', data]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [key, item] = next;
    const entries = typeof item === 'object' && item !== null ? Object.entries<Data>(item) : null;
    told.push(JSON.stringify([key, entries === null ? item : [isList(item), entries.length]]));
    for (const entry of entries?.toSorted(([a], [b]) => (a < b ? -1 : 1)) ?? []) open.push(entry);
  }
  return told.join('\n');
}
