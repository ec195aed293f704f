/** Finds and takes out what a place of a plan leads to, in an object of the cluster. */
import { parse } from 'yaml';
import { isMap, type Data, type DataMap } from '../../../src/kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../../src/kubernetes/field.ts';

/** Data that may be written to. */
export type Open = null | boolean | number | string | Open[] | { [key: string]: Open };

export const openCopy = (data: Data): Open => structuredClone(data) as Open;

/** Stands where an item of a list was taken out, so that the others keep their places. */
const hole = '\u0000taken out';

/** `undefined` where there is nothing. */
export function found(root: Data | Open, place: FieldPlace): Data | undefined {
  let here: Data | undefined = root;
  for (const step of place) here = here === undefined ? undefined : below(here, step);
  return here;
}

function below(data: Data, step: FieldStep): Data | undefined {
  if (typeof step === 'object' && 'document' in step) return documentIn(data);
  const key = keyIn(data, step);
  if (key === undefined) return undefined;
  return Array.isArray(data) ? (data[Number(key)] as Data) : (data as DataMap)[key];
}

/** A text, or what it was opened to. */
function documentIn(data: Data): Data | undefined {
  if (typeof data !== 'string') return data;
  try {
    return parse(data, { schema: 'core' }) as Data; // JSON is YAML
  } catch {
    return undefined;
  }
}

function keyIn(data: Data, step: FieldStep): string | number | undefined {
  if (typeof step === 'string') return isMap(data) && Object.hasOwn(data, step) ? step : undefined;
  if (!Array.isArray(data)) return undefined;
  if (typeof step === 'number') return step < data.length ? step : undefined;
  const index = data.findIndex((item: Data) => 'item' in step && isItem(item, step.item));
  return index === -1 ? undefined : index;
}

/** Keys that the server fills in. */
const keyDefaults: Readonly<Record<string, string>> = { protocol: 'TCP' };

const isItem = (item: Data, keys: Readonly<Record<string, string | number>>): boolean =>
  Object.entries(keys).every(([key, value]) => {
    if (!isMap(item)) return false;
    const metadata = item['metadata'];
    const real = item[key] ?? (isMap(metadata) ? metadata[key] : undefined) ?? keyDefaults[key] ?? '';
    if (typeof value === 'string' && value.endsWith('-xxxxxxxx')) {
      return (
        typeof real === 'string' && /-[0-9a-f]{8}$/.test(real) && real.slice(0, -8) === value.slice(0, -8)
      );
    }
    return real === value;
  });

/** With what becomes empty by it. Documents on the way are opened: what is left of them is compared as data. */
export function takeOut(root: Open, place: FieldPlace): void {
  const [step, ...rest] = place;
  if (step === undefined || typeof root !== 'object' || root === null) return;
  const key = keyIn(root, step);
  if (key === undefined) return;
  const holder = root as Record<string | number, Open>;
  if (isDocument(rest[0])) {
    const text = holder[key] ?? null;
    const opened = documentIn(text);
    if (opened !== undefined) holder[key] = openCopy(opened);
    rest.shift();
  }
  if (rest.length > 0) {
    takeOut(holder[key] ?? null, rest);
    if (!isEmpty(holder[key] ?? null)) return;
  }
  if (Array.isArray(root)) root[Number(key)] = hole;
  else delete holder[key];
}

const isDocument = (step: FieldStep | undefined): boolean => typeof step === 'object' && 'document' in step;

const isEmpty = (data: Open): boolean =>
  Array.isArray(data)
    ? data.every((item) => item === hole)
    : typeof data === 'object' && data !== null && Object.keys(data).length === 0;

/** Puts the list there in an order of its own. */
export function sortOut(root: Open, place: FieldPlace): void {
  const list = found(root, place);
  if (Array.isArray(list)) list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Without the holes. */
export function closed(data: Open): Data {
  if (Array.isArray(data)) return data.filter((item) => item !== hole).map(closed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, closed(item)]));
}
