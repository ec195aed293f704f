/**
 * Holds a plan against what happened, both ways: all that it says is so, and nothing else happened. Gives one line for each thing that is not as it was
 * told.
 */
import { objectKey, objectText } from '../../../src/kubernetes/object-id.ts';
import { claimsOf, type Claim, type Subject } from './claims.ts';
import { comparedObject, placeIn, stored, type Changed } from './compared-object.ts';
import { differences } from './differences.ts';
import { found } from './field-places.ts';
import type { PlanDocument } from './plan-document.ts';
import type { Seen, Snapshot } from './snapshot.ts';
import { isAsTold, otherThanTold } from './told-value.ts';

type Objects = Snapshot['objects'];

export function compare(
  plan: Pick<PlanDocument, 'releases' | 'backing'>,
  before: Snapshot,
  after: Snapshot,
): string[] {
  const comparison = new Comparison(before.objects, after.objects);
  for (const claim of claimsOf(plan)) comparison.hear(claim);
  return comparison.end();
}

/** What happened, whatever was told; empty if nothing did. */
export function happenings(before: Snapshot, after: Snapshot): string[] {
  const records = differences([...before.records], [...after.records]);
  return [...new Comparison(before.objects, after.objects).end(), ...records.map((path) => `records${path}`)];
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
        if (was === null) this.#say(subject, 'should stay, and was not there');
        if (is === null) this.#say(subject, 'should stay, and is gone');
        return;
      case 'changed':
      case 'reset':
        return this.#change(claim, was, is);
    }
  }

  /** What is not as it was told, and what nobody told. */
  end(): string[] {
    for (const told of this.#changed.values()) this.#wrong.push(...comparedObject(told));
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
    const others = content === null ? [] : otherThanTold(stored(is.id.kind, content), is.content);
    for (const path of others.filter((each) => !isAutoscalers(each, is))) {
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

/** The snapshot leaves out replicas that an autoscaler sets. */
const isAutoscalers = (path: string, { content }: Seen): boolean =>
  path === 'spec.replicas' && found(content, ['spec', 'replicas']) === undefined;

const nameOf = ({ namespace, name }: Seen['id']): string =>
  namespace === null ? name : `${namespace}/${name}`;

/** As Pulumi completes names. */
const isNamed = (told: string, real: string): boolean =>
  told === real || (real.startsWith(`${told}-`) && /^-[0-9a-f]{8}$/.test(real.slice(told.length)));

const subjectText = (subject: Subject): string =>
  'apiVersion' in subject ? objectText(subject) : `${subject.kind} ${subject.name}`;
