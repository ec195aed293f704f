/** Which of several examples of a rule is shown. */
import type { RuleExample } from '../../src/report/check/explain.ts';

const lines = (text: string): number => text.split('\n').length;

/** Prefers an example that shows the fault, in few lines, and then few words; the same whichever comes first. */
export function better(one: RuleExample, other: RuleExample | undefined): boolean {
  if (other === undefined) return true;
  return weight(one) < weight(other) || (weight(one) === weight(other) && text(one) < text(other));
}

/** Lines of an object with its kind and name alone: they show no fault. */
const bare = 4;

function weight({ given, found, mend }: RuleExample): number {
  const shown = given === null ? 0 : lines(given);
  const unshown = shown <= bare ? 40 : 0;
  const long = shown > 16 ? 30 + shown : shown;
  const strange = /canary|not-there/.test(`${given} ${found}`) ? 50 : 0; // planted by tests of something else
  return unshown + long + strange + (found.length + mend.length) / 40;
}

const text = (example: RuleExample): string => JSON.stringify(example);
