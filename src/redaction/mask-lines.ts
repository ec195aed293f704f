import { isMap, type Data } from '../kubernetes/data.ts';
import { isMaskable } from './common-words.ts';
import { leavesOf, partsOf } from './parts.ts';

/**
 * What GitHub must be told by `::add-mask::` before a secret output is set, longest first: it looks for whole lines only, so each leaf, each line of one
 * and each escaped form is a line of its own. Words that would make a log unreadable (`true`, `1`) are left out.
 */
export function maskLines(value: unknown): string[] {
  const data = plain(value);
  const whole = isMap(data) || Array.isArray(data) ? [JSON.stringify(data)] : [];
  const texts = [...whole, ...leavesOf(data)].flatMap(partsOf);
  const lines = texts.flatMap((text) => [...text.split(/[\r\n]+/), JSON.stringify(text).slice(1, -1)]);
  const usable = lines.map((line) => line.trim()).filter(isMaskable);
  return [...new Set(usable)].toSorted((a, b) => b.length - a.length);
}

/** As it would be set: by its JSON. */
function plain(value: unknown): Data {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Data);
}
