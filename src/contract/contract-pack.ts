/** The CEL rules of one contract file as a pack. */
import type { Problem } from '../stack/problem.ts';
import type { CelRule } from './cel/rule.ts';
import type { RuleProblem, RuleVerdict } from './cel/verdict.ts';
import type { Judgeable, Judged, Pack, RuleFacts } from './pack.ts';
import { matchesCase } from './suite/patterns.ts';
import type { Suite, SuiteRule } from './suite/suite.ts';

export interface CompiledRules {
  readonly rules: readonly { readonly of: SuiteRule; readonly rule: CelRule }[];
  /** What is wrong with their text is a problem of the file: nothing of it is then checked. */
  readonly problems: readonly Problem[];
}

export async function compileRules(texts: readonly SuiteRule[]): Promise<CompiledRules> {
  if (texts.length === 0) return { rules: [], problems: [] };
  const { compileRule } = await import('./cel/rule.ts');
  const rules: { of: SuiteRule; rule: CelRule }[] = [];
  const problems: Problem[] = [];
  for (const of of texts) {
    const result = compileRule(of);
    if (result.ok) rules.push({ of, rule: result.rule });
    else problems.push(...result.problems.map((problem) => problemOf(of, problem)));
  }
  return { rules, problems };
}

export const contractPack = ({ file }: Suite, { rules }: CompiledRules): Pack => ({
  name: file,
  rules: rules.map(({ of }) => factsOf(of)),
  *judge({ subject, caseName }: Judgeable) {
    for (const { of, rule } of rules) {
      if (of.cases?.some((pattern) => matchesCase(pattern, caseName)) === false) continue;
      for (const verdict of rule.judge(subject, caseName)) yield judged(of, verdict);
    }
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
