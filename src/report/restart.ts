/** What came of a restart. */
import { objectText, type ObjectId } from '../kubernetes/object-id.ts';
import type { Rollout } from '../kubernetes/rollout.ts';
import type { DesiredStack } from '../stack/desired.ts';
import type { Terminal } from './terminal.ts';

export interface RestartedWorkload {
  readonly release: string;
  readonly object: ObjectId;
  readonly reason: string;
  readonly time: string; // ISO 8601, as on its pods
  /** How far it had come in the end; null if it was not waited for. */
  readonly rollout: Rollout | null;
  readonly seconds: number;
}

export const restartJson = (
  { project, stack }: Pick<DesiredStack, 'project' | 'stack'>,
  restarted: readonly RestartedWorkload[],
): Record<string, unknown> => ({ project, stack, restarted });

/** `✓ Deployment shop/web was restarted: 3 of 3 pods are ready (4.0 s)` */
export function restartLine(
  { object, rollout, seconds }: RestartedWorkload,
  terminal: Pick<Terminal, 'style'>,
): string {
  const took = `(${seconds.toFixed(1)} s)`;
  if (rollout === null)
    return `${terminal.style('cyan', '↻')} ${objectText(object)} restarts; not waited for`;
  const text = rolloutText(object, rollout);
  switch (rollout.state) {
    case 'ready':
      return `${terminal.style('green', '✓')} ${text} ${took}`;
    case 'failed':
      return `${terminal.style('red', '✗')} ${text} ${took}`;
    case 'progressing':
      return `${terminal.style('red', '✗')} ${text}, and time ran out ${took}`;
  }
}

/** `Deployment shop/web: 1 of 3 pods are ready` */
export function rolloutText(object: ObjectId, { ready, wanted, note }: Rollout): string {
  return `${objectText(object)}: ${note ?? `restarted, ${ready} of ${wanted} pods are ready`}`;
}
