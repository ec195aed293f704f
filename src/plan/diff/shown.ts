/** Data as it may be shown. */
import { isMap, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace } from '../../kubernetes/field.ts';
import { isSecretField } from '../../redaction/fields.ts';
import { mask } from '../../redaction/mask.ts';
import { documentIn } from './documents.ts';
import { nameStep } from './places.ts';
import { isList, isTooDeep } from './plain.ts';
import { shownLines, shownText } from './secret-lines.ts';

/** No name of an object, and of no form that secrets have: a field where this is a secret is one by its place. */
const namelessText = 'Some Text';

/** Whether nothing of a text may be told. A text of several lines is not a secret for one line in it that is. */
export const isSecretPlace = (kind: string, named: FieldPlace): boolean =>
  isSecretField(kind, named, namelessText);

/** Whether its lines are compared and shown, each without what is secret in it. */
export const isLines = (text: string, place: FieldPlace): boolean =>
  text.includes('\n') || documentIn(text, place) !== null;

const tooDeep = '(nested too deeply to be shown)';

/** `named`: its place in the object, list items by their names. */
export const shownData = (kind: string, data: Data, named: FieldPlace = []): Data =>
  isTooDeep(data) ? tooDeep : visible(kind, data, named);

function visible(kind: string, data: Data, named: FieldPlace): Data {
  if (isList(data)) {
    return data.map((item, index) => visible(kind, item, [...named, nameStep(item) ?? index]));
  }
  if (isMap(data)) {
    return Object.fromEntries(
      Object.entries(data).map(([key, item]) => [key, visible(kind, item, [...named, key])]),
    );
  }
  if (typeof data === 'string' && !isSecretPlace(kind, named) && isLines(data, named)) {
    return shownText(shownLines(data, { kind, place: named }));
  }
  return isSecretField(kind, named, data) ? mask : data;
}
