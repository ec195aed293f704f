/** Texts that hold documents: files in ConfigMaps, JSON in annotations and variables. */
import { isMap, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import { isScalar, parseDocument, visit, type Document as ParsedDocument } from 'yaml';
import { documentsAround, keyOf } from './places.ts';
import { isDeeper, isList } from './plain.ts';

/** Of what is larger, the lines are compared. Parsing YAML takes a hundred times as long as JSON. */
const limits = {
  jsonLength: 1024 * 1024,
  yamlLength: 256 * 1024,
  depth: 64,
  aliases: 100,
  /** Documents in documents. */
  nested: 3,
} as const;

export interface DocumentPair {
  readonly form: 'yaml' | 'json';
  readonly before: Data;
  readonly after: Data;
}

/** Null unless both are maps or lists that can be compared in place of their texts. */
export function documentsIn(before: string, after: string, place: FieldPlace): DocumentPair | null {
  if (documentsAround(place) >= limits.nested) return null;
  const is = documentIn(after, place);
  const was = is === null ? null : documentIn(before, place);
  return was === null || is === null ? null : { form: is.form, before: was.data, after: is.data };
}

interface Document {
  readonly form: 'yaml' | 'json';
  readonly data: Data;
}

/** Null if the text is none, or one that is too large, too deep, or an alias bomb. */
export function documentIn(text: string, place: FieldPlace): Document | null {
  if (/^\s*[{[]/.test(text) && text.length <= limits.jsonLength) {
    const data = parsed(() => JSON.parse(text) as unknown);
    if (data !== null) return { form: 'json', data };
  }
  const isFile = /\.ya?ml$/.test(keyOf(place));
  if ((!isFile && !text.includes('\n')) || text.length > limits.yamlLength) return null;
  const data = parsed(() => {
    const document = parseDocument(text, yamlOptions);
    const isRead = document.errors.length + document.warnings.length === 0 && !hasTwins(document);
    return isRead ? document.toJS({ maxAliasCount: limits.aliases }) : null;
  });
  return data === null ? null : { form: 'yaml', data };
}

/** The library's own search for keys that stand twice compares each with each. */
const yamlOptions = {
  schema: 'core',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Whether a key stands twice in a map: what differs in the first of them would not be seen. */
function hasTwins(document: ParsedDocument): boolean {
  let found = false;
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set(items.map(({ key }) => String(isScalar(key) ? key.value : key)));
      if (keys.size === items.length) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function parsed(parse: () => unknown): Data {
  try {
    const data = parse() as Data;
    const isDocument = (isMap(data) || isList(data)) && !isDeeper(data, limits.depth);
    return isDocument && isExact(data) ? data : null;
  } catch {
    return null; // not well-formed, too many aliases, or too deep for the parser
  }
}

/** Beyond 2^53 two numbers are read as the same: then only the text tells. */
function isExact(data: Data): boolean {
  if (typeof data === 'number') return !Number.isInteger(data) || Number.isSafeInteger(data);
  if (isList(data)) return data.every(isExact);
  return !isMap(data) || Object.values(data).every(isExact);
}
