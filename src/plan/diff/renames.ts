/** Objects that go, and come again under another name. */
import { at, isMap, type Data } from '../../kubernetes/data.ts';
import { groupOf, type ObjectId } from '../../kubernetes/object-id.ts';
import type { PlacedObject } from '../facts.ts';
import { isGeneratedTwin, settled } from './generated-names.ts';
import { noiseAt } from './noise.ts';
import { isBuiltInGroup } from './groups.ts';
import { isList, isSame, isTooDeep } from './plain.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';

/** Comparing each with each costs more than it tells: of a chart that replaces so many objects of a kind, nobody asks which became which. */
const maximumPairs = 10_000;

const longestName = 253;

/** From those that come to those that go. Only pairs that leave no choice. */
export function renamesAmong(
  gone: readonly PlacedObject[],
  come: readonly PlacedObject[],
): ReadonlyMap<PlacedObject, PlacedObject> {
  const renames = new Map<PlacedObject, PlacedObject>();
  const goneBySort = Map.groupBy(gone, ({ id }) => sortOf(id));
  for (const [sort, news] of Map.groupBy(come, ({ id }) => sortOf(id))) {
    const olds = goneBySort.get(sort) ?? [];
    if (olds.length * news.length > maximumPairs) continue;
    const pairs = news.flatMap((now) =>
      olds.filter((old) => isRename(old, now)).map((old) => [old, now] as const),
    );
    for (const [old, now] of pairs) {
      if (pairs.filter((pair) => pair[0] === old || pair[1] === now).length === 1) renames.set(now, old);
    }
  }
  return renames;
}

/** `demo` and `other` of `demo-web` and `other-web`: other objects of the release may have it in their names. The names themselves if one has no such part. */
function changedPart(old: string, now: string): readonly [string, string] {
  const [was, is] = [old.split('-'), now.split('-')];
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start++;
  let end = 0;
  while (end < shorter - start && was.at(-1 - end) === is.at(-1 - end)) end++;
  const part = (words: readonly string[]): string => words.slice(start, words.length - end).join('-');
  return part(was) === '' || part(is) === '' ? [old, now] : [part(was), part(is)];
}

/** Whether two texts differ in nothing but a name in them. What is spelled like the old one may also be a namespace, a chart or an image, and stay. */
function spelling(old: string, now: string): (before: string, after: string) => boolean {
  const inText = new RegExp(`(?<![A-Za-z0-9])${escaped(old)}(?![A-Za-z0-9])`);
  const names = [old, now].toSorted((a, b) => b.length - a.length);
  return (before, after) => {
    const [start = '', ...parts] = before.split(inText);
    let end = after.startsWith(start) ? start.length : -1;
    for (const part of end === -1 ? [] : parts) {
      const name = names.find((each) => after.startsWith(each + part, end));
      if (name === undefined) return false;
      end += name.length + part.length;
    }
    return end === after.length;
  };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const sortOf = ({ apiVersion, kind, namespace }: ObjectId): string =>
  JSON.stringify([groupOf(apiVersion), kind, namespace]);

function isRename(old: PlacedObject, now: PlacedObject): boolean {
  if (Math.max(old.id.name.length, now.id.name.length) > longestName) return false;
  if (isTooDeep(old.manifest) || isTooDeep(now.manifest)) return false;
  // The name is the same as far as anybody has chosen it.
  if (isGeneratedTwin(old.id.name, now.id.name)) return true;
  const { kind, apiVersion } = now.id;
  const group = groupOf(apiVersion);
  const sort = { kind, group, isBuiltIn: isBuiltInGroup(group) };
  const isSpelled = spelling(...changedPart(old.id.name, now.id.name));
  const isAlike = (was: Data | undefined, is: Data | undefined, place: FieldPlace): boolean => {
    if (isSame(was, is) || noiseAt(was, is, place, sort) !== null) return true;
    if (typeof was === 'string' && typeof is === 'string') {
      const [before, after] = settled(was, is);
      return before === after || isSpelled(before, after);
    }
    if (isList(was) && isList(is)) {
      return (
        was.length === is.length && was.every((item, index) => isAlike(item, is[index], [...place, index]))
      );
    }
    if (!isMap(was) || !isMap(is)) return false;
    const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...keys].every((key) => isAlike(at(was, key), at(is, key), [...place, key]));
  };
  return isAlike(old.manifest, now.manifest, []);
}
