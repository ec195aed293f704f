/** Same inputs have the same key. */
import { isMap } from '../../../kubernetes/data.ts';
import type { CaseFields } from './case-inputs.ts';

export const inputsKey = (fields: CaseFields): string => JSON.stringify(sorted(fields));

/** The order of keys says nothing. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : isMap(value)
      ? Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)])
      : value;
