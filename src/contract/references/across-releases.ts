/** What only all releases of a stack together show: two of them, or one and a backing resource, make the same object. */
import { isTestHook } from '../../kubernetes/hook-order.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Rule, Subject, Violation } from '../../systems/rule.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { identity, uniqueRule } from './unique.ts';
import { idText } from './wording.ts';

export interface AcrossViolation {
  /** Key of the release whose object it is: the later of two. */
  readonly key: string;
  readonly rule: Rule;
  readonly violation: Violation;
}

/** The subjects of one stack, by the keys of their releases. */
export function acrossReleases(
  subjects: readonly { readonly key: string; readonly subject: Subject }[],
): AcrossViolation[] {
  const owners = new Map<string, string>();
  return subjects.flatMap(({ key, subject }) => {
    const seen = new Set<string>();
    const found = subject.objects.flatMap((object) => {
      if (object.name === '' || isTestHook(object)) return [];
      const id = identity(object, subject.release.namespace);
      if (seen.has(id)) return []; // twice in one release: the rule itself says it
      seen.add(id);
      const owner = owners.get(id);
      if (owner !== undefined) return { key, rule: uniqueRule, violation: byRelease(object, owner, subject) };
      const other = madeElsewhere(object, subject);
      return other === undefined ? [] : { key, rule: uniqueRule, violation: byOther(object, other, subject) };
    });
    for (const id of seen) if (!owners.has(id)) owners.set(id, key);
    return found;
  });
}

/** By a backing resource, an operator, or whoever stands behind `external:`. */
function madeElsewhere(object: RenderedObject, { around, release }: Subject): Provided | undefined {
  const namespace = namespaceOf(object, release.namespace);
  const id = identity(object, release.namespace);
  const alike = namespace === null ? around.all(object.kind) : around.all(object.kind, namespace);
  return alike.find(
    (one) =>
      one.name === object.name &&
      one.object !== object &&
      (one.release === null
        ? one.object === null || identity(one.object, one.namespace ?? '') === id
        : one.object === null), // a Secret that an ExternalSecret makes: both would write it
  );
}

const text = (object: RenderedObject, { release }: Subject): string =>
  idText(object.kind, namespaceOf(object, release.namespace), object.name);

const byRelease = (object: RenderedObject, owner: string, subject: Subject): Violation => ({
  object,
  path: ['metadata', 'name'],
  message: `${text(object, subject)} is also made by release ${owner}. ${
    object.hook === null
      ? 'Helm refuses to install what another release owns'
      : 'Each deployment of one replaces the hook of the other'
  }`,
  hint: 'Give one of the releases another namespace or name, or let one of them leave the object out.',
});

const byOther = (object: RenderedObject, { by }: Provided, subject: Subject): Violation => ({
  object,
  path: ['metadata', 'name'],
  message: `${text(object, subject)} is also made by ${by}. ${
    by.startsWith('external')
      ? 'If it is there already, Helm refuses to install it'
      : 'The two overwrite each other, or the install fails'
  }`,
  hint: 'Let only one of them make it.',
});
