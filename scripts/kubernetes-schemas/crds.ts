/** CustomResourceDefinitions of a module, reduced to what validation needs. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: unknown };
    }[];
  };
}

export interface Crd {
  readonly group: string;
  readonly kind: string;
  /** Served versions → schema. */
  readonly versions: readonly (readonly [name: string, schema: unknown])[];
}

export function crdsIn(folder: string): Crd[] {
  return globSync('*.yaml', { cwd: folder })
    .toSorted()
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')) as Definition)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ spec }) => ({
      group: spec.group,
      kind: spec.names.kind,
      versions: spec.versions
        .filter(({ served }) => served)
        .map(({ name, schema }) => [name, reduced(schema.openAPIV3Schema)] as const),
    }));
}

/** Words for people, and rules in CEL, which are not evaluated. */
const left = new Set(['description', 'example', 'title', 'externalDocs', 'x-kubernetes-validations']);

/** `isNames`: the keys are the names of fields, not those of a schema. */
function reduced(schema: unknown, isNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => reduced(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isNames || !left.has(key))
      .map(([key, value]) => [
        key,
        !isNames && ['default', 'enum'].includes(key)
          ? value
          : reduced(value, !isNames && key === 'properties'),
      ]),
  );
}
