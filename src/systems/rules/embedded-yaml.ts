/** YAML inside of manifests: files that a chart writes into its ConfigMaps. */
import { Buffer } from 'node:buffer';
import { isScalar, parseDocument, visit, type Document } from 'yaml';
import type { Data } from '../../kubernetes/data.ts';

const limits = { bytes: 1024 * 1024, aliases: 100 } as const; // a ConfigMap holds no more bytes

export interface EmbeddedYaml {
  /** Of a key that stands twice, the last: as most programs read it. */
  readonly data: Data;
  /** Keys that stand twice in their map, each once. */
  readonly duplicates: readonly string[];
}

/** The last ones that were read: the same text stands in the renders of an install and an upgrade, and is asked for by several rules. */
const known = new Map<string, EmbeddedYaml | null>();
const mostKnown = 64;

/** `null` if it is not well-formed, too large, or an alias bomb. */
export function readYaml(text: string): EmbeddedYaml | null {
  if (Buffer.byteLength(text) > limits.bytes) return null;
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = read(text);
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(text, found);
  return found;
}

function read(text: string): EmbeddedYaml | null {
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return null;
    const data = document.toJS({ maxAliasCount: limits.aliases }) as Data;
    return { data, duplicates: duplicatesIn(document) };
  } catch {
    return null; // the parser throws for too many aliases, and for maps in each other without end
  }
}

function duplicatesIn(document: Document): string[] {
  const found = new Set<string>();
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (keys.has(name)) found.add(String(name));
        keys.add(name);
      }
    },
  });
  return [...found];
}
