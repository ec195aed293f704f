import { checkOf } from './check.ts';
import { clusterRules } from './cluster.ts';
import { networkingRules } from './networking.ts';
import { podRules } from './pods.ts';
import type { ServerRule } from './rule.ts';
import { schedulingRules } from './scheduling.ts';
import { workloadRules } from './workloads.ts';

export const rules: Readonly<Record<string, ServerRule>> = {
  ...podRules,
  ...schedulingRules,
  ...workloadRules,
  ...networkingRules,
  ...clusterRules,
};

interface ReadyRule {
  /** Fields that the OpenAPI may require, and that it has no say in. */
  readonly apart: readonly string[];
  readonly emptyIsNone: boolean;
  readonly check: ReturnType<typeof checkOf>;
}

/** By reference: `#core.v1.Container`. */
export const serverRules: ReadonlyMap<string, ReadyRule> = new Map(
  Object.entries(rules).map(([definition, rule]) => [
    `#${definition}`,
    {
      apart: [...(rule.optional ?? []), ...(rule.filled ?? [])],
      emptyIsNone: rule.emptyIsNone === true,
      check: checkOf(rule),
    },
  ]),
);
