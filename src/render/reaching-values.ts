/** What of values reaches Helm by way of Pulumi's provider: see `stack/removed-defaults.ts`. */
import { isMap, type Data, type DataMap } from '../kubernetes/data.ts';

export function reachingValues(values: DataMap): DataMap {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (isDropped(value) ? [] : [[key, reaching(value)]])),
  );
}

const isDropped = (value: Data): boolean => value === null || (Array.isArray(value) && value.length === 0);

function reaching(value: Data): Data {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(reaching);
  return isMap(value) ? reachingValues(value) : value;
}
