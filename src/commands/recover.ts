/** Settles what a run has left behind that did not come to its end: locks, operations that Pulumi and Helm take for unfinished. */
import { progressView } from '../report/progress.ts';
import { failureLines } from '../report/failure.ts';
import { recoveryJson } from '../report/recovery/json.ts';
import { recoveryLines } from '../report/recovery/terminal.ts';
import { recoverStack } from './recovery.ts';
import { type Io, openSession, type StackOptions } from './session.ts';

export interface RecoverOptions extends StackOptions {
  readonly dryRun: boolean;
  readonly created: readonly string[];
  readonly notCreated: readonly string[];
}

export async function recover(options: RecoverOptions, io: Io): Promise<number> {
  const { terminal } = io;
  const { created, notCreated, dryRun } = options;
  const view = progressView(terminal, { planning: false });
  const session = openSession(options, io, (progress) => view.show(progress));
  try {
    const recovery = await recoverStack(session, { dryRun, answers: { created, notCreated } }, io);
    view.stop();
    if (options.json) terminal.out(JSON.stringify(io.redactor.redactData(recoveryJson(recovery)), null, 2));
    else for (const line of recoveryLines(recovery, terminal, new Date())) terminal.out(line);
    if (recovery.failure === null) return 0;
    for (const line of failureLines(recovery.failure, terminal)) terminal.note(line);
    return recovery.failure.exitCode;
  } finally {
    view.stop();
    session.close();
  }
}
