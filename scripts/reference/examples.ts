/** An example for each field: out of stack files that are checked by tests, else made of what the schema says. */
import { stringify } from 'yaml';
import type { Field, Step } from './fields.ts';
import { type JsonSchema, variantsOf } from './json-schema.ts';

/** Longer ones say less than they take. */
const longest = 110;

/** `key: value`, as a stack file would have it; null where nothing is known that fits. */
export function exampleOf(
  field: Field,
  documents: readonly unknown[],
  parents: readonly Step[],
): string | null {
  const key = lastKey(field.path);
  const fitting = documents
    .flatMap((document) => valuesAt(document, [...parents, ...field.path]))
    .map((value) => written(key, value))
    .filter((text) => text.length <= longest && !text.includes('\n'));
  const best = fitting.find((text) => !isDefault(text, key, field)) ?? fitting[0];
  if (best !== undefined) return best;
  const made = field.hasFields ? undefined : madeOf(field.schema, field.description);
  return made === undefined ? null : written(key, made);
}

const isDefault = (text: string, key: string, { schema }: Field): boolean =>
  schema.default !== undefined && text === written(key, schema.default);

/** All that stand at a path: a map and a list have several. */
function valuesAt(value: unknown, path: readonly Step[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'any-item') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  if (Array.isArray(value)) return [];
  if (step === 'any-key') return Object.values(value).flatMap((entry) => valuesAt(entry, rest));
  return valuesAt((value as Record<string, unknown>)[step.key], rest);
}

function madeOf(schema: JsonSchema, description: string): unknown {
  if (schema.const !== undefined) return schema.const;
  const other = schema.enum?.find((choice) => choice !== schema.default);
  if (other !== undefined) return other;
  if (schema.type === 'boolean') return schema.default !== true;
  const said = /such as "([^"]+)"/.exec(description)?.[1];
  if (said !== undefined) return schema.type === 'array' ? [said] : said;
  if (typeof schema.default === 'number' || typeof schema.default === 'string') return schema.default;
  for (const variant of variantsOf(schema)) {
    const made = madeOf(variant, '');
    if (made !== undefined) return made;
  }
  return undefined;
}

const lastKey = (path: readonly Step[]): string => {
  const step = path.findLast((one) => typeof one === 'object');
  return typeof step === 'object' ? step.key : '';
};

const written = (key: string, value: unknown): string =>
  stringify({ [key]: value }, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true })
    .trim()
    .replace(/^\{ (.*) \}$/s, '$1');
