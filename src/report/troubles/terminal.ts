/** Why a release failed, for a person at a terminal: the object and the cause, what to do, the last events, the end of the log. */
import { objectText } from '../../kubernetes/object-id.ts';
import type { Trouble } from '../../triage/trouble.ts';
import { paragraph } from '../plan/terminal/paragraph.ts';
import type { Terminal } from '../terminal.ts';
import { eventText, logTitle, placeText } from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

/** `indent`: of the first line of each, in spaces. */
export function troubleLines(troubles: readonly Trouble[], terminal: Styler, indent = 4): string[] {
  return troubles.flatMap((trouble) => linesOf(trouble, terminal, indent));
}

function linesOf(trouble: Trouble, terminal: Styler, indent: number): string[] {
  const { cause, object, message, hint, events, log } = trouble;
  const inner = { indent: indent + 2, hanging: indent + 4 };
  const place = placeText(trouble);
  return [
    ...paragraph(
      [['red', objectText(object)], place === '' ? '' : `  ${place}`, `  [${cause}]`],
      { indent, hanging: indent + 2 },
      terminal,
    ),
    ...paragraph([message], inner, terminal),
    ...paragraph([['cyan', '→ '], hint], inner, terminal),
    ...events.flatMap((event) => paragraph([['dim', eventText(event)]], inner, terminal)),
    ...(log === null
      ? []
      : [
          ...paragraph([['dim', logTitle(log)]], inner, terminal),
          ...log.lines.flatMap((line) =>
            paragraph(
              [['dim', '| '], line],
              { indent: indent + 4, hanging: indent + 6, verbatim: true },
              terminal,
            ),
          ),
        ]),
  ];
}
