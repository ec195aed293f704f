/** What became of an operation in which Pulumi said nothing any more: when, the last that was heard, and the way on. */
import { Failure } from '../stack/failure.ts';
import { type Cancellation, type DeployOperation, names } from './cancelled.ts';
import { type Progress, reached } from './steps.ts';

export interface Silenced extends Omit<Cancellation, 'releases'> {
  readonly seconds: number;
}

const phases: Readonly<Record<DeployOperation, string>> = {
  preview: 'planning',
  up: 'applying',
  destroy: 'destroying',
  outputs: 'reading the state',
  recover: 'settling the state',
};

export function silent(silenced: Silenced, cause: unknown): Failure {
  const { operation, progress, seconds } = silenced;
  const { done, running } = reached(progress);
  const isUnharmed = operation === 'preview' || operation === 'outputs';
  const lines = [
    `${phases[operation]}: Pulumi said nothing for ${durationOf(seconds)}, and was ended`,
    `last heard of: ${lastHeard(progress)}`,
    ...(isUnharmed || done.length === 0
      ? []
      : [`${done.length} ${done.length === 1 ? 'step is' : 'steps are'} done`]),
    ...(isUnharmed || running.length === 0 ? [] : [`how far these got is unknown: ${names(running)}`]),
  ];
  const hint = [
    'it waits for something that does not answer: the cluster, the store of the state, what holds the secrets, or a provider of Pulumi',
    wayOn(silenced, isUnharmed),
  ].join('\n');
  return new Failure('timeout', lines.join('\n'), { hint, cause });
}

function wayOn({ operation, stack, locked }: Silenced, isUnharmed: boolean): string {
  const recover = `\`k8s-deploy recover --stack ${stack}\``;
  if (isUnharmed) {
    const free = locked ? `; the stack is left locked: ${recover} frees it` : '';
    return `nothing was changed${free}; look whether those answer, then run the command again`;
  }
  const again = operation === 'recover' ? '' : `, then \`k8s-deploy ${operation} --stack ${stack}\` goes on`;
  return `${recover} finds out how far it got${locked ? ', and frees the stack, which Pulumi has left locked' : ''}${again}`;
}

function lastHeard(progress: readonly Progress[]): string {
  const last = progress.at(-1);
  if (last === undefined) return 'nothing since it was started';
  if (last.at === 'message') {
    const [line = ''] = last.text.split('\n');
    return last.name === null ? line : `${last.name}: ${line}`;
  }
  return `${names([last])} ${last.at === 'started' ? 'began' : last.at}`;
}

const durationOf = (seconds: number): string =>
  seconds >= 120
    ? `${Math.round(seconds / 60)} minutes`
    : `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
