/** Values of a recipe as Helm would get them. */
import type { Value } from '../../src/stack/desired.ts';
import { isBackingRef, isSecretInValue } from '../../src/stack/values.ts';

/** The name that stands for a backing resource of this id: `secret/ns/name` → `name-00000000`. */
export const placeholderName = (id: string): string => `${id.split('/').at(-1) ?? ''}-00000000`;

/** The text that stands for a secret inside a value. */
export const placeholderSecret = 'placeholder-of-a-secret';

/** References to backing resources become names, secrets a marked text. */
export function filled(value: Value): unknown {
  if (isBackingRef(value)) return placeholderName(value.$backing);
  if (isSecretInValue(value)) return placeholderSecret;
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
}
