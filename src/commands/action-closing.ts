/** What a step leaves when its command is over: the code of a failure, an annotation of it, and a summary if the command has none of its own. */
import { join } from 'node:path';
import { annotateError, type Place, type Step } from '../github/action/step.ts';
import { githubContext } from '../github/context.ts';
import { openJobFiles, type JobFiles } from '../github/job-files.ts';
import { failureMarkdown } from '../report/plan/markdown.ts';
import { exitCodes, type Failure, type FailureCode } from '../stack/failure.ts';
import { StackFileError } from '../stack/problem.ts';
import { shownPath } from '../stack/shown-path.ts';
import { warn } from './posted-comment.ts';
import { redactedFailure } from './told-failure.ts';
import type { Io } from './session.ts';

export interface Closing {
  /** Null if the inputs do not tell. */
  readonly command: string | null;
  readonly directory: string | null;
  readonly exitCode: number;
  readonly failure: Failure | null;
  /** Null if it ended before it began. */
  readonly step: Step | null;
}

/** GitHub shows no more of one step. */
const mostAnnotations = 10;

export function closeStep({ command, directory, exitCode, failure, step }: Closing, io: Io): void {
  const files = step ?? jobFiles(io);
  const code = codeOf(exitCode);
  files?.outputs({ code: code ?? '' });
  step?.ended(code === 'cancelled');
  if (code === null) return;
  const title = `k8s-deploy${command === null ? '' : ` ${command}`}: ${code}`;
  if (failure !== null) annotateFailure(title, failure, directory, io);
  else if (command !== 'check')
    annotateError(title, withoutFailure[code] ?? 'the log of the run tells why', null);
  if (failure === null || files === null || step?.hasSummary() === true) return;
  const about = {
    command: command ?? 'k8s-deploy',
    project: '',
    stack: '',
    directory: directory === null ? '.' : shownPath(directory) || '.',
    standing: '',
  };
  const redacted = redactedFailure(failure, io);
  files.summary((limit) =>
    io.redactor.redact(failureMarkdown(redacted, about, { limit, runUrl: files.runUrl })),
  );
}

/** What a command that was carried through may end with. */
const withoutFailure: Readonly<Partial<Record<FailureCode, string>>> = {
  findings: 'what is found speaks against it: see the summary of the job',
  changes: 'there are differences where none were expected: see the summary of the job',
  failed: 'not everything is ready: see the summary of the job',
};

function codeOf(exitCode: number): FailureCode | null {
  if (exitCode === 0) return null;
  const found = Object.entries(exitCodes).find(([, each]) => each === exitCode);
  return (found?.[0] as FailureCode | undefined) ?? 'failed';
}

function annotateFailure(title: string, failure: Failure, directory: string | null, { redactor }: Io): void {
  const hint = failure.hint === null ? '' : `\nWhat to do: ${failure.hint}`;
  if (!(failure instanceof StackFileError)) {
    annotateError(title, redactor.redact(`${failure.message}${hint}`), null);
    return;
  }
  const { problems } = failure;
  for (const { file, line, column, path, message } of problems.slice(0, mostAnnotations)) {
    const place: Place = { file: join(shownPath(directory ?? process.cwd()), file), line, column };
    annotateError(title, redactor.redact(`${path === '' ? '' : `${path}: `}${message}`), place);
  }
}

/** Null where the environment is not as GitHub makes it: that is what the failure says then. */
function jobFiles(io: Io): JobFiles | null {
  try {
    const context = githubContext(io.environment);
    return context === null ? null : openJobFiles(context, (text) => warn(io, text, null));
  } catch {
    return null;
  }
}
