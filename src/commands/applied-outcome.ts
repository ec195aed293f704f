/** Puts together what came of an `up`: what the engine told, what was planned, and what runs afterwards. */
import type { Outcome, ReleaseOutcome, StepOutcome } from '../deploy/outcome.ts';
import type { StepLog } from '../deploy/step-log.ts';
import { isReleaseStep } from '../deploy/steps.ts';
import { objectKey } from '../kubernetes/object-id.ts';
import type { Plan, ReleasePlan } from '../plan/plan.ts';
import type { Failure } from '../stack/failure.ts';
import type { Trouble } from '../triage/trouble.ts';
import type { PlannedWork } from './planned-work.ts';
import { workloadsOf, type Afterwards } from './verification.ts';

export interface Applied {
  readonly plan: Plan;
  readonly work: PlannedWork;
  readonly log: StepLog;
  readonly steps: readonly StepOutcome[];
  /** Null if nobody could be asked. */
  readonly afterwards: Afterwards | null;
  /** By the key of the release. */
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
  readonly failure: Failure | null;
}

export function outcomeOf(applied: Applied): Omit<Outcome, 'seconds'> {
  const { plan, log, steps, afterwards, failure } = applied;
  return {
    operation: 'up',
    project: plan.project,
    stack: plan.stack,
    directory: plan.directory,
    result: failure === null ? 'succeeded' : failure.code === 'cancelled' ? 'cancelled' : 'failed',
    failure: failure === null ? null : { code: failure.code, message: failure.message, hint: failure.hint },
    digest: plan.digest,
    counts: steps.length === 0 ? plan.counts : log.counts(),
    steps,
    releases: plan.releases.map((release) => releaseOutcome(release, applied)),
    warnings: [...log.warnings, ...(afterwards?.gaps ?? [])],
  };
}

function releaseOutcome(release: ReleasePlan, applied: Applied): ReleaseOutcome {
  const { key, name, namespace, operation } = release;
  const { work, afterwards, troubles } = applied;
  const step = releaseStep(applied.steps, key);
  const planned = work.releases.get(key);
  const record = afterwards?.records.get(key);
  return {
    key,
    name,
    namespace,
    operation,
    state: stateOf(release, step, applied),
    seconds: step?.seconds ?? null,
    // What nothing was done to is as the plan found it.
    record: record === undefined ? (step === null ? release.record : null) : record,
    workloads:
      afterwards?.workloads.get(key) ??
      (step !== null || planned === undefined
        ? []
        : workloadsOf(planned.before, (id) => planned.live.get(objectKey(id)))),
    mismatches: afterwards?.mismatches.get(key) ?? [],
    troubles: troubles.get(key) ?? [],
  };
}

export const releaseStep = (steps: readonly StepOutcome[], key: string): StepOutcome | null =>
  steps.find(({ step }) => isReleaseStep(step) && step.name === key) ?? null;

function stateOf(
  { key, operation }: ReleasePlan,
  step: StepOutcome | null,
  { work, failure }: Applied,
): ReleaseOutcome['state'] {
  if (work.leftOut.has(key)) return 'left-out';
  if (step !== null) return step.state;
  // One that only waits for what another step brings is no step of Pulumi's plan.
  return operation === 'same' || failure === null ? 'unchanged' : 'not-begun';
}
