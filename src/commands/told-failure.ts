/** What is said of a failure: to whoever reads the log, and to the step of the Action, which makes an annotation of it. */
import { failureLines } from '../report/failure.ts';
import { Failure } from '../stack/failure.ts';
import type { Io } from './session.ts';

/** Before a format escapes what is in it. */
export function redactedFailure(
  { code, message, hint }: Failure,
  { redactor }: Pick<Io, 'redactor'>,
): Failure {
  const { redact } = redactor;
  return new Failure(code, redact(message), hint === null ? {} : { hint: redact(hint) });
}

export function tellFailure(failure: Failure, { terminal, step }: Pick<Io, 'terminal' | 'step'>): void {
  for (const line of failureLines(failure, terminal)) terminal.note(line);
  step?.failed(failure);
}
