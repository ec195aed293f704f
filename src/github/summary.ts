/** The job summary: a file of the step, which the runner drops as a whole if it is longer than 1 MiB. */
import { appendFileSync, statSync } from 'node:fs';
import { fits, limitsFrom, type TextLimit } from './fit.ts';

const mostBytes = 1024 * 1024; // actions/runner: CreateStepSummaryCommand

export type SummaryOutcome =
  { readonly kind: 'written' } | { readonly kind: 'not-written'; readonly reason: string };

/** Below what the step has written already. `file`: GITHUB_STEP_SUMMARY. `body`: its text within the limit. */
export function appendSummary(file: string, body: (limit: TextLimit) => string): SummaryOutcome {
  try {
    const written = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const separator = written === 0 ? '' : '\n\n';
    const bytes = mostBytes - written - separator.length - 1;
    const left: TextLimit = { characters: bytes, bytes };
    for (const limit of bytes > 0 ? limitsFrom(left) : []) {
      const text = body(limit);
      if (!fits(text, left)) continue;
      appendFileSync(file, `${separator}${text}\n`);
      return { kind: 'written' };
    }
    return {
      kind: 'not-written',
      reason: `the job summary has no room: ${written} of ${mostBytes} bytes are taken`,
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'not-written', reason: `the job summary cannot be written (${code ?? message})` };
  }
}
