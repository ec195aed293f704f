import { clusterRules } from './cluster.ts';
import { networkingRules } from './networking.ts';
import { podRules } from './pods.ts';
import type { ServerRule } from './rule.ts';
import { workloadRules } from './workloads.ts';

/** By definition: `core.v1.Container`. */
export const serverRules: ReadonlyMap<string, ServerRule> = new Map(
  [podRules, workloadRules, networkingRules, clusterRules].flatMap((rules) => Object.entries(rules)),
);
