/** Puts as much of a page into a limit as fits, the first parts first, and says what it left out. */
import { Buffer } from 'node:buffer';

export interface Section {
  /** Empty: it stands open. Otherwise it is folded under this line, which is Markdown. */
  readonly title: string;
  /** Before the rows, e.g. the head of a table. */
  readonly head: readonly string[];
  readonly rows: readonly string[];
  /** What its rows are, for the note: `warnings`. */
  readonly name: string;
}

export interface PageLimit {
  /** In UTF-16 code units. */
  readonly characters: number;
  readonly bytes: number;
}

class Room {
  #characters: number;
  #bytes: number;

  constructor({ characters, bytes }: PageLimit) {
    this.#characters = characters;
    this.#bytes = bytes;
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

/** `start` is always there. A section of which no row fits is left out with its head. */
export function fitted(start: readonly string[], sections: readonly Section[], limit: PageLimit): string {
  const room = new Room(limit);
  const lines = [...start];
  room.take(lines);
  room.take([note(sections.map(({ name, rows }) => ({ name, count: rows.length })))]);
  const left: Left[] = [];
  for (const section of sections) {
    const frame = framed(section);
    const rows: string[] = [];
    if (room.take([...frame.before, ...frame.after])) {
      for (const row of section.rows) {
        if (!room.take([row])) break;
        rows.push(row);
      }
    }
    if (rows.length > 0) lines.push(...frame.before, ...rows, ...frame.after);
    if (rows.length < section.rows.length)
      left.push({ name: section.name, count: section.rows.length - rows.length });
  }
  if (left.length > 0) lines.push(note(left));
  return `${lines.join('\n')}\n`;
}

interface Left {
  readonly name: string;
  readonly count: number;
}

const note = (left: readonly Left[]): string =>
  `\n_Left out, since GitHub takes no more: ${left.map(({ name, count }) => `${count} ${name}`).join(', ')}. The JSON report has all._`;

const framed = ({ title, head }: Section): { before: string[]; after: string[] } =>
  title === ''
    ? { before: ['', ...head], after: [''] }
    : { before: ['', `<details><summary>${title}</summary>`, '', ...head], after: ['', '</details>'] };
