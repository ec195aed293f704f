/** YAML inside of manifests: files that a chart writes into its ConfigMaps. */
import { Buffer } from 'node:buffer';
import { parseDocument } from 'yaml';
import type { Data } from '../../kubernetes/data.ts';

const limits = { bytes: 1024 * 1024, aliases: 100 } as const; // a ConfigMap holds no more bytes

export interface EmbeddedYaml {
  /** Of a key that stands twice, the last: as most programs read it. */
  readonly data: Data;
  /** Keys that stand twice in their map, each once. */
  readonly duplicates: readonly string[];
}

/** `null` if it is not well-formed, too large, or an alias bomb. */
export function readYaml(text: string): EmbeddedYaml | null {
  if (Buffer.byteLength(text) > limits.bytes) return null;
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return null;
    const data = document.toJS({ maxAliasCount: limits.aliases }) as Data;
    return { data, duplicates: duplicatesIn(text) };
  } catch {
    return null; // the parser throws for too many aliases, and for maps in each other without end
  }
}

function duplicatesIn(text: string): string[] {
  const { errors } = parseDocument(text, { logLevel: 'silent' });
  const keys = errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos: [start] }) => /^["']?([^"':\s]+)/.exec(text.slice(start))?.[1] ?? '');
  return [...new Set(keys)];
}
