/** Every rule that we bring, by its id. */
import { chartRules } from '../contract/chart-lint/index.ts';
import { contractRules } from '../contract/contract-pack.ts';
import { coverageRule } from '../contract/coverage-thresholds.ts';
import { hardening } from '../contract/hardening/index.ts';
import { schemaRules } from '../contract/kubernetes/rules.ts';
import type { RuleFacts } from '../contract/pack.ts';
import { needRules } from '../contract/needs/need.ts';
import { references } from '../contract/references/references.ts';
import { caseRules } from '../contract/suite/rules.ts';
import { suiteRules } from '../contract/unittest/rules.ts';
import { neverRead, unknownKey } from '../contract/values-lint.ts';
import { lieRules } from '../plan/lies.ts';
import { nowhereRules } from '../plan/nowhere.ts';
import { unknownRules } from '../plan/unknown.ts';
import { leaderRules } from '../systems/logstream/leader-check/rules.ts';
import { systems } from '../systems/registry.ts';

export interface KnownRule extends RuleFacts {
  /** `pack hardening`. */
  readonly source: string;
}

export function knownRules(): ReadonlyMap<string, KnownRule> {
  const packs: [string, readonly RuleFacts[]][] = [
    ['the gate itself', [...caseRules, ...contractRules, coverageRule]],
    ['the plan', [...unknownRules, ...nowhereRules, ...needRules, ...lieRules]],
    ['the leader', leaderRules],
    ['chart lint', chartRules],
    ['helm-unittest suites', suiteRules],
    ['pack kubernetes', schemaRules],
    ['pack references', references],
    ['pack values', [unknownKey, neverRead]],
    ['pack hardening', hardening],
    ...systems.map(({ name, rules = [] }): [string, readonly RuleFacts[]] => [`pack ${name}`, rules]),
  ];
  return new Map(
    packs.flatMap(([source, rules]) =>
      rules.map((rule): [string, KnownRule] => [rule.id, { ...rule, source }]),
    ),
  );
}
