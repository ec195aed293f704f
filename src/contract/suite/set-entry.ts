/** Reads an entry of `set` as Helm's --set does, to know which values it is about. Helm itself gets the text. */
import type { Data, DataPath } from '../../kubernetes/data.ts';

export interface Assignment {
  /** Up to a list's index: Helm changes the item, and leaves the others. */
  readonly path: DataPath;
  readonly value: Data;
}

/** One for each part of `a.b=c,d[0].e=f,g={x,y}`; null if a part is no `path=value`. */
export function assignments(text: string): Assignment[] | null {
  const found: Assignment[] = [];
  let rest = text;
  while (rest !== '') {
    const [, key, afterKey] = keyOf.exec(rest) ?? [];
    const path = key === undefined ? null : pathOf(key);
    if (path === null || afterKey === undefined) return null;
    const list = listValue.exec(afterKey);
    if (list === null && afterKey.startsWith('{')) return null;
    const [whole, value] = list === null ? (plainValue.exec(afterKey) ?? ['', '']) : list;
    found.push({ path, value: list === null ? typed(value ?? '') : itemsOf(value ?? '') });
    rest = afterKey.slice(whole.length);
    if (rest !== '' && !rest.startsWith(',')) return null;
    rest = rest.slice(1);
  }
  return found.length === 0 ? null : found;
}

// A backslash makes the next character an ordinary one.
const keyOf = /^((?:\\.|[^\\=,])+)=(.*)$/s;
const plainValue = /^((?:\\.|[^\\,])*)/s;
const listValue = /^\{((?:\\.|[^\\}])*)\}/s;
const steps = /((?:\\.|[^\\.[\]])+)|\[(\d{1,5})\]|\./gsy;

function pathOf(key: string): DataPath | null {
  const path: (string | number)[] = [];
  let read = 0;
  for (const [whole, word, index] of key.matchAll(steps)) {
    read += whole.length;
    if (word !== undefined) path.push(plain(word));
    else if (index !== undefined) path.push(Number(index));
  }
  return read === key.length && typeof path[0] === 'string' ? path : null;
}

const itemsOf = (text: string): Data[] =>
  text === '' ? [] : (text.match(/(?:\\.|[^\\,])+/gs) ?? []).map(typed);

const plain = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');

/** Only these are no text to Helm; numbers with a zero in front, or with a fraction, are. */
function typed(text: string): Data {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return /^(0|[-+]?[1-9]\d{0,14})$/.test(text) ? Number(text) : plain(text);
}
