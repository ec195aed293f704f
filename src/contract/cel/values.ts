/** Manifests and Helm values as values of CEL. */
import { celList, celMap, type CelInput, type CelList, type CelMap } from '@bufbuild/cel';
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';

/** Whole numbers are `int`, as an author expects of `replicas + 1`; others, and those beyond 2^53, are `double`. */
export function celOf(data: Data): CelInput {
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (isMap(data)) return celMap(entriesOf(data));
  if (typeof data === 'object' && data !== null) return celList(data.map(celOf));
  return data;
}

const entriesOf = (data: DataMap): Map<string, CelInput> =>
  new Map(Object.entries(data).map(([key, value]) => [key, celOf(value)]));

const maps = new WeakMap<DataMap, CelMap>();
const lists = new WeakMap<readonly object[], CelList>();

/** Made once for the same data: cases share most of their objects. */
export function celMapOf(data: DataMap): CelMap {
  const known = maps.get(data);
  if (known !== undefined) return known;
  const made = celMap(entriesOf(data));
  maps.set(data, made);
  return made;
}

export function celListOf<T extends object>(items: readonly T[], each: (item: T) => CelInput): CelList {
  const known = lists.get(items);
  if (known !== undefined) return known;
  const made = celList(items.map(each));
  lists.set(items, made);
  return made;
}
