/** How much a plan may do, from the command line. */
import type { Limits } from '../plan/plan.ts';
import { parseRisk } from '../plan/limits.ts';

export interface LimitOptions {
  readonly maxDeletes?: number | undefined;
  readonly maxReplaces?: number | undefined;
  readonly deny: readonly string[];
}

/** Throws a `Failure` (configuration) that names every unknown risk. */
export const limitsOf = ({ maxDeletes, maxReplaces, deny }: LimitOptions): Limits => ({
  maxDeletes: maxDeletes ?? null,
  maxReplaces: maxReplaces ?? null,
  deny: parseRisk(deny),
});
