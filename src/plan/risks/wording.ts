/** How messages of risks count and list. */
import { objectText, type ObjectId } from '../../kubernetes/object-id.ts';
import type { ReleasePlan } from '../plan.ts';

export const plural = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`;

/** Longer lists are cut: the diff has all of it. */
const listed = 5;

/** `a, b and c`; `a, b, c, d, e and 3 more`. */
export function listText(items: readonly string[]): string {
  const rest = items.length - listed;
  const shown = rest > 0 ? [...items.slice(0, listed), `${rest} more`] : items;
  const [last = '', ...others] = shown.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}

export const unique = (items: readonly string[]): string[] => [...new Set(items)];

/** `release web`. Helm's own name is told where it is another one. */
export const releaseText = ({ key, name }: ReleasePlan): string =>
  name === key ? `release ${key}` : `release ${key} (${name})`;

/** `Deployment ×2 and Service`, the most frequent first. */
export function kindsText(ids: readonly ObjectId[]): string {
  const counts = Map.groupBy(ids, ({ kind }) => kind);
  return listText(
    [...counts]
      .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
      .map(([kind, { length }]) => (length === 1 ? kind : `${kind} ×${length}`)),
  );
}

/** `kubectl delete deployment web --namespace shop`: to be copied, so names that no API server takes are quoted for a shell. */
export function kubectl(verb: string, { kind, namespace, name }: ObjectId, flags = ''): string {
  const words = ['kubectl', verb, shellWord(kind.toLowerCase()), shellWord(name)];
  if (namespace !== null) words.push('--namespace', shellWord(namespace));
  if (flags !== '') words.push(flags);
  return words.join(' ');
}

const shellWord = (text: string): string =>
  /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

export const objectsText = (ids: readonly ObjectId[]): string => listText(ids.map(objectText));
