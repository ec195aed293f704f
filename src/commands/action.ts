/**
 * One step of a workflow: its inputs are read, the event is judged, the command is run as on the command line, and what came of it is left for people and
 * for later steps.
 */
import { openMasks } from '../github/action/masks.ts';
import { closeStep } from './action-closing.ts';
import { takeInputs } from './action-inputs.ts';
import { prepareStep, type PreparedStep } from './action-preparation.ts';
import { failureOf } from './failure-of.ts';
import { openIo, type Process } from './open-io.ts';
import { runCommand } from './program.ts';
import { tellFailure } from './told-failure.ts';

/** Gives the exit code. */
export async function action(owner: Process): Promise<number> {
  const given = takeInputs(owner.env);
  const mask = openMasks();
  const { io, release } = openIo(owner, mask);
  try {
    let prepared: PreparedStep | null;
    try {
      prepared = await prepareStep(given, { mask, write: (text) => void owner.stdout.write(text) }, io);
    } catch (error) {
      const failure = failureOf(error, io.signal);
      tellFailure(failure, io);
      closeStep({ command: null, directory: null, exitCode: failure.exitCode, failure, step: null }, io);
      return failure.exitCode;
    }
    if (prepared === null) return 0; // it was said why nothing is run
    const { step, args, command, directory } = prepared;
    const exitCode = await runCommand(args, { ...io, step });
    closeStep({ command, directory, exitCode, failure: step.failure(), step }, io);
    return exitCode;
  } finally {
    release();
  }
}
