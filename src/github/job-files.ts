/** What a step leaves for people and for later steps: the summary of its job, and its outputs. */
import type { GithubContext } from './context.ts';
import type { TextLimit } from './fit.ts';
import { writeOutputs, type StepOutputs } from './outputs.ts';
import { appendSummary } from './summary.ts';

export interface JobFiles {
  readonly runUrl: string;
  /** Adds to the summary; the caller has redacted the text. */
  readonly summary: (body: (limit: TextLimit) => string) => void;
  readonly outputs: (outputs: StepOutputs) => void;
}

/** What cannot be written is told to `warn`, and is no reason to fail. */
export const openJobFiles = (
  { runUrl, summaryFile, outputFile }: Pick<GithubContext, 'runUrl' | 'summaryFile' | 'outputFile'>,
  warn: (text: string) => void,
): JobFiles => ({
  runUrl,
  summary(body) {
    if (summaryFile === null) return;
    const outcome = appendSummary(summaryFile, body);
    if (outcome.kind === 'not-written') warn(`the summary of the job was not written: ${outcome.reason}`);
  },
  outputs(outputs) {
    for (const note of outputFile === null ? [] : writeOutputs(outputFile, outputs)) warn(note);
  },
});
