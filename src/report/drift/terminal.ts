/** Drift as a person at a terminal reads it, in 80 columns. */
import { fieldText } from '../../kubernetes/field.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import type { DriftReport, ObjectDrift, ReleaseDrift } from '../../plan/drift-report.ts';
import type { Outdated } from '../../plan/rotation.ts';
import type { Piece, Styler } from '../plan/terminal/cells.ts';
import { oneField } from '../plan/terminal/fields.ts';
import { paragraph } from '../plan/terminal/paragraph.ts';
import { moreLine, shownAtMost, type View } from '../plan/terminal/view.ts';
import { managerText } from '../plan/wording.ts';
import {
  changeText,
  driftComparison,
  driftHeadline,
  foldedDriftText,
  nextSteps,
  objectDriftText,
  outdatedText,
} from './wording.ts';

export interface DriftLinesOptions {
  /** Also folded fields one by one, values however long, and pods by name. */
  readonly verbose: boolean;
  /** Whether to say what to run next. */
  readonly next: boolean;
}

export function driftLines(
  report: DriftReport,
  terminal: Styler,
  { verbose, next }: DriftLinesOptions,
): string[] {
  const view: View = { terminal, verbose };
  const lines = [
    ...line([[report.isDrifted ? 'yellow' : 'green', driftHeadline(report)]], 0, view),
    ...line([['dim', driftComparison(report)]], 0, view),
    '',
    ...report.releases
      .filter((release) => release.isDrifted)
      .flatMap((release) => [...releaseLines(release, view), '']),
    ...(report.backing.length === 0
      ? []
      : [
          ...line([['bold', 'Backing resources']], 0, view),
          ...report.backing.flatMap((object) => objectLines(object, 2, view)),
          '',
        ]),
    ...foldedLines(report, view),
    ...gapLines(report, view),
    ...(next && report.isDrifted ? nextLines(report, view) : []),
  ];
  return lines.slice(0, lines.findLastIndex((text) => text !== '') + 1);
}

function releaseLines(release: ReleaseDrift, view: View): string[] {
  const { key, name, namespace, objects, outdated } = release;
  const change = changeText(release);
  return [
    ...line([['yellow', '! '], ['bold', key], change === '' ? '' : `  ${change}`], 0, view),
    ...line([['dim', `${name === key ? 'in' : `${name} in`} ${namespace}`]], 4, view),
    ...objects.flatMap((object) => objectLines(object, 4, view)),
    ...outdated.flatMap((one) => outdatedLines(one, view)),
  ];
}

function objectLines(drift: ObjectDrift, indent: number, view: View): string[] {
  const shown = view.verbose ? drift.fields : drift.fields.slice(0, shownAtMost);
  return [
    ...line([['yellow', '! '], objectDriftText(drift)], indent, view),
    ...shown.flatMap((field) => {
      const manager = managerText(field);
      return oneField(field, manager === '' ? [] : [['dim', `  ${manager}`]], indent + 4, view);
    }),
    ...moreLine(drift.fields.length - shown.length, 'fields', indent + 4, view),
    ...(drift.by === 'fields' && drift.state === 'changed'
      ? line([['dim', 'told by comparing the fields that the manifest sets']], indent + 4, view)
      : []),
  ];
}

function outdatedLines(one: Outdated, view: View): string[] {
  const places = [...new Set(one.pods.flatMap((pod) => pod.places))];
  return [
    ...line([['yellow', '! '], outdatedText(one)], 4, view),
    ...(view.verbose
      ? one.pods.flatMap((pod) =>
          line([['dim', `${pod.name}, since ${pod.started}: ${pod.places.join('; ')}`]], 8, view),
        )
      : line([['dim', places.join('; ')]], 8, view)),
  ];
}

function foldedLines({ folded }: DriftReport, view: View): string[] {
  if (folded.length === 0) return [];
  return [
    ...line([['dim', `Not drift: ${foldedDriftText(folded)}`]], 0, view),
    ...(view.verbose
      ? folded.flatMap(({ object, place, manager }) =>
          line(
            [
              [
                'dim',
                `${objectText(object)} ${fieldText(place)}${manager === null ? '' : `, by ${manager}`}`,
              ],
            ],
            2,
            view,
          ),
        )
      : []),
    '',
  ];
}

const gapLines = ({ gaps }: DriftReport, view: View): string[] =>
  gaps.length === 0
    ? []
    : [
        ...line([['bold', 'What is not known']], 0, view),
        ...gaps.flatMap((gap) => line(['? ', gap], 2, view)),
        '',
      ];

const nextLines = (report: DriftReport, view: View): string[] => [
  'Next:',
  ...nextSteps(report).flatMap(({ command, does }) =>
    line([['cyan', `k8s-deploy ${command}`], `  ${does}`], 2, view),
  ),
];

const line = (pieces: readonly Piece[], indent: number, { terminal }: View): string[] =>
  paragraph(pieces, { indent, hanging: indent + 4 }, terminal);
