/** Lines of logs: with where they come from in front, or as JSON. Whoever wrote them: they are made harmless here. */
import { printable } from '../check/printable.ts';
import { logLineJson, logsJson, type Line, type Source } from './logs-json.ts';
import type { Style, Terminal } from '../terminal.ts';

export interface LogPrinter {
  /** One, as it comes. As JSON: an object on a line of its own. */
  readonly line: (source: Source, line: Line) => void;
  /** All of several containers, oldest first. As JSON: one object. */
  readonly all: (logs: readonly { readonly container: Source; readonly lines: readonly Line[] }[]) => void;
}

export interface LogView {
  readonly terminal: Pick<Terminal, 'style' | 'out'>;
  /** Takes secrets out of one line of a log: once it is part of JSON, it is spelled in another way. */
  readonly redact: (text: string) => string;
  readonly isJson: boolean;
  readonly hasTimes: boolean;
}

const colours: readonly Style[] = ['cyan', 'green', 'magenta', 'yellow'];

export function logPrinter({ terminal, redact, isJson, hasTimes }: LogView): LogPrinter {
  const colourOf = new Map<string, Style>();
  const prefix = ({ pod, container }: Source): string => {
    const name = `${pod}/${container}`;
    const colour = colourOf.get(name) ?? colours[colourOf.size % colours.length] ?? 'cyan';
    colourOf.set(name, colour);
    return terminal.style(colour, `${name} |`);
  };
  const clean = ({ time, text }: Line): Line => ({ time, text: redact(text) });
  const printText = (source: Source, { time, text }: Line): void => {
    // A program that draws over its own line ends it with no line feed.
    for (const line of printable(text).replace(/\n+$/, '').split('\n'))
      terminal.out(`${prefix(source)} ${hasTimes ? `${time} ` : ''}${line}`);
  };
  return {
    line({ release, namespace, pod, container }, line) {
      const source = { release, namespace, pod, container };
      if (isJson) terminal.out(JSON.stringify(logLineJson(source, clean(line))));
      else printText(source, clean(line));
    },
    all(logs) {
      if (isJson) {
        terminal.out(
          JSON.stringify(
            logsJson(logs.map(({ container, lines }) => ({ container, lines: lines.map(clean) }))),
            null,
            2,
          ),
        );
        return;
      }
      const merged = logs.flatMap(({ container, lines }) =>
        lines.map((line) => ({ container, line: clean(line) })),
      );
      for (const { container, line } of merged.toSorted((a, b) => compare(a.line.time, b.line.time)))
        printText(container, line);
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
