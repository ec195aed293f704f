/** A manifest as Kubernetes reads it. Pure. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair } from 'yaml';
import type { Data, DataPath } from '../../kubernetes/data.ts';
import { parseHelmYaml } from '../charts/helm-yaml.ts';

/** Throws the parser's error. */
export const parseManifest = (text: string): Data => plain(parseHelmYaml(text));

function plain(value: unknown): Data {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Data;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Keys that stand twice in a map. */
export function duplicateKeys(text: string): DataPath[] {
  const found: DataPath[] = [];
  collect(parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' }).contents, []);
  return found;

  function collect(node: Node | null, path: DataPath): void {
    if (isAlias(node)) return;
    if (isSeq<Node>(node)) for (const [index, item] of node.items.entries()) collect(item, [...path, index]);
    if (!isMap<Node, Node | null>(node)) return;
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (seen.has(key)) found.push([...path, key]);
      seen.add(key);
      collect(pair.value, [...path, key]);
    }
  }
}

const keyOf = ({ key }: Pair<Node, Node | null>): string =>
  isScalar(key) ? (key.source ?? String(key.value)) : String(key);
