/**
 * After the job: files that only the step needed are removed, and a step that was cut off in the middle of a change is looked after, so that the next run may
 * begin. It fails the job for nothing but a state that somebody has to look at.
 */
import { rmSync } from 'node:fs';
import { openMasks } from '../github/action/masks.ts';
import { readState, savedState } from '../github/action/step-state.ts';
import { takeInputs } from './action-inputs.ts';
import { failureOf } from './failure-of.ts';
import { openIo, type Process } from './open-io.ts';
import { warn } from './posted-comment.ts';

/** A post step may take 5 minutes, and its job may be one that is cancelled. */
const mostMilliseconds = 110_000;

/** Gives the exit code. */
export async function actionPost(owner: Process): Promise<number> {
  const given = takeInputs(owner.env);
  const state = readState(savedState());
  if (state === null) return 0;
  const { io: opened, release } = openIo(owner, openMasks());
  const io = { ...opened, signal: AbortSignal.any([opened.signal, AbortSignal.timeout(mostMilliseconds)]) };
  try {
    if (state.phase !== 'changing' && state.phase !== 'cancelled') return 0;
    const { lookAfter } = await import('./interrupted-step.ts');
    return await lookAfter(state, given, io);
  } catch (error) {
    const { message, hint } = failureOf(error, io.signal);
    warn(io, `what ${state.command} has left could not be looked at: ${message}`, hint);
    warn(io, 'the next run finds out; `k8s-deploy recover` does it at once', null);
    return 0;
  } finally {
    for (const file of state.files) remove(file);
    release();
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The runner empties its folder for temporary files itself.
  }
}
