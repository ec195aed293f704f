/** Lines for a terminal of 80 columns, from pieces of text: made harmless, broken where words end, then coloured. */
import { type Cell, cellsOf, columnsIn, isSpace, lineOf, type Piece, type Styler } from './cells.ts';

/** One less than 80: a space may come before what a GitHub runner would take for a command. */
export const lineColumns = 79;

/** In spaces. Deep ones are drawn in, so that there is room for text. */
export interface Margins {
  readonly indent: number;
  /** Of the second line and those after it. */
  readonly hanging: number;
  /** Spaces in the text have a meaning: they stay as they are. */
  readonly verbatim?: boolean;
}

const deepest = 40;

/** Never a line of more than 80 columns. A word is broken only if it is longer than a line, and then after a sign such as `/` if there is one. */
export function paragraph(pieces: readonly Piece[], margins: Margins, terminal: Styler): string[] {
  const cells = cellsOf(pieces, margins.verbatim ?? false);
  const indent = Math.min(margins.indent, deepest);
  const hanging = Math.min(margins.hanging, deepest);
  const lines: string[] = [];
  let start = 0;
  do {
    const margin = start === 0 ? indent : hanging;
    const end = lineEnd(cells, start, lineColumns - margin, lineColumns - hanging);
    lines.push(lineOf(cells.slice(start, end), margin, terminal));
    start = end;
    while (isSpace(cells[start])) start += 1;
  } while (start < cells.length);
  return lines;
}

/** One line, with `…` for what does not fit. */
export function cutLine(
  pieces: readonly Piece[],
  { indent, verbatim = false }: Omit<Margins, 'hanging'>,
  terminal: Styler,
): string {
  const cells = cellsOf(pieces, verbatim);
  const margin = Math.min(indent, deepest);
  if (columnsIn(cells) <= lineColumns - margin) return lineOf(cells, margin, terminal);
  const end = filled(cells, 0, lineColumns - margin - 1);
  const ellipsis = { character: '…', style: cells[end]?.style ?? null, columns: 1 };
  return lineOf([...cells.slice(0, end), ellipsis], margin, terminal);
}

/** The pieces on one line; null if they do not fit. */
export function fittingLine(pieces: readonly Piece[], indent: number, terminal: Styler): string | null {
  const cells = cellsOf(pieces, false);
  return columnsIn(cells) <= lineColumns - indent ? lineOf(cells, indent, terminal) : null;
}

/** Where the cells from `start` have filled the columns. */
function filled(cells: readonly Cell[], start: number, columns: number): number {
  let end = start;
  let used = 0;
  for (; end < cells.length; end += 1) {
    used += cells[end]?.columns ?? 0;
    if (used > columns) break;
  }
  return end;
}

/** Where the line from `start` ends that has this many columns; the next has `nextColumns`. */
function lineEnd(cells: readonly Cell[], start: number, columns: number, nextColumns: number): number {
  const end = filled(cells, start, columns);
  if (end >= cells.length) return end;
  const first = cells.findIndex((cell, index) => index >= start && !isSpace(cell));
  const before = (fits: (cell: Cell, index: number) => boolean): number =>
    cells.findLastIndex((cell, index) => index < end && index > first && fits(cell, index));
  const pause = before((cell, index) => isSpace(cell) && pauses.has(cells[index - 1]?.character ?? ''));
  if (pause > start + (end - start) * nearlyFull) return pause + 1;
  if (isSpace(cells[end])) return end;
  const gap = before(isSpace);
  if (gap !== -1 && wordColumns(cells, gap + 1) <= nextColumns) return gap + 1;
  const sign = before(({ character }) => character === ' ' || breakAfter.has(character));
  // A piece of a word that is too short helps nobody.
  return sign > (start + end) / 2 ? sign + 1 : end;
}

/** A line that is filled so far may as well end where the sentence pauses. */
const nearlyFull = 0.8;
const pauses = new Set([',', ';', ':']);
const breakAfter = new Set(['/', '.', ',', ';', ']', ')', '}', '&', '-', '_', '=', '@']);

function wordColumns(cells: readonly Cell[], start: number): number {
  let columns = 0;
  for (let index = start; index < cells.length && !isSpace(cells[index]); index += 1)
    columns += cells[index]?.columns ?? 0;
  return columns;
}
