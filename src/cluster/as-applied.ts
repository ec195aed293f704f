/**
 * Whether applying an object again would change nothing, told without asking the server: all that was applied is there as it was, and
 * what is there besides stands where it may. Where the server's managed fields do not show that, it may not: the answer is no.
 */
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';

/** Both in the same API version. */
export function isAsApplied(applied: DataMap, live: DataMap): boolean {
  const owned = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => textAt(entry, 'apiVersion') === textAt(live, 'apiVersion'))
    .flatMap((entry) => at(entry, 'fieldsV1') ?? []);
  const { metadata: wanted, ...rest } = applied;
  const { metadata: found, ...others } = live;
  // The object and its metadata are open to everybody, whoever has written what.
  return (
    isMap(wanted) &&
    isMap(found) &&
    keysHold(wanted, found, inside(owned, 'f:metadata')) &&
    keysHold(rest, others, owned)
  );
}

/**
 * `owned`: what the managed fields say below this place, of each manager. What is merged key by key has keys there; what is replaced as a
 * whole, such as a node selector, has none, and a key too many would be removed.
 */
function holds(applied: Data, live: Data | undefined, owned: readonly Data[]): boolean {
  if (isMap(applied)) {
    if (!isMap(live)) return false;
    const isMerged = owned.some(
      (fields) => isMap(fields) && Object.keys(fields).some((key) => key.startsWith('f:')),
    );
    return (isMerged || !hasMore(live, applied)) && keysHold(applied, live, owned);
  }
  if (Array.isArray(applied)) {
    if (!Array.isArray(live) || live.length !== applied.length) return false;
    return applied.every((item: Data, index) =>
      holds(item, live[index] as Data, ofItem(owned, live[index] as Data)),
    );
  }
  return applied !== null && applied === live;
}

const keysHold = (applied: DataMap, live: DataMap, owned: readonly Data[]): boolean =>
  Object.entries(applied).every(
    ([key, value]) => Object.hasOwn(live, key) && holds(value, live[key], inside(owned, `f:${key}`)),
  );

const hasMore = (live: DataMap, applied: DataMap): boolean =>
  Object.keys(live).some((key) => !Object.hasOwn(applied, key));

const inside = (owned: readonly Data[], key: string): Data[] =>
  owned.flatMap((fields) => at(fields, key) ?? []);

/** What is said of the item of a list by its keys: `k:{"containerPort":80,"protocol":"TCP"}`. */
const ofItem = (owned: readonly Data[], item: Data): Data[] =>
  owned.flatMap((fields) =>
    Object.entries(isMap(fields) ? fields : {}).flatMap(([key, below]) =>
      key.startsWith('k:') && isMap(item) && hasKeys(item, key.slice(2)) ? [below] : [],
    ),
  );

function hasKeys(item: DataMap, keys: string): boolean {
  const wanted = JSON.parse(keys) as DataMap;
  return Object.entries(wanted).every(([key, value]) => item[key] === value);
}
