/** The plan as a person at a terminal reads it, in 80 columns: the verdict, what is done, what may go wrong, and what to run next. */
import { operationMarks } from '../marks.ts';
import { plural } from '../check/wording.ts';
import { planCounts, type PlanCounts } from './counts.ts';
import type { BackingChange, Plan } from '../../plan/plan.ts';
import { closingLines } from './terminal/closing.ts';
import { fieldLines } from './terminal/fields.ts';
import type { Piece, Styler } from './terminal/cells.ts';
import { paragraph } from './terminal/paragraph.ts';
import { findingLines, gapLines, riskLines } from './terminal/problems.ts';
import { byWeight, isTold, releaseLines } from './terminal/release.ts';
import type { View } from './terminal/view.ts';
import {
  comparedText,
  headline,
  objectsText,
  operationRemarks,
  operationWords,
  orderText,
  unchangedText,
} from './wording.ts';

export interface PlanLinesOptions {
  /**
   * Also the content of created and deleted objects, values and texts however long, unchanged objects, notices, waived findings, and times.
   */
  readonly verbose: boolean;
  /** Whether to say what to run next: not if `up` itself shows the plan. Default true. */
  readonly next?: boolean;
  /** Stack directory, as the command was given it; `.` and nothing are not told. */
  readonly cwd?: string;
  /** Options of the preview that its `up` needs as well. Default none. */
  readonly manner?: readonly string[];
}

export function planLines(
  plan: Plan,
  terminal: Styler,
  { verbose, next = true, cwd = '.', manner = [] }: PlanLinesOptions,
): string[] {
  const view: View = { terminal, verbose };
  const counts = planCounts(plan);
  const isUnchanged = plan.verdict.outcome === 'no-changes';
  const lines = [
    ...headLines(plan, counts, view),
    '',
    ...releasesLines(plan, view),
    ...backingLines(plan.backing, view),
    ...engineLines(plan, view),
    ...findingLines(plan, counts, view),
    ...riskLines(plan, view),
    ...gapLines(plan, view),
    ...(verbose ? timeLines(plan, view) : []),
    ...(isUnchanged && !verbose
      ? []
      : closingLines(plan, { next, cwd: cwd === '.' ? null : cwd, manner }, view)),
  ];
  return lines.slice(0, lines.findLastIndex((text) => text !== '') + 1);
}

const outcomeStyles = { 'no-changes': 'green', changes: 'bold', refused: 'red' } as const;

function headLines(plan: Plan, counts: PlanCounts, view: View): string[] {
  const objects = objectsText(counts.objects);
  const isUnchanged = plan.verdict.outcome === 'no-changes';
  return [
    ...line([[outcomeStyles[plan.verdict.outcome], headline(plan, counts)]], view),
    ...line([['dim', isUnchanged ? unchangedText(plan, counts) : comparedText(plan)]], view),
    ...(isUnchanged || objects === '' ? [] : line([`Objects: ${objects}`], view)),
  ];
}

function releasesLines(plan: Plan, view: View): string[] {
  const told = byWeight(plan.releases.filter((release) => view.verbose || isTold(release)));
  const left = plan.releases.length - told.length;
  return [
    ...told.flatMap((release) => [...releaseLines(release, plan, view), '']),
    ...(left === 0 || plan.verdict.outcome === 'no-changes'
      ? []
      : [...line([['dim', `  ${plural(left, 'release')} unchanged`]], view), '']),
  ];
}

/** Resources that Pulumi keeps itself. */
function backingLines(backing: readonly BackingChange[], view: View): string[] {
  const shown = view.verbose ? backing : backing.filter(({ operation }) => operation !== 'same');
  if (shown.length === 0) return [];
  const left = backing.length - shown.length;
  return [
    ...line([['bold', 'Backing resources']], view),
    ...shown.flatMap((one) => {
      const { kind, name, operation, fields } = one;
      const { mark, style } = operationMarks[operation];
      const remark = operationRemarks[operation] ?? orderText(one);
      const pieces: Piece[] = [
        [style, `${mark} ${kind} ${name}`],
        `  ${operationWords[operation]}${remark === '' ? '' : `: ${remark}`}`,
      ];
      // Of a new one its name says enough, unless somebody asks.
      const told = operation === 'create' && !view.verbose ? [] : fields;
      return [...paragraph(pieces, { indent: 2, hanging: 6 }, view.terminal), ...fieldLines(told, 6, view)];
    }),
    ...(left === 0 ? [] : line([['dim', `  ${left} unchanged`]], view)),
    '',
  ];
}

/** Pulumi's own access to the cluster: if it is replaced, so is everything. */
function engineLines({ steps }: Plan, view: View): string[] {
  const own = steps.filter(({ type, operation }) => isProvider(type) && operation !== 'same');
  if (own.length === 0) return [];
  return [
    ...line([['bold', "Pulumi's own"]], view),
    ...own.flatMap(({ operation, kind, name, changedKeys }) => {
      const { mark, style } = operationMarks[operation];
      const keys = changedKeys.length === 0 ? '' : `: ${changedKeys.join(', ')}`;
      return paragraph(
        [[style, `${mark} ${kind} ${name}`], `  ${operationWords[operation]}${keys}`],
        { indent: 2, hanging: 6 },
        view.terminal,
      );
    }),
    '',
  ];
}

const isProvider = (type: string): boolean => type.startsWith('pulumi:providers:');

function timeLines({ timings }: Plan, view: View): string[] {
  const phases = Object.entries(timings).map(([phase, time]) => `${phase} ${(time / 1000).toFixed(2)} s`);
  return phases.length === 0 ? [] : line([['dim', `Times: ${phases.join(', ')}`]], view);
}

const line = (pieces: readonly Piece[], { terminal }: View): string[] =>
  paragraph(pieces, { indent: 0, hanging: 2 }, terminal);
