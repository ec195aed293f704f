/** Every name that an object gives must be the name of something. */
import { namespaceOf, isClusterScoped } from '../../kubernetes/scope.ts';
import { textAt } from '../../kubernetes/data.ts';
import { isTestHook } from '../../kubernetes/hook-order.ts';
import type { Purpose, Reference } from '../../kubernetes/reference.ts';
import { referencesOf } from '../../kubernetes/references.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Severity, Subject, Verdict } from '../../systems/rule.ts';
import { idText, keysText, nearbyText, placeText } from './wording.ts';

/** A reference in its place, and what it leads to. */
export interface Resolved {
  readonly object: RenderedObject;
  readonly reference: Reference;
  /** Where the name is looked up; null for kinds without a namespace. */
  readonly namespace: string | null;
  readonly found: Provided | undefined;
}

/** Every reference of a release for some purpose, in the order of its objects. */
export function* resolved(subject: Subject, purposes: ReadonlySet<Purpose>): Iterable<Resolved> {
  for (const object of subject.objects) {
    for (const reference of referencesOf(object)) {
      if (!purposes.has(reference.purpose)) continue;
      const namespace = isClusterScoped(reference.kind)
        ? null
        : (reference.namespace ?? namespaceOf(object, subject.release.namespace));
      const found = subject.around.find(reference.kind, namespace, reference.name);
      yield { object, reference, namespace, found };
    }
  }
}

/** That nothing has the name. Of a test hook it is a warning: only `helm test` needs it. */
export function missing(
  { object, reference, namespace }: Resolved,
  { around }: Subject,
  { effect, hint, severity }: { effect: string; hint: string; severity?: Severity },
): Verdict {
  const what =
    reference.name === ''
      ? `names no ${reference.kind}`
      : `there is no ${idText(reference.kind, namespace, reference.name)}${nearbyText(reference, namespace, around)}`;
  const lowered = isTestHook(object) ? 'warning' : severity;
  return {
    object,
    path: reference.path,
    message: `${placeText(object, reference)}: ${what}. ${effect}`,
    hint,
    ...(lowered === undefined ? {} : { severity: lowered }),
  };
}

/** The keys that a Secret or ConfigMap which is there should have; nothing where it is not there. */
export function* missingKeys(
  { object, reference, namespace, found }: Resolved,
  { effect, hint }: { effect: string; hint: string },
): Iterable<Verdict> {
  if (found === undefined || reference.keys.length === 0 || reference.optional) return;
  const id = idText(reference.kind, namespace, reference.name);
  if (found.keys === null) {
    yield { notChecked: `the keys of ${id}, which ${found.by} has` };
    return;
  }
  for (const key of reference.keys) {
    if (found.keys.has(key)) continue;
    yield {
      object,
      path: reference.path,
      message: `${placeText(object, reference)}: ${id} has no key "${key}"${keysText(key, found)}. ${effect}`,
      hint,
      ...(isTestHook(object) ? { severity: 'warning' } : {}),
    };
  }
}

/** Type of a Secret whose content is known. */
export const secretType = (found: Provided | undefined): string | undefined =>
  found?.object?.kind === 'Secret' ? (textAt(found.object.manifest, 'type') ?? 'Opaque') : undefined;
