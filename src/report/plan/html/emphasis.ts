/** Which part of a line is another: `loki:`**`2.9.1`** against `loki:`**`2.9.2`**. */

export interface Parted {
  readonly start: string;
  /** Empty if the other only has more. */
  readonly differs: string;
  readonly end: string;
}

const inWord = /[\p{L}\p{N}\p{M}_.\uD800-\uDFFF]/u;

/** What both share at their start and end, whole words only. Null if that is too little to help the eye. */
export function parted(before: string, after: string): readonly [Parted, Parted] | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (start > 0 && (isInside(before, start) || isInside(after, start))) start--;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  while (end > 0 && (isInside(before, before.length - end) || isInside(after, after.length - end))) end--;
  if (before === after || start + end < Math.max(1, shorter / leastShared)) return null;
  const part = (text: string): Parted => ({
    start: text.slice(0, start),
    differs: text.slice(start, text.length - end),
    end: text.slice(text.length - end),
  });
  return [part(before), part(after)];
}

/** Of the shorter one, a quarter must be shared. */
const leastShared = 4;

/** Whether a cut before this character would go through a word. */
const isInside = (text: string, index: number): boolean =>
  inWord.test(text[index - 1] ?? ' ') && inWord.test(text[index] ?? ' ');
