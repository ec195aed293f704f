/**
 * Holds a plan against what happened, both ways: all that it says is so, and nothing else happened. Gives one line for each thing that is not as it was
 * told.
 */
import { isMap, mapAt, type Data, type DataMap } from '../../../src/kubernetes/data.ts';
import type { FieldPlace } from '../../../src/kubernetes/field.ts';
import { objectKey, objectText } from '../../../src/kubernetes/object-id.ts';
import { claimsOf, type Claim, type Folds, type Subject, type ToldField } from './claims.ts';
import { differences } from './differences.ts';
import { closed, found, openCopy, sortOut, takeOut, type Open } from './field-places.ts';
import type { PlanDocument } from './plan-document.ts';
import { serversOwn } from './servers-own.ts';
import type { Seen, Snapshot } from './snapshot.ts';
import { isAsTold, otherThanTold } from './told-value.ts';

type Objects = Snapshot['objects'];

export function compare(plan: PlanDocument, before: Snapshot, after: Snapshot): string[] {
  const comparison = new Comparison(before.objects, after.objects);
  for (const claim of claimsOf(plan)) comparison.hear(claim);
  return comparison.end();
}

/** All that is told of one object that is there before and after. */
interface Changed {
  readonly was: Seen;
  readonly is: Seen;
  readonly fields: ToldField[];
  readonly folded: Folds[];
  /** Where somebody wrote by hand: what is told as before is then not what is there. */
  readonly byHand: FieldPlace[];
}

class Comparison {
  readonly #before: Objects;
  readonly #after: Objects;
  readonly #wrong: string[] = [];
  readonly #toldOfBefore = new Set<string>();
  readonly #toldOfAfter = new Set<string>();
  readonly #changed = new Map<string, Changed>();
  /** With everything in them. */
  readonly #goneNamespaces = new Set<string>();

  constructor(before: Objects, after: Objects) {
    this.#before = before;
    this.#after = after;
  }

  hear(claim: Claim): void {
    const { subject } = claim;
    const was = this.#find(this.#before, this.#after, 'was' in claim ? claim.was : subject);
    const is = this.#find(this.#after, this.#before, subject);
    switch (claim.is) {
      case 'created':
        return this.#created(claim, was, is);
      case 'deleted':
        if (was === null) this.#say(subject, 'is to be deleted, and was not there');
        else this.#gone(was);
        if (this.#after.has(was === null ? '' : objectKey(was.id)))
          this.#say(subject, 'is to be deleted, and is still there');
        return;
      case 'absent':
        if (is !== null) this.#say(subject, 'should not be there');
        if (was !== null) this.#gone(was);
        return;
      case 'there':
        if (was === null || is === null)
          this.#say(
            subject,
            `should stay, and is there only ${was === null ? 'after' : is === null ? 'before' : ''}`,
          );
        return;
      case 'changed':
      case 'reset':
        return this.#change(claim, was, is);
    }
  }

  /** What is not as it was told, and what nobody told. */
  end(): string[] {
    for (const { was, is, ...told } of this.#changed.values()) {
      for (const line of comparedObject(was, is, told)) this.#wrong.push(line);
    }
    for (const [key, seen] of this.#before) {
      if (this.#toldOfBefore.has(key)) continue;
      const same = this.#after.get(key);
      if (same === undefined) {
        if (!this.#goneNamespaces.has(seen.id.namespace ?? ''))
          this.#say(seen.id, 'was deleted, and nobody told');
      } else if (same.uid !== seen.uid) this.#say(seen.id, 'was made anew, and nobody told');
      else {
        for (const path of differences(seen.content, same.content))
          this.#say(seen.id, `${path} changed, and nobody told`);
      }
    }
    for (const [key, { id }] of this.#after) {
      if (!this.#before.has(key) && !this.#toldOfAfter.has(key))
        this.#say(id, 'was created, and nobody told');
    }
    return this.#wrong;
  }

  #created(
    { subject, content, fields }: Extract<Claim, { is: 'created' }>,
    was: Seen | null,
    is: Seen | null,
  ): void {
    if (is === null) return this.#say(subject, 'is to be created, and is not there');
    this.#toldOfAfter.add(objectKey(is.id));
    if (was !== null && objectKey(was.id) === objectKey(is.id))
      this.#say(subject, 'is to be created, and was there');
    for (const path of content === null ? [] : otherThanTold(stored(is.id.kind, content), is.content)) {
      this.#say(subject, `is created with another ${path} than was told`);
    }
    for (const field of fields) {
      if (field.secret) continue;
      if (!isAsTold(field.after, found(is.content, placeIn(is.id.kind, field.place))))
        this.#say(subject, `${field.text} is not as it was told`);
    }
  }

  #change(claim: Extract<Claim, { is: 'changed' | 'reset' }>, was: Seen | null, is: Seen | null): void {
    const { subject, fields } = claim;
    if (was === null || is === null) {
      return this.#say(
        subject,
        `is to be ${claim.is}, and is not there ${was === null ? 'before' : 'after'}`,
      );
    }
    const isAnew = was.uid !== is.uid;
    const isRenamed = objectKey(was.id) !== objectKey(is.id);
    const mayBeAnew = claim.is === 'changed' && (claim.anew || isRenamed);
    if (isAnew && !mayBeAnew) this.#say(subject, 'was made anew, and nobody told');
    if (!isAnew && mayBeAnew) this.#say(subject, 'is to be made anew, and is the same');
    if (isRenamed && this.#after.has(objectKey(was.id)))
      this.#say(was.id, 'is to be renamed, and is still there');
    this.#toldOfBefore.add(objectKey(was.id));
    this.#toldOfAfter.add(objectKey(is.id));
    const known = this.#changed.get(objectKey(is.id)) ?? { was, is, fields: [], folded: [], byHand: [] };
    this.#changed.set(objectKey(is.id), known);
    if (claim.is === 'changed') {
      known.fields.push(...fields);
      known.folded.push(...claim.folded);
    } else {
      known.byHand.push(...fields.map(({ place }) => place));
      known.fields.push(...fields);
    }
  }

  #gone(seen: Seen): void {
    this.#toldOfBefore.add(objectKey(seen.id));
    if (seen.id.kind === 'Namespace') this.#goneNamespaces.add(seen.id.name);
  }

