/** What changes inside of one object: each field with what was and what will be. */
import { fieldText, type FieldPlace } from '../../../kubernetes/field.ts';
import type { FieldChange, Folded } from '../../../plan/plan.ts';
import { fieldSigns, foldedText } from '../wording.ts';
import { dataText } from './data-text.ts';
import { html, type Markup } from './markup.ts';
import { sides, textDiff } from './text-diff.ts';

/** `remark`: what else there is to say of a field; empty if nothing. */
export function fieldList<Field extends FieldChange>(
  fields: readonly Field[],
  remark: (field: Field) => string = () => '',
): Markup | null {
  if (fields.length === 0) return null;
  return html`<dl class="fields">${fields.map((field) => fieldMarkup(field, remark(field)))}</dl>`;
}

function fieldMarkup(field: FieldChange, remark: string): Markup {
  const { word } = fieldSigns[field.change];
  return html`<div data-find>
    <dt>${placeMarkup(field.place)} <small>${word}${remark === '' ? '' : ` ${remark}`}</small></dt>
    <dd>${valuesMarkup(field)}</dd>
  </div> `;
}

function valuesMarkup({ change, secret, before, after, lines }: FieldChange): Markup {
  if (secret) return html`<p class="secret">Its value is a secret and is not shown.</p>`;
  if (lines !== null) return textDiff(lines);
  return sides(change === 'added' ? null : dataText(before), change === 'removed' ? null : dataText(after));
}

const placeMarkup = (place: FieldPlace): Markup | null =>
  place.length === 0 ? null : html`<code>${fieldText(place)}</code>`;

/** Noise: counted, with the first few places for those who want to know. */
export function foldedNote(folded: readonly Folded[]): Markup | null {
  if (folded.length === 0) return null;
  const places = folded.flatMap((one) => one.places.map((place) => html`<li>${placeMarkup(place)}</li>`));
  return html`<details class="folded" data-find>
    <summary>Not told one by one: ${foldedText(folded)}</summary>
    <ul>
      ${places}
    </ul>
  </details>`;
}
