/**
 * What others have put into a live object besides what its manifest sets: a variable, a port, a node selector. A server-side apply leaves it there, so that a
 * dry run does not tell it; the managed fields do.
 */
import { isDeepStrictEqual } from 'node:util';
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import { isOurManager } from './diff/field-writers.ts';

/** `object` without it. Where the server does not tell who wrote what, it stays as it is. The status is nobody's manifest. */
export function withoutAdditions(object: DataMap, applied: DataMap): DataMap {
  const others = listAt(object, 'metadata', 'managedFields')
    .filter(
      (entry) => !isOurManager(textAt(entry, 'manager') ?? '') && textAt(entry, 'subresource') !== 'status',
    )
    .flatMap((entry) => at(entry, 'fieldsV1') ?? []);
  return others.length === 0 ? object : strippedMap(object, applied, others);
}

/** `fields`: what the managed fields of others say below this place. */
function stripped(value: Data, applied: Data | undefined, fields: readonly Data[]): Data {
  if (isMap(value)) return strippedMap(value, isMap(applied) ? applied : {}, fields);
  return Array.isArray(value) ? strippedList(value, Array.isArray(applied) ? applied : [], fields) : value;
}

function strippedMap(value: DataMap, applied: DataMap, fields: readonly Data[]): DataMap {
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const written = inside(fields, `f:${key}`);
    if (written.length === 0) return [[key, item] as const];
    const own = Object.hasOwn(applied, key) ? applied[key] : undefined;
    if (own === undefined && isWhole(written)) return [];
    const rest = stripped(item, own, written);
    return own === undefined && isEmpty(rest) && !isEmpty(item) ? [] : [[key, rest] as const];
  });
  return kept.length === Object.keys(value).length && kept.every(([key, item]) => value[key] === item)
    ? value
    : Object.fromEntries(kept);
}

function strippedList(value: readonly Data[], applied: readonly Data[], fields: readonly Data[]): Data {
  const kept = value.flatMap((item) => {
    const written = ofItem(fields, item);
    if (written.length === 0) return [item];
    const own = applied.find((each) => isSameItem(each, item, fields));
    if (own === undefined) return written.some(ownsItself) ? [] : [item];
    return [stripped(item, own, written)];
  });
  return kept.length === value.length && kept.every((item, index) => item === value[index]) ? value : kept;
}

const inside = (fields: readonly Data[], key: string): Data[] =>
  fields.flatMap((each) => at(each, key) ?? []);

/** Nothing is told below it: a value, or what belongs to one manager as a whole. */
const isWhole = (written: readonly Data[]): boolean =>
  written.some((each) => isMap(each) && Object.keys(each).every((key) => key === '.'));

const ownsItself = (written: Data): boolean =>
  isMap(written) && (Object.hasOwn(written, '.') || Object.keys(written).length === 0);

const isEmpty = (data: Data): boolean =>
  (isMap(data) && Object.keys(data).length === 0) || (Array.isArray(data) && data.length === 0);

/** `k:{"name":"main"}` of an item with a key, `v:"value"` of one without. */
const ofItem = (fields: readonly Data[], item: Data): Data[] =>
  fields.flatMap((each) =>
    Object.entries(isMap(each) ? each : {}).flatMap(([name, below]) => (isNameOf(name, item) ? [below] : [])),
  );

function isNameOf(name: string, item: Data): boolean {
  if (name.startsWith('v:')) return isDeepStrictEqual(parsed(name.slice(2)), item);
  const key = name.startsWith('k:') ? parsed(name.slice(2)) : null;
  return (
    isMap(key) &&
    isMap(item) &&
    Object.entries(key).every(([part, value]) => isDeepStrictEqual(item[part], value))
  );
}

/** A manifest may leave a part of the key to the server's default: the protocol of a port. */
function isSameItem(applied: Data, item: Data, fields: readonly Data[]): boolean {
  if (!isMap(applied) || !isMap(item)) return isDeepStrictEqual(applied, item);
  const names = fields.flatMap((each) => (isMap(each) ? Object.keys(each) : []));
  return names
    .filter((name) => name.startsWith('k:') && isNameOf(name, item))
    .some((name) =>
      Object.keys(parsed(name.slice(2)) as DataMap).every(
        (part) => applied[part] === undefined || isDeepStrictEqual(applied[part], item[part]),
      ),
    );
}

function parsed(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return null; // of a server that writes them otherwise
  }
}
