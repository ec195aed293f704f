import type { Rule, Subject, Verdict } from '../rule.ts';

type RuleText = Omit<Rule, 'check'>;

/**
 * Rules that judge what one reading of the render tells. Every rule of a pack is asked about the same subject, so the reading is kept as
 * long as the subject.
 */
export function rulesOver<Facts>(
  read: (subject: Subject) => Facts,
): (text: RuleText, check: (facts: Facts) => Iterable<Verdict>) => Rule {
  const known = new WeakMap<Subject, Facts>();
  return (text, check) => ({
    ...text,
    check(subject) {
      const facts = known.get(subject) ?? read(subject);
      known.set(subject, facts);
      return check(facts);
    },
  });
}

/** Invariants by their number, LS-2 before LS-10; ids of other forms come after them, as they stand. */
export const byId = (a: Rule, b: Rule): number => numberOf(a) - numberOf(b);

const numberOf = ({ id }: Rule): number => Number(/^[A-Z]+-(\d+)$/.exec(id)?.[1] ?? Number.MAX_SAFE_INTEGER);
