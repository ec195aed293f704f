/** The objects of a release: what is lost first, what stays as it is in one line. */
import type { ObjectChange } from '../../../plan/plan.ts';
import { plural } from '../../check/wording.ts';
import { objectCounts } from '../counts.ts';
import { foldedText, objectName, objectSigns, type ObjectChangeKind } from '../wording.ts';
import { contentLines } from './content.ts';
import { fieldLines } from './fields.ts';
import type { Piece } from './cells.ts';
import { paragraph } from './paragraph.ts';
import type { View } from './view.ts';

const ranks: Readonly<Record<ObjectChangeKind, number>> = {
  deleted: 0,
  kept: 1,
  renamed: 2,
  changed: 3,
  created: 4,
  unchanged: 5,
};

const remarks: Readonly<Partial<Record<ObjectChangeKind, string>>> = {
  kept: 'leaves the release and stays in the cluster',
};

const indent = 4;

export function objectLines(objects: readonly ObjectChange[], view: View): string[] {
  const isShown = (object: ObjectChange): boolean =>
    view.verbose || (object.change !== 'unchanged' && !isNoise(object));
  const shown = objects.filter(isShown).toSorted((one, other) => ranks[one.change] - ranks[other.change]);
  return [...shown.flatMap((object) => oneObject(object, view)), ...restLines(objects, view)];
}

/** It changes, and only in what is folded. */
const isNoise = ({ change, fields }: ObjectChange): boolean => change === 'changed' && fields.length === 0;

function oneObject(object: ObjectChange, view: View): string[] {
  const { mark, style } = objectSigns[object.change];
  const remark = remarks[object.change];
  const folded = foldedText(object.folded);
  const lines = (pieces: readonly Piece[], margin: number): string[] =>
    paragraph(pieces, { indent: margin, hanging: margin + 4 }, view.terminal);
  return [
    ...lines(
      [[style, `${mark} ${objectName(object)}`], ...(remark === undefined ? [] : [`  ${remark}`])],
      indent,
    ),
    ...(view.verbose && object.template !== null && object.change !== 'unchanged'
      ? lines([['dim', `rendered by ${object.template}`]], indent + 4)
      : []),
    ...fieldLines(object.fields, indent + 4, view),
    ...(view.verbose && object.content !== null
      ? contentLines(object.content, [style, `${mark} `], indent + 4, view.terminal)
      : []),
    ...(view.verbose && folded !== '' ? lines([['dim', `folded: ${folded}`]], indent + 4) : []),
  ];
}

/** What is not told one by one: noise and what is unchanged. */
function restLines(objects: readonly ObjectChange[], view: View): string[] {
  const dim = (text: string): string[] =>
    paragraph([['dim', text]], { indent: indent + 2, hanging: indent + 4 }, view.terminal);
  const noisy = objects.filter(({ folded }) => folded.length > 0);
  const only = objects.filter(isNoise).length;
  const { unchanged } = objectCounts(objects);
  if (view.verbose) return [];
  return [
    ...(noisy.length === 0
      ? []
      : dim(
          `folded in ${plural(noisy.length, 'object')}: ${foldedText(noisy.flatMap(({ folded }) => folded))}${only === 0 ? '' : ` (${only} of them ${only === 1 ? 'changes' : 'change'} in nothing else)`}`,
        )),
    ...(unchanged === 0 ? [] : dim(`${plural(unchanged, 'object')} unchanged`)),
  ];
}
