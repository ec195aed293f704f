/** What became of a deployment that was cancelled: what is done, what was given up, and the way on. */
import type { DesiredRelease } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { type Progress, reached, type Step, type StepPhase } from './steps.ts';

export type DeployOperation = 'preview' | 'up' | 'destroy' | 'outputs' | 'recover';

export interface Cancellation {
  readonly operation: DeployOperation;
  readonly stack: string;
  readonly releases: readonly Pick<DesiredRelease, 'key' | 'name' | 'namespace'>[];
  readonly progress: readonly Progress[];
  /** Pulumi was killed before it could free the lock. */
  readonly locked: boolean;
}

export function cancelled(cancellation: Cancellation, cause: unknown): Failure {
  const { operation, stack, progress, locked } = cancellation;
  const { done, failed, running } = reached(progress);
  if (
    operation === 'preview' ||
    operation === 'outputs' ||
    done.length + failed.length + running.length === 0
  ) {
    const hint = locked ? { hint: unlock(stack) } : {};
    return new Failure('cancelled', 'cancelled: nothing was changed', { ...hint, cause });
  }
  const again = `\`k8s-deploy ${operation} --stack ${stack}\``;
  const parts = [
    ...(done.length === 0 ? [] : [`${count(done)} done`]),
    ...(failed.length === 0 ? [] : [`${names(failed)} interrupted`]),
  ];
  const saved = parts.length === 0 ? '' : `: ${parts.join(', ')}; this is saved`;
  if (running.length === 0) {
    return new Failure('cancelled', `cancelled${saved}`, {
      hint: [
        ...(locked ? [unlock(stack)] : []),
        `${locked ? 'then ' : ''}${again} goes on from there`,
        ...failed.flatMap((item) => wayBack(item, cancellation)),
      ].join('\n'),
      cause,
    });
  }
  return new Failure('cancelled', `ended at once${saved}\nhow far these got is unknown: ${names(running)}`, {
    hint: `${recovery(stack)} finds out and settles it${locked ? ', and frees the stack, which Pulumi has left locked' : ''}; then ${again} goes on`,
    cause,
  });
}

/** `Release hello, Secret login`. */
export const names = (items: readonly StepPhase[]): string =>
  items.map(({ step }) => `${step.kind} ${step.name}`).join(', ');

const count = (items: readonly StepPhase[]): string =>
  `${items.length} ${items.length === 1 ? 'step' : 'steps'}`;

const recovery = (stack: string): string => `\`k8s-deploy recover --stack ${stack}\``;

const unlock = (stack: string): string =>
  `Pulumi was killed and has left the stack locked: ${recovery(stack)} frees it`;

/**
 * Helm compares a new revision with the last good one, not with one that was interrupted: what only the latter has brought
 * stays in the cluster when the chart goes back.
 */
function wayBack({ step, phase }: StepPhase, { releases }: Cancellation): string[] {
  const release = releaseOf(step, releases);
  if (release === undefined || phase !== 'update') return [];
  return [
    `to go back instead, first undo what it has begun: \`helm rollback ${release.name} --namespace ${release.namespace}\``,
  ];
}

const releaseOf = (
  { kind, name }: Step,
  releases: Cancellation['releases'],
): Cancellation['releases'][number] | undefined =>
  kind === 'Release' ? releases.find(({ key }) => key === name) : undefined;
