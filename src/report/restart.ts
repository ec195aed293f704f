/** What came of a restart. The schema of its JSON is `schemas/restart.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import { objectText, type ObjectId } from '../kubernetes/object-id.ts';
import type { Rollout } from '../kubernetes/rollout.ts';
import type { DesiredStack } from '../stack/desired.ts';
import type { Trouble } from '../triage/trouble.ts';
import { objectId } from './check/json.ts';
import { jsonDocumentSchema } from './json-document.ts';
import { rollout } from './outcome/json.ts';
import { trouble } from './outcome/trouble-json.ts';
import { list } from './plan/json-fields.ts';
import type { Terminal } from './terminal.ts';
import { troubleLines } from './troubles/terminal.ts';

export interface RestartedWorkload {
  readonly release: string;
  readonly object: ObjectId;
  readonly reason: string;
  readonly time: string; // ISO 8601, as on its pods
  /** How far it had come in the end; null if it was not waited for. */
  readonly rollout: Rollout | null;
  readonly seconds: number;
}

export interface ToldRestart extends RestartedWorkload {
  /** Why its pods are not ready, most likely first; empty if they are. */
  readonly troubles: readonly Trouble[];
}

const restartReport = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  restarted: list(
    z.strictObject({
      release: z.string().describe('Under releases: of the stack file'),
      object: objectId.describe('The workload whose pods are made anew'),
      reason: z.string().describe('As it stays on its pods'),
      time: z.string().describe('ISO 8601, as on its pods'),
      rollout: rollout.nullable().describe('How far it had come in the end; null if it was not waited for'),
      seconds: z.number().min(0),
      troubles: list(trouble).describe('Why its pods are not ready, most likely first; empty if they are'),
    }),
  ),
});

export const restartJsonSchema = (): object =>
  jsonDocumentSchema('restart', 'Result of k8s-deploy restart --json', restartReport);

export const restartJson = (
  { project, stack }: Pick<DesiredStack, 'project' | 'stack'>,
  restarted: readonly ToldRestart[],
): z.output<typeof restartReport> => ({ version: 1, project, stack, restarted });

/** Its line, and below it why its pods are not ready. */
export const restartLines = (told: ToldRestart, terminal: Pick<Terminal, 'style'>): string[] => [
  restartLine(told, terminal),
  ...troubleLines(told.troubles, terminal),
];

/** `✓ Deployment shop/web was restarted: 3 of 3 pods are ready (4.0 s)` */
function restartLine(
  { object, rollout: reached, seconds }: RestartedWorkload,
  terminal: Pick<Terminal, 'style'>,
): string {
  const took = `(${seconds.toFixed(1)} s)`;
  if (reached === null)
    return `${terminal.style('cyan', '↻')} ${objectText(object)} restarts; not waited for`;
  const text = rolloutText(object, reached);
  switch (reached.state) {
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
