/** Changes of fields as GitHub colours them: a fence of `diff`. */
import { stringify } from 'yaml';
import { type Data, isMap } from '../../../kubernetes/data.ts';
import { fieldText } from '../../../kubernetes/field.ts';
import type { FieldChange, TextLine } from '../../../plan/plan.ts';
import { plural } from '../../check/wording.ts';
import type { Detail } from '../../check/fitting.ts';
import { fenced } from '../../check/markdown-text.ts';
import { oneLine } from '../../check/printable.ts';
import { secretWord, valueText } from '../value-text.ts';

const shownPlace = 500;

/** Null if there is nothing to show. `remark` stands behind the place of a field. */
export function fieldsDetail<Field extends FieldChange>(
  fields: readonly Field[],
  rank: number,
  remark: (field: Field) => string = () => '',
): Detail | null {
  if (fields.length === 0) return null;
  return {
    rank,
    name: 'diff',
    size: fields.reduce((sum, field) => sum + fieldSize(field), 0),
    lines: () => [
      '',
      ...fenced(
        'diff',
        fields.flatMap((field) => [`@@ ${placeText(field, remark(field))} @@`, ...fieldLines(field)]),
      ),
    ],
  };
}

/** All of an object that comes, goes or stays behind. */
export function contentDetail(content: Data, mark: '+' | '-' | ' ', rank: number): Detail {
  return {
    rank,
    name: 'diff',
    size: dataSize(content),
    lines: () => {
      const lines = valueLines(content);
      return [
        '',
        `<details><summary>${plural(lines.length, 'line')}</summary>`,
        '',
        ...fenced('diff', marked(mark, lines)),
        '',
        '</details>',
      ];
    },
  };
}

const placeText = ({ place }: FieldChange, remark: string): string =>
  oneLine(fieldText(place) + (remark === '' ? '' : ` (${remark})`), shownPlace);

function fieldLines(field: FieldChange): string[] {
  const { change, secret, before, after, lines } = field;
  if (secret && change === 'changed') return [`! ${secretWord} changes`];
  if (secret) return [`${change === 'added' ? '+' : '-'} ${secretWord}`];
  if (lines !== null) return lines.map(textLine);
  return [
    ...(change === 'added' ? [] : marked('-', valueLines(before))),
    ...(change === 'removed' ? [] : marked('+', valueLines(after))),
  ];
}

const marked = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line) => `${mark} ${told(line)}`);

/** What cannot be seen may be all that differs: by its number. So is the end of a line inside of one, which could look like a line of the diff. */
const told = (line: string): string =>
  line.replaceAll(
    /[^\P{Cc}\t]|[\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

function textLine(line: TextLine): string {
  switch (line.mark) {
    case 'same':
      return `  ${told(line.text)}`;
    case 'added':
      return `+ ${told(line.text)}`;
    case 'removed':
      return `- ${told(line.text)}`;
    case 'skipped':
      return `  … ${plural(line.count, 'unchanged line')}`;
  }
}

/** A text of one line as it reads everywhere; what has several lines, as YAML. */
function valueLines(data: Data): string[] {
  const isLong = typeof data === 'string' ? data.includes('\n') : typeof data === 'object' && data !== null;
  if (!isLong) return [valueText(data)];
  return stringify(data, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split('\n');
}

const fieldSize = ({ secret, before, after, lines }: FieldChange): number =>
  secret
    ? secretWord.length
    : lines === null
      ? dataSize(before) + dataSize(after)
      : lines.reduce((sum, line) => sum + (line.mark === 'skipped' ? 0 : line.text.length), 0);

function dataSize(data: Data): number {
  if (typeof data === 'string') return data.length;
  if (Array.isArray(data)) return data.reduce((sum: number, item: Data) => sum + dataSize(item), 0);
  if (isMap(data))
    return Object.entries(data).reduce((sum, [key, value]) => sum + key.length + dataSize(value), 0);
  return 1;
}
