/** Reading an `openAPIV3Schema`, of whatever shape it is. */
import { isMap, type Data, type DataMap } from '../../kubernetes/data.ts';

export function child(schema: DataMap, key: string): DataMap {
  const value = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return isMap(value) ? value : {};
}

export const names = (data: Data | undefined): string[] =>
  Array.isArray(data) ? data.filter((item) => typeof item === 'string') : [];

export const schemas = (data: Data | undefined): DataMap[] => (Array.isArray(data) ? data.filter(isMap) : []);

export const defaultOf = (items: Data | undefined, key: string): Data =>
  isMap(items) ? (child(child(items, 'properties'), key)['default'] ?? null) : null;
