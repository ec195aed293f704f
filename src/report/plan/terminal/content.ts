/** Whole values and objects. */
import { stringify } from 'yaml';
import type { Data } from '../../../kubernetes/data.ts';
import type { Style } from '../../terminal.ts';
import type { Styler } from './cells.ts';
import { paragraph } from './paragraph.ts';

/** As YAML, each line after the mark. */
export function contentLines(
  content: Data,
  [style, mark]: readonly [Style, string],
  indent: number,
  terminal: Styler,
): string[] {
  const yaml = stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
  return yaml.split('\n').flatMap((line) => {
    const depth = line.length - line.trimStart().length;
    const margins = { indent, hanging: indent + mark.length + depth + 2, verbatim: true };
    return paragraph([[style, mark + line]], margins, terminal);
  });
}
