/** Nothing is defined twice in a release. Across releases: `across-releases.ts`. */
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { isTestHook } from '../../kubernetes/hook-order.ts';
import { namespaceOf } from '../../kubernetes/scope.ts';
import { idText } from './wording.ts';

export const uniqueRule: Rule = {
  id: 'name/unique',
  title: 'No object is defined twice, in a release or across those of a stack',
  why: 'Helm refuses to install an object that another release owns, and of two with one name in a release only one is there in the end. What a backing resource or somebody under external makes counts too.',
  severity: 'error',
  check: within,
};

/** Same group, kind, namespace and name: the version does not count. */
export function identity(object: RenderedObject, releaseNamespace: string): string {
  const slash = object.apiVersion.indexOf('/');
  const group = slash === -1 ? '' : object.apiVersion.slice(0, slash);
  return `${group}\n${object.kind}\n${namespaceOf(object, releaseNamespace) ?? ''}\n${object.name}`;
}

function* within({ objects, release }: Subject): Iterable<Verdict> {
  const first = new Map<string, RenderedObject>();
  for (const object of objects) {
    if (object.name === '') continue;
    const id = identity(object, release.namespace);
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, object);
      continue;
    }
    const text = idText(object.kind, namespaceOf(object, release.namespace), object.name);
    const isReplaced = object.hook !== null && before.hook !== null && !shareEvent(object, before);
    const severity = isReplaced ? 'notice' : isTestHook(object) || isTestHook(before) ? 'warning' : 'error';
    yield {
      object,
      path: ['metadata', 'name'],
      message: isReplaced
        ? `${text} is a hook of ${before.template} for ${eventsText(before)} and of ${object.template} for ${eventsText(object)}: the later one replaces the earlier`
        : `${text} is defined in ${before.template} and again in ${object.template}: only one of them is there in the end`,
      hint: 'Give one of them another name, or render it once.',
      severity,
    };
  }
}

const shareEvent = ({ hook: a }: RenderedObject, { hook: b }: RenderedObject): boolean =>
  a !== null && b !== null && a.events.some((event) => b.events.includes(event));

const eventsText = ({ hook }: RenderedObject): string => hook?.events.join(', ') ?? '';
