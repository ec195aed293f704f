/** The part of JSON Schema (draft 7) that our schemas use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly not?: object;
  readonly $ref?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

const place = '#/definitions/';

/** What stands behind a reference: its name, if it has one that people may read, and what it says. */
export function resolved(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): { readonly name: string | null; readonly schema: JsonSchema } {
  const [only] = schema.allOf ?? [];
  const reference = schema.$ref ?? only?.$ref;
  if (reference === undefined) return { name: null, schema };
  const name = reference.slice(place.length);
  const target = definitions[name];
  if (target === undefined) throw new Error(`the schema has no definition ${reference}`);
  const { allOf: _all, $ref: _ref, ...own } = schema;
  return { name: name.startsWith('__') ? null : name, schema: { ...target, ...own } };
}

export const variantsOf = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] => anyOf ?? oneOf ?? [];
