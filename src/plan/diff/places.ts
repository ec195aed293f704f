/** What the place of a field tells. */
import { textAt, type Data } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';

/** The key under which the field stands; empty for an item of a list, and for a document. */
export function keyOf(place: FieldPlace): string {
  const last = place.at(-1);
  return typeof last === 'string' ? last : '';
}

/** How many documents the field is in, one inside of the other. */
export const documentsAround = (place: FieldPlace): number =>
  place.filter((step) => typeof step === 'object' && 'document' in step).length;

/** What a list item calls itself: it tells whether its value is a secret. Null for an item without a name. */
export function nameStep(item: Data | undefined): FieldStep | null {
  const key = ['name', 'key'].find((each) => textAt(item, each) !== undefined);
  return key === undefined ? null : { item: { [key]: textAt(item, key) ?? '' } };
}
