/** Puts back a state that was damaged, lost or replaced by an older one. */
import { resolve } from 'node:path';
import { currentBackend, requireUsable } from '../deploy/backend.ts';
import { type Choice, restoreState } from '../deploy/checkpoint/restore.ts';
import { readProject } from '../deploy/project.ts';
import { Failure } from '../stack/failure.ts';
import { loadStackFile } from '../stack/load.ts';
import { systems } from '../systems/registry.ts';
import type { Io, StackOptions } from './session.ts';

export interface BackendRestoreOptions extends Pick<StackOptions, 'cwd' | 'stack' | 'json'> {
  /** A path in the store, or a file of this machine; without it the newest whole copy of the store. */
  readonly from?: string | undefined;
  /** Leaves the state as it is, and takes it for right. */
  readonly accept: boolean;
}

export async function backendRestore(options: BackendRestoreOptions, io: Io): Promise<number> {
  const { terminal, environment } = io;
  const choice = choiceOf(options);
  const directory = resolve(options.cwd);
  const { document, stack } = loadStackFile({ directory, stack: options.stack, systems });
  const project = document.name;
  const backend = currentBackend(environment, readProject(directory, project, stack).backendUrl);
  requireUsable(backend, environment);
  const { from, checkpoint, kept } = await restoreState({ backend, project, stack, environment }, choice);
  const { deployment, time, sha256 } = checkpoint;
  const resources = deployment?.resources?.length ?? 0;
  const pending = deployment?.pending_operations?.length ?? 0;
  const written = time === null ? null : new Date(time / 1000).toISOString();
  if (options.json) {
    terminal.out(JSON.stringify({ stack, from, written, sha256, resources, pending, kept }, null, 2));
    return 0;
  }
  const what = choice.take === 'current' ? 'accepted' : 'put back';
  terminal.out(
    `${what} the state of stack "${stack}": ${from}, of ${written ?? 'no time'}, ${resources} resources`,
  );
  if (kept !== null) terminal.out(`  what was there before is kept in ${kept}`);
  terminal.out(
    `  it knows nothing of what was applied after it: look at \`k8s-deploy preview --stack ${stack} --refresh\` before the next up`,
  );
  return 0;
}

function choiceOf({ from, accept }: BackendRestoreOptions): Choice {
  if (from !== undefined && accept) {
    throw new Failure(
      'configuration',
      '--from puts another state in place, --accept leaves the one that is there',
      {
        hint: 'use one of them',
      },
    );
  }
  if (accept) return { take: 'current' };
  return from === undefined ? { take: 'newest' } : { take: 'file', path: from };
}
