/** Renders with one thing changed, as another chart or a slip of the hand would have made them. No Helm runs. */
import { providedBy, surroundings } from '../../src/contract/references/surroundings.ts';
import type { Data, DataMap, DataPath } from '../../src/kubernetes/data.ts';
import { textAt } from '../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../src/kubernetes/rendered.ts';
import type { Provided, Rule, Subject } from '../../src/systems/rule.ts';
import { violations } from './subject.ts';

/** The subject with other objects; `provided` is there besides. */
export function withObjects(
  subject: Subject,
  objects: readonly RenderedObject[],
  provided: readonly Provided[] = [],
): Subject {
  const { name, namespace } = subject.release;
  const own = providedBy(objects, { by: `release ${name}`, release: name, namespace });
  return { ...subject, objects, around: surroundings([...own, ...provided]) };
}

/** Sets what stands at a path of every object of the kind; `undefined` removes it. */
export function edited(subject: Subject, kind: string, path: DataPath, value: Data | undefined): Subject {
  if (!subject.objects.some((object) => object.kind === kind)) throw new Error(`no ${kind} is rendered`);
  return withObjects(
    subject,
    subject.objects.map((object) => {
      if (object.kind !== kind) return object;
      const manifest = set(object.manifest, path, value) as DataMap;
      return {
        ...object,
        manifest,
        apiVersion: textAt(manifest, 'apiVersion') ?? '',
        kind: textAt(manifest, 'kind') ?? '',
        name: textAt(manifest, 'metadata', 'name') ?? '',
        namespace: textAt(manifest, 'metadata', 'namespace') ?? null,
      };
    }),
  );
}

export const without = (subject: Subject, kind: string): Subject =>
  withObjects(
    subject,
    subject.objects.filter((object) => object.kind !== kind),
  );

function set(data: Data | undefined, [step, ...rest]: DataPath, value: Data | undefined): Data | undefined {
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const list: Data[] = [...data];
    const inner = set(list[Number(step)], rest, value);
    if (inner === undefined) list.splice(Number(step), 1);
    else list[Number(step)] = inner;
    return list;
  }
  const { [step]: before, ...others } = (data ?? {}) as DataMap;
  const inner = set(before, rest, value);
  return inner === undefined ? others : { ...others, [step]: inner };
}

/** The rule of this id in a pack. */
export function ruleOf(rules: readonly Rule[] | undefined, id: string): Rule {
  const rule = rules?.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** `id: message` of everything that a pack finds, of the severities that are named. */
export const foundBy = (
  rules: readonly Rule[] | undefined,
  subject: Subject,
  ...severities: readonly string[]
): string[] =>
  (rules ?? []).flatMap((rule) =>
    violations(rule, subject)
      .filter(({ severity = rule.severity }) => severities.length === 0 || severities.includes(severity))
      .map(({ message }) => `${rule.id}: ${message}`),
  );
