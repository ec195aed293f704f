/** Rows of cells, each column as wide as its widest cell. */
import { columnsOf } from '../plan/terminal/columns.ts';
import type { Style, Terminal } from '../terminal.ts';

export interface Cell {
  readonly text: string;
  readonly style: Style | null;
}

/** Two spaces part columns. Rows may be of different lengths; nothing follows the last cell of a row. */
export function table(rows: readonly (readonly Cell[])[], terminal: Pick<Terminal, 'style'>): string[] {
  const widths = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) =>
    // The last cell of a row takes as much as it likes.
    Math.max(0, ...rows.map((row) => (column === row.length - 1 ? 0 : widthOf(row[column]?.text ?? '')))),
  );
  return rows.map((row) =>
    row
      .map(({ text, style }, column) => {
        const shown = style === null || text === '' ? text : terminal.style(style, text);
        const isLast = column === row.length - 1;
        return isLast ? shown : shown + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
      })
      .join('  ')
      .trimEnd(),
  );
}

const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + columnsOf(character), 0);
