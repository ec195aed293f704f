/** What a command prints, for the summary of a job: a title, and its lines as a block of code. */
import { fenced, inert } from './check/markdown-text.ts';
import { plural } from './check/wording.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Terminal } from './terminal.ts';

interface Limit {
  readonly characters: number;
  readonly bytes: number;
}

/** Of a terminal without colours. */
export const plainStyler: Pick<Terminal, 'style'> = { style: (_style, text) => text };

/** The text within a limit: lines that do not fit are counted. */
export function linesMarkdown(
  title: string,
  lines: readonly string[],
  { redactor }: { readonly redactor: Pick<Redactor, 'redact' | 'redactData'> },
): (limit: Limit) => string {
  const shown = redactor.redactData(lines.flatMap((line) => line.split('\n')));
  const page = (count: number): string => {
    const left = shown.length - count;
    return redactor.redact(
      [
        `### ${inert(title)}`,
        '',
        ...fenced('text', shown.length === 0 ? ['nothing'] : shown.slice(0, count)),
        ...(left === 0 ? [] : ['', `_${plural(left, 'more line')}: the log of the run has all._`]),
      ].join('\n'),
    );
  };
  return ({ characters, bytes }) => {
    const fits = (text: string): boolean => text.length <= characters && Buffer.byteLength(text) <= bytes;
    let count = shown.length;
    let text = page(count);
    while (!fits(text) && count > 0) {
      count = Math.floor(count / 2);
      text = page(count);
    }
    return text;
  };
}
