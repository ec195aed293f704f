/** Every field of a schema, in the order of the schema: what a table of a reference has a row for. */
import { type JsonSchema, resolved, variantsOf } from './json-schema.ts';
import { sections, typeOf } from './type-text.ts';

/** A step of a path: a key; any key of a map; any item of a list. */
export type Step = { readonly key: string } | 'any-key' | 'any-item';

export interface Field {
  readonly path: readonly Step[];
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  /** Whether fields inside of it have rows of their own. */
  readonly hasFields: boolean;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

/** The fields below `path`. Those of a definition that has a section of its own, or that refers to itself, are left out. */
export function fieldsOf(schema: JsonSchema, definitions: Definitions, path: readonly Step[] = []): Field[] {
  const known = new Map<string, Field>();
  for (const field of below(schema, definitions, path)) {
    const key = pathText(field.path);
    const before = known.get(key);
    known.set(key, before === undefined ? field : merged(before, field));
  }
  return [...known.values()];
}

function below(schema: JsonSchema, definitions: Definitions, path: readonly Step[]): Field[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, part]): Field[] => {
    if (part.not !== undefined) return [];
    const { name, schema: whole } = resolved(part, definitions);
    const at = [...path, { key }];
    const inner = name !== null && name in sections ? [] : below(whole, definitions, at);
    const field = {
      path: at,
      type: typeOf(part, definitions),
      description: whole.description ?? '',
      required: schema.required?.includes(key) ?? false,
      schema: whole,
      hasFields: inner.length > 0,
    };
    return [field, ...inner];
  });
  const { additionalProperties: entries, items } = schema;
  return [
    ...own,
    ...(typeof entries === 'object' ? below(entries, definitions, [...path, 'any-key']) : []),
    ...(items === undefined ? [] : below(items, definitions, [...path, 'any-item'])),
    ...variantsOf(schema).flatMap((variant) => below(variant, definitions, path)),
  ];
}

/** Of a choice between objects: `provider: "aws"` and `provider: "gcp"` are one field. */
function merged(one: Field, other: Field): Field {
  const types = new Set([...one.type.split(' or '), ...other.type.split(' or ')]);
  const alike = one.description === other.description;
  return {
    ...one,
    type: [...types].join(' or '),
    description: alike ? one.description : `${one.description} ${other.description}`,
  };
}

/** `releases.NAME.sources[].port`. */
export const pathText = (path: readonly Step[]): string =>
  path
    .map((step) => (step === 'any-key' ? '.NAME' : step === 'any-item' ? '[]' : `.${step.key}`))
    .join('')
    .replace(/^\./, '');
