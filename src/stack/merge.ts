/** Lays one tree over another: maps merge, lists and scalars replace, `null` removes. */
import type { Value, Values } from './desired.ts';
import type { DataNode, MapEntry, MapNode } from './node.ts';
import { isBackingRef, isSecretInValue } from './values.ts';

/** A stack's override over the stack file. Only where a key is a release's `values` does a `null` stay: see `mergeValues`. */
export function mergeNodes(base: MapNode, override: MapNode): MapNode {
  return merge(base, override, []);
}

function merge(base: MapNode, override: MapNode, path: readonly string[]): MapNode {
  const entries = new Map(base.entries);
  const removed = new Map(base.removed);
  const isHelmValues = path[0] === 'releases' && path[2] === 'values';
  for (const [key, entry] of override.entries) {
    const before = entries.get(key);
    if (isNull(entry.node) && !isHelmValues) {
      entries.delete(key);
      removed.set(key, { ...entry, overrides: true });
    } else if (entry.node.kind === 'map') {
      // A map over nothing is laid over an empty map, so that the nulls in it never become data.
      const under = before?.node.kind === 'map' ? before.node : emptyMap(entry.node);
      const merged = merge(under, entry.node, [...path, key]);
      const place: MapEntry = before?.node.kind === 'map' ? before : { ...entry, overrides: true };
      entries.set(key, { ...place, node: merged });
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
  if (!isMap(base) || !isMap(over)) return over;
  const below = new Map<string, Value>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = below.get(key);
    below.set(key, before === undefined ? value : mergeValues(before, value));
  }
  return Object.fromEntries(below);
}

function isMap(value: Value): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isBackingRef(value) &&
    !isSecretInValue(value)
  );
}
