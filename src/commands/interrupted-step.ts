/** A step that was cancelled, or cut off, after it had begun to change something: what is left is settled as `recover` does, and said. */
import type { StepState } from '../github/action/step-state.ts';
import { annotateError } from '../github/action/step.ts';
import { readInputs } from '../github/action/read-inputs.ts';
import { githubContext } from '../github/context.ts';
import { openJobFiles } from '../github/job-files.ts';
import type { Recovery } from '../deploy/recovery/recovery.ts';
import { linesMarkdown, plainStyler } from '../report/lines-markdown.ts';
import { recoveryLines } from '../report/recovery/terminal.ts';
import { isNothingFound } from '../report/recovery/wording.ts';
import { Failure } from '../stack/failure.ts';
import { warn } from './posted-comment.ts';
import { openPublication } from './publication.ts';
import { recoverStack } from './recovery.ts';
import { type Io, openSession } from './session.ts';
import { provideTools } from './step-tools.ts';

/** Gives the exit code. Throws a `Failure` if nobody can find out how the stack stands. */
export async function lookAfter(state: StepState, given: NodeJS.ProcessEnv, io: Io): Promise<number> {
  const { terminal, environment } = io;
  const { inputs } = readInputs(given); // what is wrong in them was said by the step
  if (state.kubeconfig !== null) environment['KUBECONFIG'] = state.kubeconfig;
  if (inputs['backend-url'] !== null) environment['PULUMI_BACKEND_URL'] = inputs['backend-url'];
  if (inputs.token !== null) io.redactor.learn(inputs.token, 'the input token');
  await provideTools('recover', inputs, io);
  // Not for the programs that are started: they have the environment of the process.
  const own: Io =
    inputs.token === null ? io : { ...io, environment: { ...environment, GITHUB_TOKEN: inputs.token } };
  const options = {
    cwd: state.directory,
    ...(state.stack === null ? {} : { stack: state.stack }),
    json: false,
    chartMirror: inputs['chart-mirrors'],
  };
  const session = openSession(options, own, () => undefined);
  let recovery: Recovery;
  try {
    recovery = await recoverStack(session, {}, own);
  } finally {
    session.close();
  }
  const isClean = isNothingFound(recovery.situation) && recovery.failure === null;
  for (const line of recoveryLines(recovery, terminal, new Date())) terminal.out(line);
  // Cancelled in order, and nothing left: the step itself has said all, if GitHub has answered.
  if (isClean && state.phase === 'cancelled' && (state.isTold || !state.comments)) return 0;
  await publish(recovery, state, options, own);
  return exitCodeOf(recovery, state, io);
}

async function publish(
  recovery: Recovery,
  { command, comments }: StepState,
  options: { readonly cwd: string; readonly stack?: string },
  io: Io,
): Promise<void> {
  const { situation, failure } = recovery;
  const lines = io.redactor.redactData(recoveryLines(recovery, plainStyler, new Date()));
  const publication =
    comments && command === 'up' ? openPublication({ ...options, comment: true }, io, 'up') : null;
  if (publication !== null) {
    const standing =
      failure === null ? 'The next run may begin.' : 'Somebody has to look at its state before the next run.';
    await publication.leftBehind(
      new Failure(
        'cancelled',
        lines.join('\n'),
        failure?.hint === null || failure === null ? {} : { hint: failure.hint },
      ),
      standing,
    );
    return;
  }
  const context = githubContext(io.environment);
  if (context === null) return;
  const title = `${command} of ${situation.project}/${situation.stack} was cut off`;
  openJobFiles(context, (text) => warn(io, text, null)).summary(linesMarkdown(title, lines, io));
}

/** Not for what another run is at work on. */
function exitCodeOf({ failure }: Recovery, { command }: StepState, { redactor }: Io): number {
  if (failure === null || failure.code === 'locked') return 0;
  const hint = failure.hint === null ? '' : `\nWhat to do: ${failure.hint}`;
  annotateError(`k8s-deploy ${command} was cut off`, redactor.redact(`${failure.message}${hint}`), null);
  return failure.exitCode;
}
