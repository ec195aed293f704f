/** What the schema expects at a place of the document: the part of it that decides there. */
import { safeParse, type z } from 'zod';
import type { FieldPath } from './desired.ts';
import { synonyms } from './synonyms.ts';

type Schema = z.core.$ZodType;

/** A union's options, in the order in which Zod tries them. */
interface Union {
  readonly options: readonly Schema[];
  readonly discriminator: string | undefined;
}

export interface Expectation {
  /** The schemas that can apply: more than one below a union. Wrappers such as `optional` are looked through. */
  readonly alternatives: readonly Schema[];
  /** Every union at the place itself. */
  readonly unions: readonly Union[];
  /** A secret is expected here or around here: what stands here is never shown. */
  readonly secret: boolean;
}

/** Follows `path` through the schema; `value`, the data there, decides at a union that has a discriminator. */
export function expectationAt(schema: Schema, value: unknown, path: FieldPath): Expectation {
  let unions: Union[] = [];
  let alternatives = decisive(schema, value, unions);
  let secret = alternatives.some(isSecretSource);
  let current = value;
  for (const step of path) {
    current = childOf(current, step);
    unions = [];
    const children = alternatives.flatMap((alternative) => childSchema(alternative, step) ?? []);
    alternatives = children.flatMap((child) => decisive(child, current, unions));
    secret ||= alternatives.some(isSecretSource);
  }
  return { alternatives, unions, secret };
}

/** The keys that the place may have; none where any key is allowed. */
export function knownKeys({ alternatives }: Expectation): string[] {
  return [...new Set(alternatives.flatMap((schema) => Object.keys(shapeOf(schema) ?? {})))];
}

export function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
}

/** The entries of a map; none of anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Sources are recognised by their form, so that a refined or combined copy of `secretSource` counts, too. */
function isSecretSource(schema: Schema): boolean {
  const shape = shapeOf(schema);
  return shape !== null && ('fromConfig' in shape || 'fromEnv' in shape);
}

/** Zod's own description of a schema, by kind. */
function definitionOf(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  return (schema as unknown as { readonly def: z.core.$ZodTypes['_zod']['def'] }).def;
}

function shapeOf(schema: Schema): z.core.$ZodShape | null {
  const definition = definitionOf(schema);
  return definition.type === 'object' ? definition.shape : null;
}

function childSchema(schema: Schema, step: string | number): Schema | null {
  const definition = definitionOf(schema);
  if (definition.type === 'object') return definition.shape[String(step)] ?? definition.catchall ?? null;
  if (definition.type === 'record') return definition.valueType;
  if (definition.type === 'array') return definition.element;
  if (definition.type === 'tuple') return definition.items[Number(step)] ?? definition.rest;
  return null;
}

/** Looks through wrappers and unions, and notes the unions. */
function decisive(schema: Schema, value: unknown, unions: Union[]): Schema[] {
  const definition = definitionOf(schema);
  if ('innerType' in definition) return decisive(definition.innerType, value, unions);
  if (definition.type === 'pipe') return decisive(definition.in, value, unions);
  if (definition.type === 'lazy') return decisive(definition.getter(), value, unions);
  if (definition.type === 'intersection') {
    return [definition.left, definition.right].flatMap((side) => decisive(side, value, unions));
  }
  if (definition.type !== 'union') return [schema];
  const union = { options: definition.options, discriminator: discriminatorOf(definition) };
  unions.push(union);
  return optionsFor(union, value).flatMap((option) => decisive(option, value, unions));
}

function discriminatorOf(definition: z.core.$ZodUnionDef): string | undefined {
  return 'discriminator' in definition && typeof definition.discriminator === 'string'
    ? definition.discriminator
    : undefined;
}

/** All options of a union, or the one that the value's discriminator names. */
function optionsFor({ discriminator, options }: Union, value: unknown): readonly Schema[] {
  if (discriminator === undefined) return options;
  const tag = childOf(value, discriminator);
  const named = options.filter((option) => {
    const tagSchema = shapeOf(option)?.[discriminator];
    return tagSchema !== undefined && safeParse(tagSchema, tag).success;
  });
  return named.length > 0 ? named : options;
}

/** The keys that a map at the place must have; none if it may be one of several. */
export function requiredKeys({ alternatives }: Expectation): string[] {
  const [schema, ...others] = alternatives;
  if (schema === undefined || others.length > 0) return [];
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([key, part]) =>
    safeParse(part, undefined).success ? [] : [key],
  );
}

/** What a word of the system's own documents is called here: a known key, or a sentence. */
export function synonymOf({ alternatives }: Expectation, word: string): string | null {
  const tables = alternatives.map((schema) => synonyms.get(schema) ?? {});
  return tables.find((table) => Object.hasOwn(table, word))?.[word] ?? null;
}

/** Discriminators, as `system: web`, of the options that have a key which the chosen one lacks. */
export function tagsWith({ unions }: Expectation, key: string): string[] {
  return unions.flatMap(({ options, discriminator }) =>
    options.flatMap((option) => {
      const shape = shapeOf(option);
      if (discriminator === undefined || shape?.[key] === undefined) return [];
      const tag = definitionOf(shape[discriminator] ?? option);
      return tag.type === 'literal' ? tag.values.map((value) => `${discriminator}: ${String(value)}`) : [];
    }),
  );
}
