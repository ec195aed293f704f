/** What a field may hold, in words. */
import { type JsonSchema, resolved, variantsOf } from './json-schema.ts';

/** Definitions that have a section of their own; those of the stack file and of contract files. */
export const sections: Readonly<Record<string, string>> = {
  chart: 'chart',
  image: 'image',
  resources: 'resources',
  external: 'external object',
  secretSource: 'secret source',
  textOrSecret: 'text or secret source',
  textSource: 'text or file',
  values: 'any YAML map',
};

/** Words of what has no section. */
const words: Readonly<Record<string, string>> = {
  kubeVersions: 'list of text',
  apiVersions: 'list of text',
};

export function typeOf(part: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): string {
  const { name, schema } = resolved(part, definitions);
  const section = name === null ? undefined : sections[name];
  if (section !== undefined) return section;
  const word = name === null ? undefined : words[name];
  if (word !== undefined) return word;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(' or ');
  const variants = variantsOf(schema);
  if (variants.length > 0) {
    if (variants.some(({ type }) => type === 'null')) return 'map';
    return [...new Set(variants.map((variant) => typeOf(variant, definitions)))].join(' or ');
  }
  return ofType(schema, definitions);
}

function ofType(schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): string {
  const { type, items, additionalProperties: entries, minimum, maximum } = schema;
  if (type === undefined) return 'any';
  if (typeof type !== 'string') return type.map((one) => (one === 'string' ? 'text' : one)).join(' or ');
  switch (type) {
    case 'string':
      return 'text';
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return range('whole number', minimum, maximum);
    case 'array':
      return items === undefined ? 'list' : `list of ${plural(typeOf(items, definitions))}`;
    case 'object':
      return typeof entries === 'object' ? `map of ${plural(typeOf(entries, definitions))}` : 'map';
    default:
      return range(type, minimum, maximum);
  }
}

const plural = (text: string): string =>
  ['map', 'list', 'chart', 'external object', 'secret source'].includes(text) ? `${text}s` : text;

/** Limits that only keep numbers within what a program can hold say nothing. */
function range(kind: string, minimum = -Infinity, maximum = Infinity): string {
  const low = minimum > -1_000_000 ? minimum : null;
  const high = maximum < 1_000_000_000 ? maximum : null;
  if (low !== null && high !== null) return `${kind}, ${low} to ${high}`;
  if (low !== null) return `${kind}, ${low} or more`;
  return high === null ? kind : `${kind}, ${high} at most`;
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
