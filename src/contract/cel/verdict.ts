/** What a CEL rule is made of, and what it says of a case. */
import type { Severity, Violation } from '../../systems/rule.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';

export interface RuleText {
  readonly id: string;
  /** Which objects it is about; without it, the rule is about all of them at once. */
  readonly on?: string | undefined;
  readonly assert: string;
  readonly message?: string | undefined;
  /** An expression that makes the message; `message` stands in if it fails. */
  readonly messageExpression?: string | undefined;
  readonly hint?: string | undefined;
  readonly severity: Severity;
  /** It may be about no object of a case. */
  readonly optional: boolean;
}

export type RulePart = 'on' | 'assert' | 'messageExpression';

/** Why a rule is no rule. */
export interface RuleProblem {
  readonly part: RulePart;
  /** In the text of the part, from 0, in UTF-16 code units. */
  readonly offset: number;
  readonly message: string;
}

export type RuleVerdict =
  | { readonly kind: 'violation'; readonly violation: Violation }
  /** It could not be evaluated: a finding against the rule itself. */
  | (RuleProblem & { readonly kind: 'error'; readonly object: RenderedObject | null })
  /** It was about nothing: its selector has a slip, or the object is gone. */
  | { readonly kind: 'no-match'; readonly message: string };
