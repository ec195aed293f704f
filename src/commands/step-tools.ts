/** The programs that the command of a step runs: found, or downloaded and checked, and put on PATH. */
import { delimiter } from 'node:path';
import type { ActionCommand, ActionInputs } from '../github/action/inputs.ts';
import type { ToolName } from '../tools/table.ts';
import { warn } from './posted-comment.ts';
import type { Io } from './session.ts';

const deploying: readonly ToolName[] = ['pulumi', 'pulumi-resource-kubernetes'];
const rendering: readonly ToolName[] = ['k8s-deploy-renderer'];

const needs: Readonly<Record<ActionCommand, readonly ToolName[]>> = {
  check: rendering,
  preview: [...deploying, ...rendering],
  up: [...deploying, ...rendering],
  drift: [...deploying, ...rendering],
  destroy: deploying,
  recover: deploying,
  outputs: deploying,
  status: [],
  comment: [],
};

type Wishes = Pick<ActionInputs, 'base' | 'pulumi-version' | 'helm-version' | 'tools-mirror'>;

/** Throws a `Failure` if one is missing and cannot be had. */
export async function provideTools(command: ActionCommand, wishes: Wishes, io: Io): Promise<void> {
  const isOffline = command === 'preview' && wishes.base !== null;
  const need = isOffline ? rendering : needs[command];
  if (need.length === 0) return;
  const { environment, signal, terminal } = io;
  const { ensureTools } = await import('../tools/ensure.ts');
  const { folders, notes } = await ensureTools({
    need: wishes['helm-version'] !== null && need.includes('k8s-deploy-renderer') ? [...need, 'helm'] : need,
    versions: { pulumi: wishes['pulumi-version'], helm: wishes['helm-version'] },
    mirror: wishes['tools-mirror'],
    environment,
    signal,
    onProgress: (line) => terminal.note(terminal.style('dim', line)),
  });
  for (const note of notes) warn(io, note, null);
  // What Pulumi would fetch by itself nobody has checked.
  environment['PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION'] = 'true';
  environment['PATH'] = [...folders, environment['PATH'] ?? []].flat().join(delimiter);
}
