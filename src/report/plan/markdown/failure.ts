/** What stands where a plan would, after a command that failed: an older, better plan must not outlive it. */
import type { Failure } from '../../../stack/failure.ts';
import { fit, type Part } from '../../check/fitting.ts';
import { inert, inlineCode } from '../../check/markdown-text.ts';
import { type PageOptions, runLines } from './closing.ts';
import { shownName } from './overview.ts';

export interface FailedCommand {
  readonly command: string; // preview
  /** Empty if it is not known, e.g. because the stack file cannot be read. */
  readonly project: string;
  readonly stack: string;
  readonly directory: string; // as in a plan
  /** What is known of the stack all the same. Default: nothing. */
  readonly standing?: string;
}

const unknown = 'Nothing is known about what would be done.';

/** What failed, why, and what to do. */
export function failureMarkdown(
  failure: Failure,
  { command, project, stack, directory, standing = unknown }: FailedCommand,
  { limit, runUrl }: Omit<PageOptions, 'reportPath'>,
): string {
  const names = [project, stack].filter((part) => part !== '').map((part) => inert(part, shownName));
  const of = names.length === 0 ? '' : ` of ${names.join('/')}`;
  const lines = failure.message.split('\n').filter((line) => line.trim() !== '');
  const hints = (failure.hint ?? '').split('\n').filter((line) => line.trim() !== '');
  const part = (rank: number, title: string, name: string, texts: readonly string[]): Part => ({
    title: '',
    head: [title, ''],
    items: texts.map((text) => ({ rank, lines: [`- ${inert(text)}`], detail: null })),
    name,
  });
  return fit(
    {
      start: [
        failure.code === 'cancelled'
          ? `### ⚪ ${command}${of} was cancelled`
          : `### ❌ ${command}${of} failed: ${failure.code}`,
        '',
        `Directory: ${inlineCode(directory, 2 * shownName)}. ${standing}`,
      ],
      parts: [part(0, '**Why:**', 'line', lines), part(1, '**What to do:**', 'hint', hints)],
      end: runLines({ runUrl }),
      whole: 'The log of the run has all.',
    },
    limit,
  );
}
