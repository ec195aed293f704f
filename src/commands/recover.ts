/** Settles what a run has left behind that did not come to its end: locks, operations that Pulumi and Helm take for unfinished. */
import { progressView } from '../report/progress.ts';
import { linesMarkdown, plainStyler } from '../report/lines-markdown.ts';
import { recoveryJson } from '../report/recovery/json.ts';
import { recoveryLines } from '../report/recovery/terminal.ts';
import { recoverStack } from './recovery.ts';
import { type Io, openSession, type StackOptions } from './session.ts';
import { tellFailure } from './told-failure.ts';

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
    if (!dryRun) io.step?.begun(session.stack.stack);
    const recovery = await recoverStack(session, { dryRun, answers: { created, notCreated } }, io);
    view.stop();
    const lines = io.redactor.redactData(recoveryLines(recovery, plainStyler, new Date()));
    const { project, stack } = recovery.situation;
    io.step?.summary(linesMarkdown(`Recovery of ${project}/${stack}`, lines, io));
    if (options.json) terminal.out(JSON.stringify(io.redactor.redactData(recoveryJson(recovery)), null, 2));
    else for (const line of recoveryLines(recovery, terminal, new Date())) terminal.out(line);
    if (recovery.failure === null) return 0;
    tellFailure(recovery.failure, io);
    return recovery.failure.exitCode;
  } finally {
    view.stop();
    session.close();
  }
}
