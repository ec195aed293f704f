/** Pieces of text as the cells of a terminal: made harmless, measured, coloured. */
import { oneLine, visible } from '../../check/printable.ts';
import type { Style, Terminal } from '../../terminal.ts';
import { columnsOf } from './columns.ts';

export type Styler = Pick<Terminal, 'style'>;

/** A text, or one in a style. Whoever wrote it: it is made harmless here. */
export type Piece = string | readonly [Style, string];

/** Of one piece, in UTF-16 code units. The whole text is in the other reports. */
const longestPiece = 1000;

export interface Cell {
  readonly character: string;
  readonly style: Style | null;
  readonly columns: number;
}

export const isSpace = (cell: Cell | undefined): boolean => cell?.character === ' ';

export function cellsOf(pieces: readonly Piece[], verbatim: boolean): Cell[] {
  return withoutCommands(
    pieces.flatMap((piece) => {
      const [style, text] = typeof piece === 'string' ? [null, piece] : piece;
      const line = verbatim ? verbatimLine(text) : spacedLine(text);
      return Array.from(line, (character) => ({ character, style, columns: columnsOf(character) }));
    }),
  );
}

const verbatimLine = (text: string): string =>
  visible(text.slice(0, longestPiece)).replaceAll('\n', ' ').replaceAll('\t', '    ') +
  (text.length > longestPiece ? '…' : '');

/** `oneLine` takes the spaces from the ends, which part pieces: up to two stay. */
function spacedLine(text: string): string {
  const line = oneLine(text, longestPiece);
  const start = /^ {0,2}/.exec(text)?.[0] ?? '';
  if (line === '') return start;
  return start + line + (/ {0,2}$/.exec(text)?.[0] ?? '');
}

/** Pieces that are harmless alone may make a command together: `##` and `[`. */
function withoutCommands(cells: readonly Cell[]): Cell[] {
  const is = (index: number, character: string): boolean => cells[index]?.character === character;
  return cells.flatMap((cell, index) =>
    is(index, '[') && is(index - 1, '#') && is(index - 2, '#')
      ? [{ character: ' ', style: cell.style, columns: 1 }, cell]
      : [cell],
  );
}

/** A space parts `::` at the start of a line. */
export function lineOf(line: readonly Cell[], margin: number, terminal: Styler): string {
  const cells = trimmedEnd(line);
  if (cells.length === 0) return '';
  const text = cells.findIndex(isSeen);
  const isCommand = cells[text]?.character === ':' && cells[text + 1]?.character === ':';
  const head = isCommand ? [...cells.slice(0, text + 1), spaceCell] : [];
  const rest = isCommand ? cells.slice(text + 1) : cells;
  return ' '.repeat(margin) + styled([...head, ...rest], terminal);
}

const spaceCell: Cell = { character: ' ', style: null, columns: 1 };

export const columnsIn = (cells: readonly Cell[]): number =>
  cells.reduce((sum, cell) => sum + cell.columns, 0);

/** Without spaces of any width. */
const trimmedEnd = (cells: readonly Cell[]): readonly Cell[] =>
  cells.slice(0, cells.findLastIndex(isSeen) + 1);

const isSeen = ({ character }: Cell): boolean => character.trim() !== '';

function styled(cells: readonly Cell[], terminal: Styler): string {
  let line = '';
  for (let start = 0; start < cells.length;) {
    const style = cells[start]?.style ?? null;
    let text = '';
    for (; start < cells.length && (cells[start]?.style ?? null) === style; start += 1)
      text += cells[start]?.character ?? '';
    line += style === null ? text : terminal.style(style, text);
  }
  return line;
}
