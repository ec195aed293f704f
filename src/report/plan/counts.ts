/** How many of what a plan holds. */
import type { Counts, Operation } from '../../deploy/steps.ts';
import type { ObjectChange, Plan } from '../../plan/plan.ts';
import type { Severity } from '../../systems/rule.ts';

type BySeverity = Readonly<Record<Severity, number>>;

export interface PlanCounts {
  /** Pulumi's in the live tier; releases and backing resources offline. */
  readonly resources: Counts;
  /** Of all releases, without hooks and CRDs. */
  readonly objects: Readonly<Record<ObjectChange['change'], number>>;
  readonly hooks: number;
  /** Objects that are not as they were applied. */
  readonly drift: number;
  /** Waived ones count as waived only. */
  readonly findings: BySeverity & { readonly waived: number };
  readonly risks: BySeverity;
}

export function planCounts(plan: Plan): PlanCounts {
  const open = plan.findings.filter(({ waiver }) => waiver === null);
  return {
    resources: plan.tier === 'live' ? plan.counts : declaredCounts(plan),
    objects: objectCounts(plan.releases.flatMap(({ objects }) => objects)),
    hooks: plan.releases.reduce((sum, { hooks }) => sum + hooks.length, 0),
    drift: plan.releases.reduce((sum, { drift }) => sum + drift.length, 0),
    findings: { ...bySeverity(open), waived: plan.findings.length - open.length },
    risks: bySeverity(plan.risks),
  };
}

export function objectCounts(objects: readonly ObjectChange[]): PlanCounts['objects'] {
  const counts = { created: 0, changed: 0, deleted: 0, unchanged: 0, kept: 0, renamed: 0 };
  for (const { change } of objects) counts[change] += 1;
  return counts;
}

function declaredCounts({ releases, backing }: Plan): Counts {
  const counts: Record<Operation, number> = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    forget: 0,
    same: 0,
    read: 0,
    import: 0,
  };
  for (const { operation } of [...releases, ...backing]) counts[operation] += 1;
  return counts;
}

function bySeverity(items: readonly { readonly severity: Severity }[]): BySeverity {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const { severity } of items) counts[severity] += 1;
  return counts;
}
