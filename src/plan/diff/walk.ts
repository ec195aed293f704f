/** What is found on the way through two versions of an object. */
import type { Data } from '../../kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../kubernetes/field.ts';
import { isSecretField } from '../../redaction/fields.ts';
import type { FieldChange, Folded, Noise } from '../plan.ts';
import { nameStep } from './places.ts';
import type { ObjectSort } from './noise.ts';
import { shownData } from './shown.ts';

export interface Walk extends ObjectSort {
  /** Noise that is folded; other noise is told. */
  readonly folds: ReadonlySet<Noise>;
  readonly fields: FieldChange[];
  readonly folded: Map<Noise, { count: number; readonly places: FieldPlace[] }>;
}

/** Where a walk stands. */
export interface Spot {
  readonly place: FieldPlace;
  /** The same with the names of list items wherever they have one: those tell what is a secret. */
  readonly named: FieldPlace;
}

/** `undefined`: there is nothing. */
export type Compare = (before: Data | undefined, after: Data | undefined, spot: Spot, walk: Walk) => void;

const maximumPlaces = 5;

export const under = ({ place, named }: Spot, step: FieldStep): Spot => ({
  place: [...place, step],
  named: [...named, step],
});

export const underItem = ({ place, named }: Spot, step: FieldStep, item: Data | undefined): Spot => ({
  place: [...place, step],
  named: [...named, nameStep(item) ?? step],
});

export function fold(walk: Walk, noise: Noise, { place }: Spot): void {
  const known = walk.folded.get(noise) ?? { count: 0, places: [] };
  walk.folded.set(noise, known);
  known.count++;
  if (known.places.length < maximumPlaces) known.places.push(place);
}

export const foldedIn = (walk: Walk): Folded[] =>
  [...walk.folded].map(([noise, { count, places }]) => ({ noise, count, places }));

/** That a field differs. Of a secret only that. */
export function tell(
  walk: Walk,
  before: Data | undefined,
  after: Data | undefined,
  { place, named }: Spot,
): void {
  const secret = [before, after].some(
    (value) => value !== undefined && isSecretField(walk.kind, named, value),
  );
  const shown = (value: Data | undefined): Data =>
    secret || value === undefined ? null : shownData(walk.kind, value, named);
  walk.fields.push({
    place,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    secret,
    before: shown(before),
    after: shown(after),
    lines: null,
  });
}
