/** The CEL rules of one contract file as a pack. */
import type { Problem } from '../stack/problem.ts';
import type { CelRule } from './cel/rule.ts';
import type { RuleProblem, RuleVerdict } from './cel/verdict.ts';
import type { Judgeable, Judged, Pack, RuleFacts } from './pack.ts';
import type { Subject } from '../systems/rule.ts';
import { matchesCase } from './suite/patterns.ts';
import type { Suite, SuiteRule } from './suite/suite.ts';

/**
 * Rules of a contract file. They are compiled while the first cases are rendered: the library behind them takes longer to load than a
 * renderer to answer.
 */
export class ContractRules {
  readonly texts: readonly SuiteRule[];
  #compiled: readonly { readonly of: SuiteRule; readonly rule: CelRule }[] | null = null;

  constructor(texts: readonly SuiteRule[]) {
    this.texts = texts;
  }

  /** Gives what is wrong with their text, which is a problem of the file: nothing of it is then checked. */
  async compile(): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    const compiled: { of: SuiteRule; rule: CelRule }[] = [];
    if (this.texts.length > 0) {
      const { compileRule } = await import('./cel/rule.ts');
      for (const of of this.texts) {
        const result = compileRule(of);
        if (result.ok) compiled.push({ of, rule: result.rule });
        else problems.push(...result.problems.map((problem) => problemOf(of, problem)));
      }
    }
    this.#compiled = compiled;
    return problems;
  }

  /** After `compile`. */
  *judge(
    subject: Subject,
    caseName: string,
  ): Iterable<{ readonly of: SuiteRule; readonly verdict: RuleVerdict }> {
    if (this.#compiled === null)
      throw new Error('the rules of a contract are asked before they are compiled');
    for (const { of, rule } of this.#compiled) {
      if (!isFor(of, caseName)) continue;
      for (const verdict of rule.judge(subject, caseName)) yield { of, verdict };
    }
  }
}

export const isFor = ({ cases }: SuiteRule, name: string): boolean =>
  cases === null || cases.some((pattern) => matchesCase(pattern, name));

export const contractPack = ({ file }: Suite, rules: ContractRules): Pack => ({
  name: file,
  rules: rules.texts.map(factsOf),
  // They are not compiled yet; a text that only has the word costs nothing but time.
  readsValues: rules.texts.some(({ on = '', assert, messageExpression = '' }) =>
    /\bvalues\b/.test(`${on} ${assert} ${messageExpression}`),
  ),
  *judge({ subject, caseName }: Judgeable) {
    for (const { of, verdict } of rules.judge(subject, caseName)) yield judged(of, verdict);
  },
});

const factsOf = ({ id, message, severity, assert }: SuiteRule): RuleFacts => ({
  id,
  title: message ?? assert,
  why: assert,
  severity,
});

export function judged(of: SuiteRule, verdict: RuleVerdict): Judged {
  switch (verdict.kind) {
    case 'violation':
      return { rule: of, verdict: verdict.violation, at: of.source };
    case 'no-match':
      return {
        rule: noMatch,
        at: of.parts.on,
        verdict: {
          message: `${of.id}: ${verdict.message}`,
          hint: 'Correct "on", limit the rule with "cases", or set "optional: true".',
        },
      };
    case 'error':
      return {
        rule: ruleError,
        at: of.parts[verdict.part],
        verdict: {
          ...(verdict.object !== null && { object: verdict.object }),
          message: `${of.id}: "${verdict.part}" cannot be evaluated: ${verdict.message} (at character ${verdict.offset + 1})`,
          hint: 'A rule that fails has judged nothing: correct it. has(x.y) asks whether a field is there.',
        },
      };
  }
}

const problemOf = (rule: SuiteRule, { part, offset, message }: RuleProblem): Problem => ({
  ...rule.parts[part],
  path: `rules.${rule.id}.${part}`,
  message: `${message} (at character ${offset + 1})`,
});

const noMatch: RuleFacts = {
  id: 'rule/no-match',
  title: 'A rule is about some object of every case that it is asked about',
  why: 'A selector with a slip selects nothing, and a rule about nothing always holds.',
  severity: 'error',
};

const ruleError: RuleFacts = {
  id: 'rule/error',
  title: 'A rule can be evaluated for every object that it is about',
  why: 'A type error or a missing field is no answer: whoever takes it for one has checked nothing.',
  severity: 'error',
};

export const contractRules: readonly RuleFacts[] = [noMatch, ruleError];
