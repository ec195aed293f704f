/** The words in which all reports speak of what came of an operation. */
import type { Mismatch, Outcome, ReleaseOutcome, StepOutcome, WorkloadState } from '../../deploy/outcome.ts';
import { fieldText } from '../../kubernetes/field.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import type { Style } from '../terminal.ts';
import { countsText } from '../summary.ts';

const operationVerbs: Readonly<Record<Outcome['operation'], string>> = {
  up: 'up',
  rollback: 'rollback',
  heal: 'drift --heal',
  adopt: 'adopt',
  destroy: 'destroy',
};

export const stateWords: Readonly<
  Record<ReleaseOutcome['state'], { readonly mark: string; readonly style: Style; readonly word: string }>
> = {
  done: { mark: '✓', style: 'green', word: 'done' },
  failed: { mark: '✗', style: 'red', word: 'failed' },
  interrupted: { mark: '?', style: 'red', word: 'interrupted' },
  'not-begun': { mark: '-', style: 'yellow', word: 'not begun' },
  unchanged: { mark: ' ', style: 'dim', word: 'unchanged' },
  'left-out': { mark: ' ', style: 'dim', word: 'left out' },
};

/** `up of shop/dev failed: timeout`, `up of shop/dev was cancelled`, `up of shop/dev: 3 created, 12 unchanged`. */
export function outcomeHeadline({ operation, project, stack, result, failure, counts }: Outcome): string {
  const what = `${operationVerbs[operation]} of ${project}/${stack}`;
  switch (result) {
    case 'succeeded':
      return `${what}: ${countsText(counts)}`;
    case 'cancelled':
      return `${what} was cancelled`;
    case 'failed':
      return `${what} failed: ${failure?.code ?? 'failed'}`;
  }
}

/** `2/3`: of the pods that are wanted by all its workloads; empty if it has none. */
export function readyText(workloads: readonly WorkloadState[]): string {
  const pods = workloads.filter(({ object }) => podKinds.has(object.kind));
  if (pods.length === 0) return '';
  const sum = (of: (state: WorkloadState) => number): number =>
    pods.reduce((total, each) => total + of(each), 0);
  return `${sum(({ rollout }) => rollout.ready)}/${sum(({ rollout }) => rollout.wanted)}`;
}

/** Claims and load balancers have no pods, and Jobs no lasting ones. */
const podKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
]);

/** `Deployment shop/web: 1 of 3 pods are ready`, of what is not there yet. */
export const laggingTexts = (workloads: readonly WorkloadState[]): string[] =>
  workloads.flatMap(({ object, rollout }) =>
    rollout.state === 'ready' ? [] : [`${objectText(object)}: ${rollout.note ?? rollout.state}`],
  );

/** `revision 3, deployed`; empty if Helm has none, or nobody could ask. */
export const recordText = ({ record }: Pick<ReleaseOutcome, 'record'>): string =>
  record === null ? '' : `revision ${record.revision}, ${record.status}`;

export const secondsText = (seconds: number | null): string =>
  seconds === null ? '' : `${seconds.toFixed(1)} s`;

/** `Deployment shop/web is not as planned: spec.replicas`. */
export function mismatchText({ object, state, places }: Mismatch): string {
  const words = { missing: 'is missing', changed: 'is not as planned', left: 'is there and should not be' };
  const where = places.length === 0 ? '' : `: ${places.map(fieldText).join(', ')}`;
  return `${objectText(object)} ${words[state]}${where}`;
}

/** What did not go well beside the releases: `Secret login: failed`. */
export const otherProblems = (steps: readonly StepOutcome[]): readonly StepOutcome[] =>
  steps.filter(({ step, state }) => step.kind !== 'Release' && state !== 'done');
