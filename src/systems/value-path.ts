/** Reading Helm values, and what is written in them, as data. */
import type { Value, Values } from '../stack/desired.ts';
import { isBackingRef, isSecretInValue } from '../stack/values.ts';

export type ValuePath = readonly (string | number)[];

export const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function valueAt(value: Value | undefined, path: ValuePath): Value | undefined {
  return path.reduce<Value | undefined>((below, step) => {
    if (Array.isArray(below))
      return typeof step === 'number' ? (below[step] as Value | undefined) : undefined;
    return isMap(below) ? (below as Values)[step] : undefined;
  }, value);
}

/** The text there; absent when it is empty, which charts and applications take for unset. */
export function textAt(value: Value | undefined, path: ValuePath): string | undefined {
  const text = valueAt(value, path);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

export function listAt(value: Value | undefined, path: ValuePath): readonly Value[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

export interface Leaf {
  readonly path: ValuePath;
  readonly value: string | number | boolean;
}

/** Every text, number and boolean with its path. What Pulumi fills in is none of them. */
export function leavesIn(value: Value | undefined, path: ValuePath = []): Leaf[] {
  if (value === undefined || value === null || isBackingRef(value) || isSecretInValue(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => leavesIn(item, [...path, index]));
  if (isMap(value)) return Object.entries(value).flatMap(([key, item]) => leavesIn(item, [...path, key]));
  return [{ path, value: value as Leaf['value'] }];
}

/** Somebody wrote it there: it is neither empty nor a reference that Pulumi fills in. */
export const isLiteral = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && value !== '' && !isBackingRef(value) && !isSecretInValue(value);
