/** The lines around each change of a text. */
import { diffArrays } from 'diff';
import type { TextLine } from '../plan.ts';

/** Around each change. */
const context = 3;
/** Its cost grows with the square of this. Beyond it, all lines between the first and the last change count as replaced. */
const maximumEdits = 1000;

/** A line, or the lines of one secret. It is compared as it is, and shown as it may be. */
export interface ShownLine {
  readonly text: string;
  readonly shown: string;
}

type EditedLine = Exclude<TextLine, { readonly mark: 'skipped' }>;

export function changedLines(before: readonly ShownLine[], after: readonly ShownLine[]): TextLine[] {
  const told: EditedLine[] = [];
  let [was, is] = [0, 0];
  for (const { count, added, removed } of edits(before.map(textOf), after.map(textOf))) {
    for (let left = count; left > 0; left--) {
      const [old, now] = [added ? undefined : before[was++], removed ? undefined : after[is++]];
      const mark = old === undefined ? 'added' : now === undefined ? 'removed' : 'same';
      // What stays may be a secret in one of the texts only, by the lines around it.
      const hidden = [old, now].find((each) => each !== undefined && each.shown !== each.text);
      told.push({ mark, text: (hidden ?? now ?? old)?.shown ?? '' });
    }
  }
  return windows(told);
}

const textOf = ({ text }: ShownLine): string => text;

interface Run {
  readonly count: number;
  readonly added: boolean;
  readonly removed: boolean;
}

/** Runs of lines that stay, go and come. */
export function edits(before: readonly string[], after: readonly string[]): readonly Run[] {
  const found = diffArrays([...before], [...after], { maxEditLength: maximumEdits });
  if (found !== undefined) return found;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    { count: start, added: false, removed: false },
    { count: before.length - start - end, added: false, removed: true },
    { count: after.length - start - end, added: true, removed: false },
    { count: end, added: false, removed: false },
  ];
}

function windows(lines: readonly EditedLine[]): TextLine[] {
  const near = lines.map(() => false);
  for (const [index, { mark }] of lines.entries()) {
    if (mark !== 'same') near.fill(true, Math.max(0, index - context), index + context + 1);
  }
  const told: TextLine[][] = [];
  for (let index = 0; index < lines.length;) {
    const end = near.indexOf(!(near[index] ?? true), index);
    const run = lines.slice(index, end === -1 ? lines.length : end);
    const isGap = near[index] === false && run.length > 1; // to say that one is skipped takes a line, too
    told.push(isGap ? [{ mark: 'skipped', count: run.length }] : run);
    index += run.length;
  }
  return told.flat();
}
