/** Tables of faults: one thing changed in a good render, and what the pack says of it. */
import { expect, test } from 'vitest';
import { isMap, type Data, type DataMap, type DataPath } from '../../src/kubernetes/data.ts';
import type { Rule, Subject } from '../../src/systems/rule.ts';
import { edited, ruleOf, without } from './edited.ts';
import { violations } from './subject.ts';

/** Sets what stands at the path in every object of the kind, or removes it; a kind alone leaves out its objects. */
export type Edit = readonly [kind: string] | readonly [kind: string, path: DataPath, value?: Data];

export interface FaultCase {
  readonly id: string;
  readonly what: string;
  /** Which good render; the first if nothing is said. */
  readonly of?: string;
  /** Over the values of the good render. Rendered anew. */
  readonly values?: DataMap;
  readonly edit?: readonly Edit[];
  /** What the rule says, in its order. */
  readonly found: readonly string[];
}

/** Each render is made once. */
export function rendersOf(
  render: (one: Pick<FaultCase, 'of' | 'values'>) => Promise<Subject>,
): (one: Pick<FaultCase, 'of' | 'values'>) => Promise<Subject> {
  const known = new Map<string, Promise<Subject>>();
  return ({ of, values = {} }) => {
    const key = JSON.stringify([of, values]);
    const subject = known.get(key) ?? render({ ...(of !== undefined && { of }), values });
    known.set(key, subject);
    return subject;
  };
}

/** Values over others: maps merge, lists replace. */
export const merged = (below: DataMap, above: DataMap): DataMap => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, over]) => {
      const under = below[key];
      return [key, isMap(under) && isMap(over) ? merged(under, over) : over];
    }),
  ),
});

export const edits = (subject: Subject, list: readonly Edit[] = []): Subject =>
  list.reduce((before, [kind, path, value]) => {
    return path === undefined ? without(before, kind) : edited(before, kind, path, value);
  }, subject);

export function testFaults(
  rules: readonly Rule[] | undefined,
  cases: readonly FaultCase[],
  render: (one: FaultCase) => Promise<Subject>,
): void {
  test.each(cases)('$id: $what', async (one) => {
    const good = await render({ ...one, values: {} });
    const bad = edits(one.values === undefined ? good : await render(one), one.edit);
    const rule = ruleOf(rules, one.id);
    const before = new Set(violations(rule, good).map(({ message }) => message));
    const found = violations(rule, bad).filter(({ message }) => !before.has(message));
    expect(found.map(({ message }) => message)).toEqual(one.found);
    for (const { hint } of found) expect(hint).toMatch(/\S.*[^.]?\.?$/);
  });
}

/** Every rule of the pack has a case in one of the tables. */
export const idsWithout = (rules: readonly Rule[] | undefined, cases: readonly FaultCase[]): string[] =>
  (rules ?? [])
    .map(({ id }) => id)
    .filter((id) => !cases.some((one) => one.id === id && one.found.length > 0));
