import { isMap, type Data } from '../../../kubernetes/data.ts';

/**
 * What is expected is there, perhaps among more: every key of a map, every entry of a list. Empty text, lists and maps ask for
 * nothing, and a number may be written as text.
 */
export function contains(actual: Data | undefined, expected: Data): boolean {
  if (isNothing(expected)) return true;
  if (isList(expected)) {
    const entries = isList(actual) ? actual : [];
    return expected.every((wanted) => entries.some((entry) => contains(entry, wanted)));
  }
  if (isMap(expected)) {
    return isMap(actual) && Object.entries(expected).every(([key, wanted]) => contains(actual[key], wanted));
  }
  return actual !== undefined && !isList(actual) && !isMap(actual) && `${actual}` === `${expected}`;
}

const isList = (data: Data | undefined): data is readonly Data[] => Array.isArray(data);

export const isNothing = (value: Data | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (isList(value) && value.length === 0) ||
  (isMap(value) && Object.keys(value).length === 0);
