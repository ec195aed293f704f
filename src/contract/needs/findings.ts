/** Needs as a plan tells them: what is missing is a finding, what is not known a gap. */
import type { CheckResult } from '../finding.ts';
import { needRule, type Need } from './need.ts';

type Finding = CheckResult['findings'][number];

export interface NeedsInPlan {
  readonly findings: readonly Finding[];
  readonly gaps: readonly string[];
}

/**
 * `leftOut`: releases that nothing is done for. Kinds of releases are left to the plan, which knows what stays as it is. All are warnings here: a preview is
 * often made by somebody who may only read, and not all that a stack needs is needed by what changes. The exit code of `doctor` weighs them.
 */
export function needsInPlan(
  needs: readonly Need[],
  stack: string,
  leftOut: ReadonlySet<string>,
): NeedsInPlan {
  const concerned = needs.filter(({ id, by }) =>
    by.some(({ release }) => release === null || (id !== 'kind' && !leftOut.has(release))),
  );
  return {
    findings: concerned.filter(({ state }) => state === 'missing').map((need) => finding(need, stack)),
    gaps: concerned.flatMap(({ state, what, by, message }) =>
      state === 'unknown' ? `whether the cluster has ${what} (${askers(by)}): ${message}` : [],
    ),
  };
}

const askers = (by: Need['by']): string =>
  [...new Set(by.map(({ release }) => release ?? 'backing resources'))].join(', ');

function finding({ id, what, by, message, hint }: Need, stack: string): Finding {
  const [first] = by;
  const isOfOne = by.every(({ release }) => release === first?.release);
  return {
    rule: needRule(id),
    severity: 'warning',
    release: isOfOne ? (first?.release ?? null) : null,
    stack,
    case: null,
    object: by.length === 1 ? (first?.object ?? null) : null,
    path: [],
    template: null,
    message: `${what} (for ${askers(by)}): ${message}`,
    hint,
    source: null,
    waiver: null,
    alsoIn: [],
  };
}
