/** What the API server refuses beyond what its OpenAPI says. Each rule was tried on a real one: test/plane/schemas.test.ts does it again. */
import type { Data, DataMap, DataPath } from '../../../kubernetes/data.ts';
import type { Severity } from '../../../systems/rule.ts';

/** Of one definition, e.g. `core.v1.Container`. */
export interface ServerRule {
  /** The OpenAPI says required, and the server takes the object without. */
  readonly optional?: readonly string[];
  /** An empty map is taken for nothing at all. */
  readonly emptyIsNone?: true;
  /** Must be there, and be neither empty text nor an empty list or map. */
  readonly filled?: readonly string[];
  /** Exactly one of these, unless none is allowed too. */
  readonly oneOf?: { readonly fields: readonly string[]; readonly orNone?: boolean };
  /** Lists of which no two items agree in these fields; `otherwise` stands for those that are left out. */
  readonly unique?: readonly Unique[];
  /** Least and most of a number. */
  readonly ranges?: Readonly<Record<string, readonly [least: number, most: number]>>;
  readonly check?: (data: DataMap) => Iterable<Broken>;
}

export interface Unique {
  readonly list: string;
  readonly by: readonly string[];
  readonly otherwise?: Readonly<Record<string, string>>;
  readonly severity?: Severity;
}

export interface Broken {
  /** Below the definition's data. */
  readonly path: DataPath;
  readonly message: string;
  readonly hint: string;
}

export const anyPort = [1, 65_535] as const;
export const notNegative = [0, Infinity] as const;
export const positive = [1, Infinity] as const;

/** Go's zero value: what a field of its type has that nobody set. Numbers and booleans have no way to be missing here. */
export function isEmpty(data: Data | undefined): boolean {
  if (data === undefined || data === null || data === '') return true;
  if (typeof data !== 'object') return false;
  return Array.isArray(data) ? data.length === 0 : Object.keys(data).length === 0;
}

/** Of kinds that say nothing without it. */
export const specified: ServerRule = { filled: ['spec'] };

export const broken = (path: DataPath, message: string, hint: string): Broken => ({ path, message, hint });
