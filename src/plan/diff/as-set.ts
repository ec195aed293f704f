/** A live object as far as a manifest sets it: what the server filled in, and what others added, is left out of the comparison. */
import { at, isMap, type Data, type DataMap } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import { groupOf } from '../../kubernetes/object-id.ts';
import { isBuiltInGroup } from './groups.ts';
import { listForm } from './merge-keys.ts';
import type { ObjectSort } from './noise.ts';
import { isDropped } from './dropped.ts';
import { isList, isSame, isTooDeep } from './plain.ts';

export interface AsSet {
  /** Without what the server does not keep. */
  readonly applied: DataMap;
  readonly live: DataMap;
}

export function asSet(
  applied: DataMap,
  live: DataMap,
  { kind, apiVersion }: { readonly kind: string; readonly apiVersion: string },
): AsSet {
  if (isTooDeep(applied) || isTooDeep(live)) return { applied, live };
  const group = groupOf(apiVersion);
  const sort = { kind, group, isBuiltIn: isBuiltInGroup(group) };
  const { status: _status, ...rest } = applied;
  const wanted = kind === 'Secret' ? asStored(rest) : rest;
  return mapsAsSet(wanted, live, [], sort);
}

/** The server keeps `stringData` in `data`. */
function asStored(secret: DataMap): DataMap {
  const { stringData, data, ...others } = secret;
  if (!isMap(stringData)) return secret;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    typeof value === 'string' ? Buffer.from(value).toString('base64') : value,
  ]);
  return { ...others, data: { ...(isMap(data) ? data : {}), ...Object.fromEntries(encoded) } };
}

type Compared = readonly [applied: Data | undefined, live: Data | undefined];

function compared(applied: Data, live: Data | undefined, place: FieldPlace, sort: ObjectSort): Compared {
  if (applied === null) return [undefined, undefined]; // as if it were not there
  if (live === undefined)
    return isDropped(applied, place, sort) ? [undefined, undefined] : [applied, undefined];
  if (isMap(applied) && isMap(live)) {
    const maps = mapsAsSet(applied, live, place, sort);
    return [maps.applied, maps.live];
  }
  return isList(applied) && isList(live) ? listsAsSet(applied, live, place, sort) : [applied, live];
}

function mapsAsSet(applied: DataMap, live: DataMap, place: FieldPlace, sort: ObjectSort): AsSet {
  const pairs = Object.entries(applied).map(
    ([key, value]) => [key, compared(value, at(live, key), [...place, key], sort)] as const,
  );
  const side = (which: 0 | 1): DataMap =>
    Object.fromEntries(
      pairs.flatMap(([key, pair]) => {
        const value = pair[which];
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  return { applied: side(0), live: side(1) };
}

function listsAsSet(
  applied: readonly Data[],
  live: readonly Data[],
  place: FieldPlace,
  sort: ObjectSort,
): Compared {
  const form = listForm(applied, live, place, sort);
  const itemsAsSet = (was: Data, is: Data): Compared => compared(was, is, [...place, 0], sort);
  const partners = new Map<number, number>();
  for (const [index, item] of applied.entries()) {
    const isPartner = (other: Data): boolean =>
      form.by === 'key' ? isSame(form.keyOf(item), form.keyOf(other)) : isSame(...itemsAsSet(item, other));
    const found = live.findIndex((other, now) => !partners.has(now) && isPartner(other));
    if (found !== -1) partners.set(found, index);
  }
  if (form.by !== 'key' && applied.length === live.length) {
    const known = new Set(partners.values());
    for (const index of applied.keys())
      if (!partners.has(index) && !known.has(index)) partners.set(index, index);
  }
  const wanted = [...applied];
  // Others may add to lists whose items have keys, and to these.
  const isShared = form.by === 'key' || place.at(-1) === 'finalizers';
  const found = live.flatMap((item, index) => {
    const partner = partners.get(index);
    if (partner === undefined) return isShared ? [] : [item];
    const [was, is] = itemsAsSet(applied[partner] ?? null, item);
    wanted[partner] = was ?? null;
    return [is ?? null];
  });
  return [wanted, found];
}
