import type { Failure } from '../stack/failure.ts';
import type { Terminal } from './terminal.ts';

/** What happened and what to do, for a person. */
export function failureLines(failure: Failure, terminal: Terminal): string[] {
  const lines = [terminal.style('red', `error (${failure.code}): `) + indented(failure.message)];
  if (failure.hint !== null) lines.push(terminal.style('cyan', '  what to do: ') + indented(failure.hint));
  return lines;
}

const indented = (text: string): string => text.split('\n').join('\n  ');

/** The same for a program: closed codes, no prose to match. */
export const failureJson = (failure: Failure): Record<string, unknown> => ({
  error: { code: failure.code, exitCode: failure.exitCode, message: failure.message, hint: failure.hint },
});
