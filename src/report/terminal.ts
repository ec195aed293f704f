/** Where a command's text goes: results to stdout, progress and problems to stderr; colours only in a terminal. */
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Redactor } from '../redaction/redactor.ts';

export type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'magenta' | 'dim' | 'bold';

export interface Terminal {
  /** A line of the result. */
  out(line: string): void;
  /** A line of progress, or a problem. */
  note(line: string): void;
  /** Lines below the notes that are drawn over each time, as many as fit; nothing outside a terminal. */
  live(lines: readonly string[]): void;
  /** Whether somebody watches who sees `live`. */
  readonly interactive: boolean;
  style(style: Style, text: string): string;
}

type Stream = Pick<WriteStream, 'write'> & { isTTY?: boolean; columns?: number; rows?: number };

/** What a note and a line of the result are put into so that nothing in them is obeyed, as a GitHub runner obeys what programs print. Default: as it is. */
export interface Guards {
  readonly note?: (text: string) => string;
  readonly out?: (text: string) => string;
}

/** All that a command prints passes `redactor`, the last step before it leaves. */
export function terminal(
  stdout: Stream,
  stderr: Stream,
  environment: NodeJS.ProcessEnv,
  redactor: Pick<Redactor, 'redact'>,
  { note: guardNote = asItIs, out: guardOut = asItIs }: Guards = {},
): Terminal {
  const interactive =
    stderr.isTTY === true && environment['TERM'] !== 'dumb' && environment['CI'] === undefined;
  const coloured = (stream: Stream): boolean =>
    stream.isTTY === true && environment['NO_COLOR'] === undefined;
  let drawn = 0;
  const clear = (): string => (drawn === 0 ? '' : `\u001B[${drawn}A\u001B[J`);
  const above = (write: () => void): void => {
    stderr.write(clear());
    drawn = 0;
    write();
  };
  return {
    out: (line) => above(() => stdout.write(`${guardOut(redactor.redact(line))}\n`)),
    note: (line) => above(() => stderr.write(`${guardNote(redactor.redact(line))}\n`)),
    live(lines) {
      if (!interactive) return;
      // A terminal of unknown size says 0. What has scrolled off its top could not be drawn over.
      const width = (stderr.columns || 80) - 1;
      const height = Math.max(1, (stderr.rows || 24) - 2);
      const shown = lines.length > height ? lines.slice(0, height - 1) : lines;
      const rest = lines.length - shown.length;
      const all = rest === 0 ? shown : [...shown, `  … and ${rest} more`];
      stderr.write(clear() + all.map((line) => `${redactor.redact(line).slice(0, width)}\n`).join(''));
      drawn = all.length;
    },
    interactive,
    style: (style, text) =>
      coloured(stdout) && coloured(stderr) ? styleText(style, text, { validateStream: false }) : text,
  };
}

const asItIs = (text: string): string => text;
