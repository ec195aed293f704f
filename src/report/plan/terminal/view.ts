/** How a plan is looked at. */
import type { Styler } from './cells.ts';
import { paragraph } from './paragraph.ts';

export interface View {
  readonly terminal: Styler;
  /** Everything, however long. */
  readonly verbose: boolean;
}

/** More fields of one object, or lines of one text, are counted; verbose shows all. */
export const shownAtMost = 40;

/** `… and 12 more fields (--verbose shows them)`. */
export const moreLine = (left: number, name: string, indent: number, { terminal }: View): string[] =>
  left <= 0
    ? []
    : paragraph(
        [['dim', `… and ${left} more ${name} (--verbose shows them)`]],
        { indent, hanging: indent },
        terminal,
      );
