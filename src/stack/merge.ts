/** Lays one tree over another: maps merge, lists and scalars replace, `null` removes. */
import type { Value } from './desired.ts';
import type { DataNode, MapNode } from './node.ts';
import { isValuesMap } from './values.ts';

/**
 * A stack's override over the stack file. In a release's `values` a `null` stays, see `mergeValues`; everywhere else it
 * removes a key, and `nothingToRemove` hears of each that is not there, which is mostly a slip.
 */
export function mergeNodes(
  base: MapNode,
  override: MapNode,
  nothingToRemove: (path: readonly string[], siblings: readonly string[]) => void = () => {},
  path: readonly string[] = [],
): MapNode {
  const entries = new Map(base.entries);
  const removed = new Map(base.removed);
  const isHelmValues = path[0] === 'releases' && path[2] === 'values';
  for (const [key, entry] of override.entries) {
    const before = entries.get(key);
    const inside = [...path, key];
    if (isNull(entry.node) && !isHelmValues) {
      if (before === undefined) nothingToRemove(inside, [...base.entries.keys()]);
      entries.delete(key);
      removed.set(key, { ...entry, overrides: true });
    } else if (entry.node.kind === 'map') {
      // A map over nothing is laid over an empty map, so that the nulls in it never become data.
      const under = before?.node.kind === 'map' ? before.node : emptyMap(entry.node);
      const node = mergeNodes(under, entry.node, nothingToRemove, inside);
      entries.set(
        key,
        before?.node.kind === 'map' ? { ...before, node } : { ...entry, node, overrides: true },
      );
    } else entries.set(key, { ...entry, overrides: true });
  }
  return { kind: 'map', at: base.at, entries, removed };
}

const isNull = (node: DataNode): boolean => node.kind === 'scalar' && node.value === null;
const emptyMap = ({ at }: DataNode): MapNode => ({ kind: 'map', at, entries: new Map() });

/**
 * Helm values over Helm values, as `helm -f a -f b` does. A `null` replaces what is below and stays, because that is how
 * Helm is told to remove a default of the chart. References to backing resources are one value each, not maps.
 */
export function mergeValues(base: Value, over: Value): Value {
  if (!isValuesMap(base) || !isValuesMap(over)) return over;
  const below = new Map<string, Value>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = below.get(key);
    below.set(key, before === undefined ? value : mergeValues(before, value));
  }
  return Object.fromEntries(below);
}
