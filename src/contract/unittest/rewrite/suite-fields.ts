/** Fields of suites and tests, which may be of any type. */
import { isMap, type Data } from '../../../kubernetes/data.ts';

/** Undefined also where there is no map. */
export const fieldIn = (map: Data | undefined, key: string): Data | undefined =>
  isMap(map) ? map[key] : undefined;

export const textsIn = (data: Data | undefined): string[] =>
  Array.isArray(data) ? data.filter((one): one is string => typeof one === 'string') : [];
