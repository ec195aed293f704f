/** From one render to findings, and from the findings of all renders to those that are reported. */
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { isViolation, type Violation } from '../systems/rule.ts';
import type { Judgeable, RuleFacts } from './pack.ts';
import { namespaceOf } from '../kubernetes/scope.ts';
import { caseLabel, type Case } from './case.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import type { Finding, SourcePosition, Unjudged } from './finding.ts';

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly unjudged: readonly Unjudged[];
  /** How many rules were asked and could answer. */
  readonly rules: number;
}

/** Asks every rule of the case's packs. */
export function judge(render: Judgeable, one: Case): Judgement {
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  for (const pack of one.packs) {
    for (const { rule, verdict, at } of pack.judge(render)) {
      if (isViolation(verdict)) findings.push(findingOf(verdict, rule, one, at));
      else unjudged.push({ rule: rule.id, ...placeOf(one), reason: verdict.notChecked });
    }
  }
  const asked = one.packs.reduce((sum, { rules }) => sum + rules.length, 0);
  return { findings, unjudged, rules: asked - new Set(unjudged.map(({ rule }) => rule)).size };
}

/** Where a finding of a case belongs. */
export const placeOf = (one: Case): Pick<Finding, 'release' | 'stack' | 'case'> => ({
  release: one.release,
  stack: one.stack,
  case: one.name,
});

/** `at` is where the rule stands, for rules of a contract file. */
export function findingOf(
  violation: Violation,
  rule: Pick<RuleFacts, 'id' | 'severity'>,
  one: Case,
  at?: SourcePosition,
): Finding {
  const { object, path = [], value, message, hint, severity } = violation;
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    ...placeOf(one),
    object: object === undefined ? null : idOf(object, one.request.namespace),
    path,
    template: object?.template ?? null,
    message,
    hint,
    source: value === undefined ? (at ?? one.source) : one.valueSource(value),
    waiver: null,
  };
}

const idOf = (object: RenderedObject, namespace: string): ObjectId => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  namespace: namespaceOf(object, namespace),
  name: object.name,
});

/** The same finding of several cases, once: with the labels of the others. One that is waived in some of the cases is open in the others. */
export function merged(
  all: readonly { readonly finding: Finding; readonly of: Case | null }[],
): (Finding & { readonly alsoIn: readonly string[] })[] {
  const groups = Map.groupBy(all, ({ finding: { rule, severity, release, object, path, message, waiver } }) =>
    JSON.stringify([rule, severity, release, object, path, message, waiver]),
  );
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined
        ? []
        : [
            {
              ...first.finding,
              alsoIn: [...new Set(rest.flatMap(({ of }) => (of === null ? [] : [caseLabel(of)])))],
            },
          ],
    )
    .toSorted(byPlace);
}

/** The order in which findings are reported. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.source?.file ?? '', b.source?.file ?? '') ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
    compare(a.release ?? '', b.release ?? '') ||
    compare(a.case ?? '', b.case ?? '') ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