  #say(subject: Subject, what: string): void {
    this.#wrong.push(`${subjectText(subject)} ${what}`);
  }

  /** `others`: of two that fit, such as an old Secret and its successor, the one that is not in them. */
  #find(objects: Objects, others: Objects, subject: Subject): Seen | null {
    if ('apiVersion' in subject) return objects.get(objectKey(subject)) ?? null;
    const fitting = [...objects.values()].filter(
      ({ id }) => id.kind === subject.kind && isNamed(subject.name, nameOf(id)),
    );
    const exact = fitting.find(({ id }) => nameOf(id) === subject.name);
    return exact ?? fitting.find(({ id }) => !others.has(objectKey(id))) ?? fitting[0] ?? null;
  }
}

const nameOf = ({ namespace, name }: Seen['id']): string =>
  namespace === null ? name : `${namespace}/${name}`;

/** As Pulumi completes names. */
const isNamed = (told: string, real: string): boolean =>
  told === real || (real.startsWith(`${told}-`) && /^-[0-9a-f]{8}$/.test(real.slice(told.length)));

const subjectText = (subject: Subject): string =>
  'apiVersion' in subject ? objectText(subject) : `${subject.kind} ${subject.name}`;

/** The API server keeps what is given as `stringData` in `data`. */
function stored(kind: string, content: Data): Data {
  if (kind !== 'Secret' || !isMap(content)) return content;
  const { stringData, data, ...others } = content;
  return {
    ...others,
    data: {
      ...(isMap(data ?? {}) ? mapAt(content, 'data') : {}),
      ...(isMap(stringData ?? {}) ? mapAt(content, 'stringData') : {}),
    },
  };
}

const placeIn = (kind: string, place: FieldPlace): FieldPlace =>
  kind === 'Secret' && place[0] === 'stringData' ? ['data', ...place.slice(1)] : place;

const isWithin = (one: FieldPlace, other: FieldPlace): boolean =>
  [...(one.length < other.length ? one : other).keys()].every(
    (index) => JSON.stringify(one[index]) === JSON.stringify(other[index]),
  );

function comparedObject(
  was: Seen,
  is: Seen,
  { fields, folded, byHand }: Pick<Changed, 'fields' | 'folded' | 'byHand'>,
): string[] {
  const { kind } = is.id;
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${objectText(is.id)}: ${what}`);
  for (const field of fields) {
    const place = placeIn(kind, field.place);
    const [old, now] = [found(was.content, place), found(is.content, place)];
    const isReset = byHand.includes(field.place);
    const others = isReset ? fields.filter((each) => !byHand.includes(each.place)) : [];
    const isOverruled = others.some((each) => isWithin(each.place, field.place)); // the release itself changes what was changed by hand
    const wasByHand = !isReset && byHand.some((each) => isWithin(each, field.place));
    if (field.secret) {
      if (!wasByHand && !isOverruled && JSON.stringify(old) === JSON.stringify(now))
        say(`${field.text} (secret) is to change, and did not`);
      continue;
    }
    if (!wasByHand && !isBeforeAsTold(field, old, isReset))
      say(`${field.text} was ${shown(old)}, and ${shown(field.before)} was told`);
    if (!isOverruled && !isAfterAsTold(field, now, old, isReset))
      say(`${field.text} is ${shown(now)}, and ${shown(field.after)} was told`);
  }
  const [old, now] = [openCopy(was.content), openCopy(is.content)];
  const places = [
    ...fields.map(({ place }) => place),
    ...folded.filter(({ noise }) => noise !== 'order').flatMap((fold) => fold.places),
  ];
  // The last items first: places of the others stay what they are.
  for (const place of places) {
    takeOut(old, placeIn(kind, place));
    takeOut(now, placeIn(kind, place));
  }
  for (const { places: lists } of folded.filter(({ noise }) => noise === 'order')) {
    for (const list of lists) {
      sortOut(old, list);
      sortOut(now, list);
    }
  }
  const own = serversOwn(is.id, fields);
  for (const each of [old, now]) for (const place of own) takeOut(each, place);
  if (was.id.name !== is.id.name) for (const each of [old, now]) takeOut(each, ['metadata', 'name']);
  for (const path of differences(rest(old), rest(now))) say(`${path} changed, and nobody told`);
  return wrong;
}

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
