/** What a scenario may come to; each gives what is otherwise, one line each. */
import { exitCodes } from '../../../src/stack/failure.ts';
import { happenings } from './comparison.ts';
import type { Happened } from './story.ts';

/** Empty if `up` did all that the plan said, and nothing else. */
export const notAsTold = ({ wrong, up, plan }: Happened): string[] => [
  ...(up.exitCode === 0 ? [] : [`up ended with ${up.exitCode}: ${up.stderr}`]),
  ...(plan.verdict.outcome === 'refused' ? [`the plan is refused: ${plan.verdict.reasons.join('; ')}`] : []),
  ...wrong,
];

/** Empty if the plan said that nothing happens, and nothing did. */
export const anythingDone = (happened: Happened): string[] => [
  ...notAsTold(happened),
  ...happenings(happened.before, happened.after),
];

/** Empty if the plan said that `up` would not be let through, and it was not: by the plan, or before it, since something is left over of another run. */
export const letThrough = ({ plan, up, before, after }: Happened): string[] => [
  ...(plan.verdict.outcome === 'refused'
    ? []
    : [`the plan is not refused, and up ended with ${up.exitCode}`]),
  ...(up.exitCode === exitCodes.findings || up.stderr.includes('is not settled: ')
    ? []
    : [`up ended with ${up.exitCode}: ${up.stderr}`]),
  ...happenings(before, after),
];
