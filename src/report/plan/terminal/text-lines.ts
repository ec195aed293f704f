/** The lines around each change of a text, with the marks of diff. */
import type { TextLine } from '../../../plan/plan.ts';
import { plural } from '../../check/wording.ts';
import type { Style } from '../../terminal.ts';
import { shortened } from '../value-text.ts';
import type { Piece } from './cells.ts';
import { cutLine, lineColumns, paragraph } from './paragraph.ts';
import { moreLine, shownAtMost, type View } from './view.ts';

type WrittenLine = Extract<TextLine, { text: string }>;

const lineSigns: Readonly<Record<WrittenLine['mark'], { readonly mark: string; readonly style: Style }>> = {
  same: { mark: '  ', style: 'dim' },
  added: { mark: '+ ', style: 'green' },
  removed: { mark: '- ', style: 'red' },
};

export function textLines(lines: readonly TextLine[], indent: number, view: View): string[] {
  const shown = view.verbose ? lines : lines.slice(0, shownAtMost);
  const texts = view.verbose ? null : shortTexts(shown, lineColumns - indent - 2);
  return [
    ...shown.flatMap((line) => {
      if (line.mark === 'skipped')
        return paragraph(
          [['dim', `… ${plural(line.count, 'line')} alike`]],
          { indent: indent + 2, hanging: indent + 2 },
          view.terminal,
        );
      const { mark, style } = lineSigns[line.mark];
      const piece: Piece = [style, mark + (texts?.get(line) ?? line.text)];
      if (texts !== null) return [cutLine([piece], { indent, verbatim: true }, view.terminal)];
      return paragraph([piece], { indent, hanging: indent + 4, verbatim: true }, view.terminal);
    }),
    ...moreLine(lines.length - shown.length, 'lines', indent + 2, view),
  ];
}

/** Lines that replace each other are cut alike, so that the part that differs is seen. */
function shortTexts(lines: readonly TextLine[], most: number): Map<TextLine, string> {
  const texts = new Map<TextLine, string>();
  for (const { removed, added } of replacements(lines)) {
    for (const [index, before] of removed.entries()) {
      const after = added[index];
      if (after === undefined) break;
      const short = shortened({ before: before.text, after: after.text }, most);
      texts.set(before, short.before ?? '').set(after, short.after ?? '');
    }
  }
  return texts;
}

interface Replacement {
  readonly removed: WrittenLine[];
  readonly added: WrittenLine[];
}

/** Removed lines with the added ones that follow them. */
function replacements(lines: readonly TextLine[]): Replacement[] {
  const all: Replacement[] = [];
  let last: TextLine['mark'] = 'same';
  for (const line of lines) {
    if (line.mark === 'removed') {
      if (last !== 'removed') all.push({ removed: [], added: [] });
      all.at(-1)?.removed.push(line);
    } else if (line.mark === 'added' && (last === 'removed' || last === 'added')) {
      all.at(-1)?.added.push(line);
    }
    last = line.mark;
  }
  return all;
}
