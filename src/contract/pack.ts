/** Rules that are switched on and off together. */
import type { ChartFacts } from '../render/renderer.ts';
import type { Rule, Subject, Verdict } from '../systems/rule.ts';
import type { SourcePosition } from './finding.ts';

/** What is known of a rule without a render: for `explain` and reports. */
export type RuleFacts = Omit<Rule, 'check'>;

export interface Pack {
  readonly name: string;
  readonly rules: readonly RuleFacts[];
  /** Whether a rule reads `Subject.values`: to tell them takes time, and most rules look at objects only. */
  readonly readsValues: boolean;
  readonly judge: (render: Judgeable) => Iterable<Judged>;
}

export interface Judgeable {
  readonly subject: Subject;
  readonly chart: ChartFacts;
  /** As contract files name it. */
  readonly caseName: string;
}

export interface Judged {
  readonly rule: Pick<RuleFacts, 'id' | 'severity'>;
  readonly verdict: Verdict;
  /** Where the rule stands, if it is one of a contract file. */
  readonly at?: SourcePosition;
}

/** A pack of rules over a release. */
export function packOf(
  name: string,
  rules: readonly Rule[],
  { readsValues }: Pick<Pack, 'readsValues'>,
): Pack {
  return {
    name,
    rules,
    readsValues,
    *judge({ subject }) {
      for (const rule of rules) {
        for (const verdict of verdictsOf(rule, subject)) yield { rule, verdict };
      }
    },
  };
}

/** A rule of ours that throws has a defect; the render is then not checked, which nobody may take for a success. */
function verdictsOf(rule: Rule, subject: Subject): readonly Verdict[] {
  try {
    return [...rule.check(subject)];
  } catch (error) {
    const message = `the rule itself failed: ${error instanceof Error ? error.message : String(error)}`;
    return [{ message, hint: 'This is a defect of k8s-deploy: please report it.', severity: 'error' }];
  }
}
