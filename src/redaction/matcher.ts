/** Finds any of many texts in a long one, in one walk: their first characters are looked up at every place. */
import { mask } from './mask.ts';

const headLength = 4;

/** Shorter ones cannot be looked for: they are in many texts. */
export const shortestPattern = 6;

export interface Matcher {
  /** Those that are too short are left out. */
  add(patterns: Iterable<string>): void;
  /** The text with the mask in the place of each of them, and of the start of one in front of a cut. Overlapping ones are one. */
  hide(text: string): string;
}

interface MatcherOptions {
  /** Characters of a pattern in front of `…` or `...` that are too many. */
  readonly shortestStart: number;
  /** Whether those with nothing but blanks, line breaks or marks of a diff between them become one: their number tells how many lines there are. */
  readonly joins: boolean;
}

/** Patterns that begin alike, in order. */
interface Shelf {
  readonly patterns: string[];
  /** How many characters each has in common with the one before; empty while they are not in order. */
  shared: readonly number[];
}

interface Region {
  readonly from: number;
  end: number;
}

export function openMatcher({ shortestStart, joins }: MatcherOptions): Matcher {
  const byHead = new Map<number, Shelf>();
  const known = new Set<string>();
  const mayBegin = new Uint8Array(0x1_0000); // a quick "no" for nearly every place

  /** Behind the longest pattern at the place, or its start in front of a cut; -1 if there is none. */
  const endAt = (text: string, at: number, { patterns, shared }: Shelf): number => {
    let end = -1;
    let length = 0; // that the text has in common with the pattern
    let uncut = 0; // a length at which the text is known not to be cut
    for (let index = 0; index < patterns.length; index++) {
      const pattern = patterns[index] ?? '';
      const withLast = shared[index] ?? 0;
      // Where the text left the last pattern it leaves this one too, unless this one left the last one there or before.
      if (withLast < length) length = withLast;
      else if (withLast === length) length = commonLength(text, at, pattern, length);
      if (at + length <= end) continue;
      if (length === pattern.length) end = at + length;
      else if (length >= shortestStart && length !== uncut) {
        if (isCut(text, at + length)) end = at + length;
        else uncut = length;
      }
    }
    return end;
  };

  const regionsOf = (text: string): Region[] => {
    const regions: Region[] = [];
    let nextMask = text.indexOf(mask);
    for (let at = 0; at + headLength <= text.length; at++) {
      const head = headOf(text, at);
      const shelf = mayBegin[fold(head)] === 0 ? undefined : byHead.get(head);
      let end = shelf === undefined ? -1 : endAt(text, at, ordered(shelf));
      if (at === nextMask) {
        end = Math.max(end, at + mask.length);
        nextMask = text.indexOf(mask, at + 1);
      }
      if (end === -1) continue;
      const last = regions.at(-1);
      if (last !== undefined && (at <= last.end || (joins && isGap(text, last.end, at)))) {
        last.end = Math.max(last.end, end);
      } else regions.push({ from: at, end });
    }
    return regions;
  };

  return {
    add(patterns) {
      for (const pattern of patterns) {
        if (pattern.length < shortestPattern || known.has(pattern)) continue;
        known.add(pattern);
        const head = headOf(pattern, 0);
        mayBegin[fold(head)] = 1;
        const same = byHead.get(head);
        if (same === undefined) byHead.set(head, { patterns: [pattern], shared: [0] });
        else {
          same.patterns.push(pattern);
          same.shared = []; // until it is put in order
        }
      }
    },
    hide(text) {
      const regions = regionsOf(text);
      if (regions.length === 0) return text;
      let shown = '';
      let done = 0;
      for (const { from, end } of regions) {
        shown += text.slice(done, from) + mask;
        done = end;
      }
      return shown + text.slice(done);
    },
  };
}

const headOf = (text: string, at: number): number =>
  text.charCodeAt(at) ^
  Math.imul(text.charCodeAt(at + 1), 0x101) ^
  Math.imul(text.charCodeAt(at + 2), 0x1_0193) ^
  Math.imul(text.charCodeAt(at + 3), 0x100_0193);

const fold = (head: number): number => (head ^ (head >>> 16)) & 0xffff;

function ordered(shelf: Shelf): Shelf {
  if (shelf.shared.length > 0) return shelf;
  shelf.patterns.sort();
  shelf.shared = shelf.patterns.map((pattern, index) =>
    commonLength(pattern, 0, shelf.patterns[index - 1] ?? '', 0),
  );
  return shelf;
}

/** From the place, as far as it goes; the first `known` characters are looked at already. */
function commonLength(text: string, at: number, pattern: string, known: number): number {
  let length = known;
  while (length < pattern.length && text.charCodeAt(at + length) === pattern.charCodeAt(length)) length++;
  return length;
}

const isCut = (text: string, at: number): boolean =>
  text.startsWith('…', at) || text.startsWith('...', at) || text.startsWith(String.raw`\u2026`, at);

const longestGap = 80;
/** Also an escaped line break. */
const gap = /^(?:[\s+|>│-]|\\+[nrt])*$/;

const isGap = (text: string, from: number, to: number): boolean =>
  to - from <= longestGap && gap.test(text.slice(from, to));
