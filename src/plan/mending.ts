/** A live object with some of its fields as they should be, and all others as they are. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, type Data, type DataMap } from '../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../kubernetes/field.ts';

/** What `wanted` has at these places; where it has nothing, there is nothing then. Lists without keys, and texts, are taken as a whole. */
export const mended = (live: DataMap, wanted: DataMap, places: readonly FieldPlace[]): DataMap =>
  mendedMap(live, wanted, places);

function mendedAt(
  live: Data | undefined,
  wanted: Data | undefined,
  places: readonly FieldPlace[],
): Data | undefined {
  const isHere = places.some(([step]) => step === undefined || typeof step === 'number' || isDocument(step));
  if (isHere || live === undefined || wanted === undefined) return wanted;
  if (isMap(live) && isMap(wanted)) return mendedMap(live, wanted, places);
  return isList(live) && isList(wanted) ? mendedList(live, wanted, places) : wanted;
}

const isDocument = (step: FieldStep): boolean => typeof step === 'object' && 'document' in step;

const isList = (data: Data): data is readonly Data[] => Array.isArray(data);

function mendedMap(live: DataMap, wanted: DataMap, places: readonly FieldPlace[]): DataMap {
  const mends = Map.groupBy(places, ([step]) => (typeof step === 'string' ? step : ''));
  const keys = [...new Set([...Object.keys(live), ...mends.keys()])].filter(
    (key) => key !== '' || '' in live,
  );
  return Object.fromEntries(
    keys.flatMap((key) => {
      const [is, should] = [own(live, key), own(wanted, key)];
      const inside = mends.get(key);
      const value =
        inside === undefined
          ? is
          : mendedAt(
              is,
              should,
              inside.map((place) => place.slice(1)),
            );
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const own = (map: DataMap, key: string): Data | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/** Items by their keys: those that are too many go, those that are missing come last. */
function mendedList(live: readonly Data[], wanted: readonly Data[], places: readonly FieldPlace[]): Data {
  const mends = Map.groupBy(places, ([step]) => JSON.stringify(step));
  const groups = [...mends.values()].flatMap((group) => {
    const step = group[0]?.[0];
    return typeof step === 'object' && 'item' in step
      ? [{ step, inside: group.map((place) => place.slice(1)) }]
      : [];
  });
  const find = (list: readonly Data[], step: ItemStep): Data | undefined =>
    list.find((item) => isItem(item, step));
  const kept = live.flatMap((item) => {
    const group = groups.find(({ step }) => isItem(item, step));
    const value = group === undefined ? item : mendedAt(item, find(wanted, group.step), group.inside);
    return value === undefined ? [] : [value];
  });
  const missing = groups.flatMap(({ step }) =>
    find(live, step) === undefined ? (find(wanted, step) ?? []) : [],
  );
  return [...kept, ...missing];
}

type ItemStep = Extract<FieldStep, { readonly item: unknown }>;

const isItem = (item: Data, { item: keys }: ItemStep): boolean =>
  isMap(item) && Object.entries(keys).every(([key, value]) => isDeepStrictEqual(item[key], value));
