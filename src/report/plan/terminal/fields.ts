/** Changes of fields: one line each where that fits, else the values below the place. */
import type { FieldChange } from '../../../plan/plan.ts';
import { fieldText } from '../../../kubernetes/field.ts';
import type { Style } from '../../terminal.ts';
import { changeText, isKnown, shortened, type ValueTexts, valueTexts } from '../value-text.ts';
import { fieldSigns } from '../wording.ts';
import { contentLines } from './content.ts';
import type { Piece } from './cells.ts';
import { cutLine, fittingLine, lineColumns, paragraph } from './paragraph.ts';
import { textLines } from './text-lines.ts';
import { moreLine, shownAtMost, type View } from './view.ts';

export function fieldLines(fields: readonly FieldChange[], indent: number, view: View): string[] {
  const shown = view.verbose ? fields : fields.slice(0, shownAtMost);
  return [
    ...shown.flatMap((field) => oneField(field, [], indent, view)),
    ...moreLine(fields.length - shown.length, 'fields', indent, view),
  ];
}

/** `remark` follows the values. */
export function oneField(field: FieldChange, remark: readonly Piece[], indent: number, view: View): string[] {
  const { terminal } = view;
  const { mark, style } = fieldSigns[field.change];
  const place: Piece[] = [[style, `${mark} `], fieldText(field.place)];
  const head = (pieces: readonly Piece[]): string[] =>
    paragraph([...place, ...pieces], { indent, hanging: indent + 4 }, terminal);
  const below = indent + 4;
  if (field.lines !== null) return [...head(remark), ...textLines(field.lines, below, view)];
  const values = [...valuePieces(field), ...remark];
  const one = fittingLine([...place, '  ', ...values], indent, terminal);
  if (one !== null) return [one];
  const two = fittingLine(values, below, terminal);
  return two === null ? [...head(remark), ...longValues(field, below, view)] : [...head([]), two];
}

function valuePieces(field: FieldChange): Piece[] {
  const { before, after } = valueTexts(field);
  if (field.secret || !isKnown(field) || before === null || after === null) return [changeText(field)];
  return [['red', before], ' → ', ['green', after]];
}

const sides = [
  ['before', 'red', '- '],
  ['after', 'green', '+ '],
] as const satisfies readonly (readonly [keyof ValueTexts, Style, string])[];

/** More lines of a value than these are cut to one; verbose shows all. */
const fewLines = 12;

function longValues(field: FieldChange, indent: number, view: View): string[] {
  const texts = valueTexts(field);
  const short = shortened(texts, lineColumns - indent - 2);
  return sides.flatMap(([side, style, mark]) => {
    if (texts[side] === null) return [];
    const whole = wholeValue(field, side, [style, mark], indent, view);
    const isTree = typeof field[side] === 'object';
    if (view.verbose || (isTree && whole.length <= fewLines)) return whole;
    return [cutLine([[style, `${mark}${short[side]}`]], { indent }, view.terminal)];
  });
}

function wholeValue(
  field: FieldChange,
  side: keyof ValueTexts,
  [style, mark]: readonly [Style, string],
  indent: number,
  view: View,
): string[] {
  const value = field[side];
  if (typeof value === 'object' && value !== null && !field.secret)
    return contentLines(value, [style, mark], indent, view.terminal);
  const text = valueTexts(field)[side] ?? '';
  return paragraph([[style, mark + text]], { indent, hanging: indent + 2 }, view.terminal);
}
