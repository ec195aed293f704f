/** Why an `up` did not succeed, in one `Failure` that names every release and what is to blame. */
import type { SeenRollout } from '../cluster/watched-rollouts.ts';
import type { StepOutcome } from '../deploy/outcome.ts';
import { isReleaseStep } from '../deploy/steps.ts';
import { UnsavedState } from '../deploy/unsaved-state.ts';
import { fieldText } from '../kubernetes/field.ts';
import { objectText } from '../kubernetes/object-id.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure, type FailureCode } from '../stack/failure.ts';
import type { Trouble } from '../triage/trouble.ts';
import type { Afterwards } from './verification.ts';

export interface FailedApply {
  readonly stack: DesiredStack;
  readonly steps: readonly StepOutcome[];
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
  /** By release: what was not ready while it was waited for. One that goes back by itself leaves nothing else to look at. */
  readonly lastSeen: ReadonlyMap<string, SeenRollout>;
}

const mostMismatches = 10; // in the message; all are in the report

/** Of an operation that changed something. `failure`: as Pulumi told it; a wish to end, and what concerns no step, stays as it is. */
export function namedFailure(failure: Failure, { stack, steps, troubles, lastSeen }: FailedApply): Failure {
  const failed = steps.filter(({ state }) => state === 'failed');
  if (failure.code !== 'failed' || failed.length === 0 || failure instanceof UnsavedState) return failure;
  const waiting = steps.filter(({ state }) => state === 'not-begun');
  const done = steps.filter(({ state }) => state === 'done').length;
  const lines = failed.map(
    (outcome) => `${nameOf(outcome)}: ${reasonOf(outcome, troubles)}${goneBack(outcome, stack, lastSeen)}`,
  );
  const aside = [
    ...(done === 0 ? [] : [`${done} ${done === 1 ? 'step is' : 'steps are'} done`]),
    ...(waiting.length === 0 ? [] : [`not begun because of that: ${waiting.map(nameOf).join(', ')}`]),
  ];
  return new Failure(codeOf(failed, stack, troubles), [...lines, ...aside].join('\n'), {
    hint: [
      ...hintsOf(failed, troubles),
      `then \`k8s-deploy up --stack ${stack.stack}\` goes on from there`,
    ].join('\n'),
    cause: failure,
  });
}

const nameOf = ({ step }: StepOutcome): string =>
  isReleaseStep(step) ? `release ${step.name}` : `${step.kind} ${step.name}`;

/** The first trouble says most; without one there are only Pulumi's words. */
function reasonOf({ step, message }: StepOutcome, troubles: FailedApply['troubles']): string {
  const [first] = isReleaseStep(step) ? (troubles.get(step.name) ?? []) : [];
  if (first === undefined) return message ?? 'it failed, and Pulumi does not say why';
  return `${objectText(first.object)}: ${first.message}`;
}

function goneBack(
  { step }: StepOutcome,
  { releases }: DesiredStack,
  lastSeen: FailedApply['lastSeen'],
): string {
  const isAtomic = releases.some(({ key, atomic }) => isReleaseStep(step) && key === step.name && atomic);
  const seen = lastSeen.get(step.name);
  if (!isAtomic) return '';
  const last =
    seen === undefined
      ? ''
      : `; last seen before: ${objectText(seen.object)}: ${seen.rollout.note ?? seen.rollout.state}`;
  return ` (--atomic: it went back by itself${last})`;
}

const hintsOf = (failed: readonly StepOutcome[], troubles: FailedApply['troubles']): string[] => [
  ...new Set(failed.flatMap(({ step }) => troubles.get(step.name)?.[0]?.hint ?? [])),
];

/** What all that failed have in common. */
function codeOf(
  failed: readonly StepOutcome[],
  stack: DesiredStack,
  troubles: FailedApply['troubles'],
): FailureCode {
  if (failed.every((outcome) => isTimedOut(outcome, stack))) return 'timeout';
  const isCutOff = ({ step }: StepOutcome): boolean => troubles.get(step.name)?.[0]?.cause === 'unreachable';
  return failed.every((outcome) => isReleaseStep(outcome.step) && isCutOff(outcome))
    ? 'unreachable'
    : 'failed';
}

/** Helm gives up after this time, and says so in words only. */
const isTimedOut = ({ step, seconds }: StepOutcome, { releases }: DesiredStack): boolean =>
  releases.some(
    ({ key, timeoutSeconds }) => isReleaseStep(step) && key === step.name && (seconds ?? 0) >= timeoutSeconds,
  );

/** Null if what runs is what was planned. */
export function mismatchFailure({ mismatches }: Afterwards): Failure | null {
  const all = [...mismatches].flatMap(([key, found]) => found.map((mismatch) => ({ key, ...mismatch })));
  if (all.length === 0) return null;
  const lines = all.slice(0, mostMismatches).map(({ key, object, state, places }) => {
    const where = places.length === 0 ? '' : `: ${places.map(fieldText).join(', ')}`;
    return `release ${key}: ${objectText(object)} ${mismatchWords[state]}${where}`;
  });
  const rest = all.length - lines.length;
  return new Failure(
    'failed',
    [
      'it was applied, and what runs is not what was planned',
      ...lines,
      ...(rest === 0 ? [] : [`and ${rest} more`]),
    ].join('\n'),
    {
      hint: 'somebody or a controller changed it meanwhile, or an admission webhook does: `k8s-deploy drift` names who; preview again',
    },
  );
}

const mismatchWords = {
  missing: 'is missing',
  changed: 'is not as planned',
  left: 'is there and should not be',
} as const;
