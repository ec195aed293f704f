/** What came of a `destroy`, as every operation tells it. */
import type { Outcome, ReleaseOutcome } from '../deploy/outcome.ts';
import { releaseIn, type StateResource } from '../deploy/state-resources.ts';
import type { StepLog } from '../deploy/step-log.ts';
import type { Failure } from '../stack/failure.ts';
import { releaseStep } from './applied-outcome.ts';
import { stackPlace } from './plan-place.ts';
import type { Session } from './session.ts';

export interface Destroyed {
  readonly log: StepLog;
  /** Of the state, before. */
  readonly resources: readonly StateResource[];
  readonly failure: Failure | null;
  readonly gaps: readonly string[];
  readonly seconds: number;
}

export function destroyedOutcome(
  { directory, stack }: Pick<Session, 'directory' | 'stack'>,
  { log, resources, failure, gaps, seconds }: Destroyed,
): Outcome {
  const steps = log.outcomes([], failure?.code === 'cancelled');
  return {
    operation: 'destroy',
    project: stack.project,
    stack: stack.stack,
    ...stackPlace(directory),
    result: failure === null ? 'succeeded' : failure.code === 'cancelled' ? 'cancelled' : 'failed',
    failure: failure === null ? null : { code: failure.code, message: failure.message, hint: failure.hint },
    digest: null,
    counts: log.counts(),
    steps,
    releases: resources.flatMap((resource): ReleaseOutcome[] => {
      const release = releaseIn(resource);
      if (release === null) return [];
      const step = releaseStep(steps, release.key);
      return [
        {
          ...release,
          operation: 'delete',
          state: step?.state ?? 'not-begun',
          seconds: step?.seconds ?? null,
          record: null,
          workloads: [],
          mismatches: [],
          troubles: [],
        },
      ];
    }),
    warnings: [...log.warnings, ...gaps],
    seconds,
  };
}
