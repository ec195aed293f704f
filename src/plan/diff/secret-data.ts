/** What a Secret holds: compared decoded, and nothing of it told. */
import { at, isMap, mapAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { isSame } from './plain.ts';
import { fold, under, type Spot, type Walk } from './walk.ts';

/** In the order in which the API server puts them together: one key in both is that of the last. */
const maps = ['data', 'stringData'] as const;

interface Content {
  readonly in: (typeof maps)[number];
  readonly value: Data;
}

export const withoutContents = ({ data: _data, stringData: _stringData, ...others }: DataMap): DataMap =>
  others;

export function compareSecretContents(before: DataMap, after: DataMap, root: Spot, walk: Walk): void {
  const [was, is] = [contentsOf(before), contentsOf(after)];
  let differs = false;
  for (const key of new Set([...is.keys(), ...was.keys()])) {
    const [old, now] = [was.get(key), is.get(key)];
    const spot = under(under(root, (now ?? old)?.in ?? 'data'), key);
    if (old !== undefined && now !== undefined && isSameContent(old, now)) {
      if (isSame(old.value, now.value) && old.in === now.in) continue;
      fold(walk, 'spelling', spot);
    } else tellSecret(walk, old, now, spot);
    differs = true;
  }
  for (const map of maps) {
    const [old, now] = [at(before, map), at(after, map)];
    if (isSame(old, now)) continue;
    if (!isContents(old) || !isContents(now)) tellSecret(walk, old, now, under(root, map));
    else if (!differs) fold(walk, 'spelling', under(root, map)); // null, {}, or under what is written over it
  }
}

const isContents = (data: Data | undefined): boolean => isMap(data ?? {});

function contentsOf(secret: DataMap): ReadonlyMap<string, Content> {
  return new Map(
    maps.flatMap((map) =>
      Object.entries(mapAt(secret, map)).map(([key, value]) => [key, { in: map, value }] as const),
    ),
  );
}

function tellSecret(walk: Walk, old: unknown, now: unknown, { place }: Spot): void {
  const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  walk.fields.push({ place, change, secret: true, before: null, after: null, lines: null });
}

function isSameContent(old: Content, now: Content): boolean {
  const [was, is] = [decoded(old), decoded(now)];
  return was === null || is === null ? old.in === now.in && isSame(old.value, now.value) : was.equals(is);
}

/** As Go reads it: line breaks do not count. Null for what the API server refuses. */
function decoded({ in: map, value }: Content): Buffer | null {
  if (typeof value !== 'string') return null;
  if (map === 'stringData') return Buffer.from(value);
  const plain = value.replaceAll(/[\r\n]/g, '');
  const isBase64 = plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
  return isBase64 ? Buffer.from(plain, 'base64') : null;
}
