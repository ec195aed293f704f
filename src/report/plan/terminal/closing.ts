/** What stands below a plan: its digest, the verdict with its reasons, and what to run next. */
import type { Plan } from '../../../plan/plan.ts';
import type { Piece } from './cells.ts';
import { paragraph } from './paragraph.ts';
import type { View } from './view.ts';

export interface Next {
  /** Whether to say what to run next. */
  readonly next: boolean;
  /** Stack directory as `--cwd` named it; null if it did not. */
  readonly cwd: string | null;
  /** Options of the preview that its `up` needs as well: `--target`, `web`. */
  readonly manner: readonly string[];
}

/** The last words: whether it may be applied, and how. */
export function closingLines(plan: Plan, { next, cwd, manner }: Next, view: View): string[] {
  const { verdict, digest } = plan;
  const command = next ? nextCommand(plan, cwd, manner) : null;
  return [
    ...line([`Digest ${digest}`], view),
    ...(verdict.outcome === 'refused' ? refusalLines(verdict.reasons, view) : []),
    ...(command === null ? [] : commandLines(command, view)),
  ];
}

const refusalLines = (reasons: readonly string[], view: View): string[] => [
  ...line([['red', 'Refused: `up` would not be let through']], view),
  ...reasons.flatMap((reason) => paragraph(['✗ ', reason], { indent: 2, hanging: 4 }, view.terminal)),
];

/** A line that is too long goes on after a backslash, so that it can be copied as it stands. */
function commandLines(words: readonly string[], view: View): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const longer = `${rows.at(-1) ?? ''} ${word}`.trim();
    if (rows.length > 0 && longer.length <= commandColumns) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return [
    'Next:',
    ...rows.flatMap((row, index) => {
      const end = index === rows.length - 1 ? '' : ' \\';
      const indent = index === 0 ? 2 : 4;
      return paragraph([['cyan', row], end], { indent, hanging: 4 }, view.terminal);
    }),
  ];
}

const commandColumns = 73; // without the indent and the backslash

/** The words of the command to run next, quoted for a shell; null if the plan leaves nothing to do, or must not be applied. */
function nextCommand(
  { tier, stack, digest, verdict }: Plan,
  cwd: string | null,
  manner: readonly string[],
): readonly string[] | null {
  if (verdict.outcome !== 'changes') return null;
  const place = ['--stack', quoted(stack), ...(cwd === null ? [] : ['--cwd', quoted(cwd)])];
  return tier === 'live'
    ? ['k8s-deploy', 'up', ...place, ...manner.map(quoted), '--expect-digest', quoted(digest)]
    : ['k8s-deploy', 'preview', ...place];
}

const quoted = (word: string): string =>
  /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const line = (pieces: readonly Piece[], { terminal }: View): string[] =>
  paragraph(pieces, { indent: 0, hanging: 2 }, terminal);
