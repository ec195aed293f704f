/** Holds what is told of one object, field by field, against what became of it. */
import { isMap, mapAt, type Data, type DataMap } from '../../../src/kubernetes/data.ts';
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import { objectText } from '../../../src/kubernetes/object-id.ts';
import { quantity } from '../../../src/kubernetes/quantity.ts';
import type { Folds, ToldField } from './claims.ts';
import { differences } from './differences.ts';
import { closed, found, openCopy, sortOut, takeOut, type Open } from './field-places.ts';
import { helmsOwn, serversOwn } from './servers-own.ts';
import type { Seen } from './snapshot.ts';
import { isAsTold } from './told-value.ts';

/** All that is told of one object that is there before and after. */
export interface Changed {
  readonly was: Seen;
  readonly is: Seen;
  readonly fields: ToldField[];
  readonly folded: Folds[];
  /** Where somebody wrote by hand: what is told as before is then not what is there. */
  readonly byHand: FieldPlace[];
}

/** One line for each thing that is not as it was told. */
export function comparedObject(changed: Changed): string[] {
  const { was, is, fields, folded } = changed;
  return [
    ...fields.flatMap((field) => comparedField(field, changed)),
    ...folded.flatMap((folds) => comparedFolds(folds, was, is)),
    ...untold(changed).map((path) => `${path} changed, and nobody told`),
  ].map((what) => `${objectText(is.id)}: ${what}`);
}

function comparedField(field: ToldField, { was, is, fields, folded, byHand }: Changed): string[] {
  const place = placeIn(is.id.kind, field.place);
  const [old, now] = [found(was.content, place), found(is.content, place)];
  const isReset = byHand.includes(field.place);
  const wasByHand = !isReset && byHand.some((each) => isWithin(each, field.place));
  // The release itself changes what was changed by hand.
  const byRelease = [
    ...fields.map((each) => each.place).filter((each) => !byHand.includes(each)),
    ...folded.flatMap(({ places }) => places),
  ];
  const isOverruled = isReset && byRelease.some((each) => isWithin(each, field.place));
  if (field.secret) {
    const isSame = JSON.stringify(old) === JSON.stringify(now);
    return isSame && !wasByHand && !isOverruled ? [`${field.text} (secret) is to change, and did not`] : [];
  }
  return [
    ...(wasByHand || isBeforeAsTold(field, old, isReset)
      ? []
      : [`${field.text} was ${shown(old)}, and ${shown(field.before)} was told`]),
    ...(isOverruled || isAfterAsTold(field, now, old, isReset)
      ? []
      : [`${field.text} is ${shown(now)}, and ${shown(field.after)} was told`]),
  ];
}

/** What is folded does change, but for what only reads otherwise. */
const changing = new Set(['checksum', 'chart-label', 'generated-name']);

function comparedFolds({ noise, places }: Folds, was: Seen, is: Seen): string[] {
  if (!changing.has(noise)) return [];
  return places
    .filter((place) => JSON.stringify(found(was.content, place)) === JSON.stringify(found(is.content, place)))
    .map((place) => `${JSON.stringify(place)} (${noise}) is to change, and did not`);
}

/** Paths of what differs once all that is told is taken out. */
function untold({ was, is, fields, folded }: Changed): string[] {
  const [old, now] = [openCopy(was.content), openCopy(is.content)];
  const places = [
    ...fields.map(({ place }) => placeIn(is.id.kind, place)),
    ...folded.filter(({ noise }) => changing.has(noise)).flatMap((fold) => fold.places),
    ...folded
      .filter(({ noise }) => noise === 'spelling')
      .flatMap((fold) => fold.places.filter((place) => isOtherSpelling(was, is, place))),
    ...serversOwn(is.id, is.content, fields),
    ...(was.id.name === is.id.name ? [] : [['metadata', 'name'], ...helmsOwn]),
  ];
  for (const each of [old, now]) {
    for (const place of places) takeOut(each, place);
    for (const { places: lists } of folded.filter(({ noise }) => noise === 'order')) {
      for (const list of lists) sortOut(each, list);
    }
  }
  return differences(rest(old), rest(now));
}

function isOtherSpelling(was: Seen, is: Seen, place: FieldPlace): boolean {
  const [old, now] = [quantity(found(was.content, place)), quantity(found(is.content, place))];
  return old !== null && old === now;
}

/** The API server keeps what is given as `stringData` in `data`. */
export function stored(kind: string, content: Data): Data {
  if (!isMap(content)) return content;
  const { apiVersion: _apiVersion, kind: _kind, ...own } = content; // its id tells them
  if (kind !== 'Secret') return own;
  const { stringData, data, ...others } = own;
  return {
    ...others,
    data: {
      ...(isMap(data ?? {}) ? mapAt(content, 'data') : {}),
      ...(isMap(stringData ?? {}) ? mapAt(content, 'stringData') : {}),
    },
  };
}

export const placeIn = (kind: string, place: FieldPlace): FieldPlace =>
  kind === 'Secret' && place[0] === 'stringData' ? ['data', ...place.slice(1)] : place;

const isWithin = (one: FieldPlace, other: FieldPlace): boolean =>
  [...(one.length < other.length ? one : other).keys()].every(
    (index) => JSON.stringify(one[index]) === JSON.stringify(other[index]),
  );

/** Metadata may have become empty by what was taken out on one side alone. */
function rest(data: Open): DataMap {
  const left = closed(data);
  if (!isMap(left)) return {};
  const metadata = Object.fromEntries(
    Object.entries(mapAt(left, 'metadata')).filter(
      ([, item]) => !isMap(item) || Object.keys(item).length > 0,
    ),
  );
  return { ...left, metadata };
}

/** Where a field is added, there may be the default of the server before. */
const isBeforeAsTold = ({ change, before }: ToldField, old: Data | undefined, isReset: boolean): boolean =>
  (!isReset && change === 'added') || isAsTold(before, old);

/** Where a field is removed, there may be the default of the server after. */
const isAfterAsTold = (
  { change, after }: ToldField,
  now: Data | undefined,
  old: Data | undefined,
  isReset: boolean,
): boolean =>
  !isReset && change === 'removed'
    ? now === undefined || JSON.stringify(now) !== JSON.stringify(old)
    : isAsTold(after, now);

const shown = (data: Data | undefined): string => JSON.stringify(data ?? null).slice(0, 200);
