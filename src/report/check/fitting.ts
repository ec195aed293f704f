/** Puts as much of a page into a limit as fits, what matters most first, and says what it left out. Nothing is ever cut in two. */
import { Buffer } from 'node:buffer';
import { plural } from './wording.ts';

export interface PageLimit {
  /** In UTF-16 code units. */
  readonly characters: number;
  readonly bytes: number;
}

export interface Page {
  /** `start` and `end` are always there: whoever writes them keeps them short. */
  readonly start: readonly string[];
  readonly parts: readonly Part[];
  readonly end: readonly string[];
  /** Where what was left out can be read: a sentence, in Markdown. */
  readonly whole: string;
}

export interface Part {
  /** Empty: it stands open. Otherwise it is folded under this line, which is HTML: GitHub reads no Markdown in it. */
  readonly title: string;
  /** Before the items, e.g. the head of a table. Without an item it is left out, too. */
  readonly head: readonly string[];
  readonly items: readonly Item[];
  /** What an item is, for the note: `warning`. Parts of one name are counted together. */
  readonly name: string;
}

export interface Item {
  /** Lower ones get their place first; of equal ones, those further up the page. After one that finds none its part takes no more. */
  readonly rank: number;
  readonly lines: readonly string[];
  /** What follows below its lines. */
  readonly detail: Detail | null;
}

export interface Detail {
  readonly rank: number;
  /** What it is, for the note: `diff`. */
  readonly name: string;
  /** In UTF-16 code units, roughly: what clearly has no place is never put into lines. */
  readonly size: number;
  lines(): readonly string[];
}

class Room {
  #characters: number;
  #bytes: number;

  constructor({ characters, bytes }: PageLimit) {
    this.#characters = characters;
    this.#bytes = bytes;
  }

  holds(characters: number): boolean {
    return characters <= this.#characters && characters <= this.#bytes;
  }

  /** Takes the lines if all of them fit, with a line feed each. */
  take(lines: readonly string[]): boolean {
    const text = lines.map((line) => `${line}\n`).join('');
    const bytes = Buffer.byteLength(text);
    if (text.length > this.#characters || bytes > this.#bytes) return false;
    this.#characters -= text.length;
    this.#bytes -= bytes;
    return true;
  }
}

/** A part with what has found its place. */
class Printed {
  readonly part: Part;
  readonly #frame: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly #shown = new Map<Item, readonly string[]>();
  #isFull = false;

  constructor(part: Part) {
    this.part = part;
    this.#frame = framed(part);
  }

  addItem(item: Item, room: Room): void {
    if (this.#isFull) return;
    const isFirst = this.#shown.size === 0;
    const { before, after } = this.#frame;
    const frame = isFirst ? [...before, ...this.#more(this.part.items.length), ...after] : [];
    if (room.take([...frame, ...item.lines])) this.#shown.set(item, []);
    else this.#isFull = true;
  }

  addDetail(item: Item, detail: Detail, room: Room): void {
    if (!this.#shown.has(item) || !room.holds(detail.size)) return;
    const lines = detail.lines();
    if (room.take(lines)) this.#shown.set(item, lines);
  }

  get lines(): string[] {
    if (this.#shown.size === 0) return [];
    const items = this.part.items.flatMap((item) => {
      const detail = this.#shown.get(item);
      return detail === undefined ? [] : [...item.lines, ...detail];
    });
    const missing = this.part.items.length - this.#shown.size;
    return [...this.#frame.before, ...items, ...this.#more(missing), ...this.#frame.after];
  }

  /** Names, one for each that is missing. */
  get left(): string[] {
    return this.part.items.flatMap((item) => {
      const detail = this.#shown.get(item);
      const isWithout = item.detail !== null && (detail ?? []).length === 0;
      return [...(detail === undefined ? [this.part.name] : []), ...(isWithout ? [item.detail.name] : [])];
    });
  }

  #more(missing: number): string[] {
    return missing === 0 ? [] : ['', `_… and ${missing} more_`];
  }
}

/** Longer than the limit only if what is always there is. */
export function fit(page: Page, limit: PageLimit): string {
  const room = new Room(limit);
  const printed = page.parts.map((part) => new Printed(part));
  const fullNote = note(
    printed.flatMap(({ left }) => left),
    page.whole,
  );
  if (room.take([...page.start, ...page.end, ...fullNote]))
    for (const wish of wishes(printed)) wish.grant(room);
  const left = note(
    printed.flatMap((part) => part.left),
    page.whole,
  );
  const lines = [...page.start, ...printed.flatMap((part) => part.lines), ...left, ...page.end];
  return `${lines.join('\n')}\n`;
}

interface Wish {
  readonly rank: number;
  grant(room: Room): void;
}

function wishes(printed: readonly Printed[]): Wish[] {
  const all = printed.flatMap((one) =>
    one.part.items.flatMap((item): Wish[] => {
      const { rank, detail } = item;
      const itself = { rank, grant: (room: Room) => one.addItem(item, room) };
      if (detail === null) return [itself];
      return [itself, { rank: detail.rank, grant: (room) => one.addDetail(item, detail, room) }];
    }),
  );
  return all.toSorted((a, b) => a.rank - b.rank);
}

function note(left: readonly string[], whole: string): string[] {
  if (left.length === 0) return [];
  const counts = [...Map.groupBy(left, (name) => name)].map(([name, { length }]) => plural(length, name));
  return ['', `_Left out, since GitHub takes no more: ${counts.join(', ')}. ${whole}_`];
}

const framed = ({ title, head }: Part): { before: string[]; after: string[] } =>
  title === ''
    ? { before: ['', ...head], after: [''] }
    : { before: ['', `<details><summary>${title}</summary>`, '', ...head], after: ['', '</details>'] };
