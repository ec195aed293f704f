/** A parsed file as a tree in which every key and value knows its place. */
import type { FieldPath } from './desired.ts';
import type { Position } from './position.ts';

export type DataNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly at: Position;
}
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DataNode[];
  readonly at: Position;
}
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly at: Position; // of its first key, or of its "{"
  /** Keys that an override took away, at the place where it did. */
  readonly removed?: ReadonlyMap<string, MapEntry>;
}
export interface MapEntry {
  readonly keyAt: Position;
  readonly node: DataNode;
  /** It came from the stack's override, and so did everything below it. */
  readonly overrides?: true;
}

/** Plain data, the same that a YAML library would give. */
export function dataOf(node: DataNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(dataOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, dataOf(entry.node)]));
  }
}

/** The node at a path, or `null`. */
export function nodeAt(root: DataNode, path: FieldPath): DataNode | null {
  let node: DataNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.node;
    else if (node?.kind === 'list' && typeof step === 'number') node = node.items[step];
    else return null;
  }
  return node ?? null;
}

/** The place of the value at `path` or of its key; of the innermost thing that exists on the way if it does not. */
export function locate(
  root: DataNode,
  path: FieldPath,
  part: 'key' | 'value' = 'value',
): { readonly at: Position; readonly overrides: boolean } {
  let node = root;
  let at = root.at;
  let overrides = false;
  for (const [index, step] of path.entries()) {
    if (node.kind === 'list' && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      at = node.at;
    } else if (node.kind === 'map') {
      const present = node.entries.get(String(step));
      const entry = present ?? node.removed?.get(String(step));
      if (entry === undefined) break;
      overrides ||= entry.overrides ?? false;
      at = part === 'key' && index === path.length - 1 ? entry.keyAt : entry.node.at;
      if (present === undefined) break;
      node = entry.node;
    } else break;
  }
  return { at, overrides };
}
