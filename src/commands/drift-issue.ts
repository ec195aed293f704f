/** What a look for drift leaves in GitHub: one issue for the stack, and the summary of the job. Works on every event, a schedule as well. */
import { upsertIssue } from '../github/issue.ts';
import { appendSummary } from '../github/summary.ts';
import type { DriftReport } from '../plan/drift-report.ts';
import { driftMarkdown } from '../report/drift/markdown.ts';
import { marks } from '../report/marks.ts';
import { githubJob } from './github-job.ts';
import type { Io } from './session.ts';

export interface DriftIssue {
  publish(report: DriftReport): Promise<void>;
}

/** Throws a `Failure` (configuration) outside GitHub Actions, and without a token. */
export function openDriftIssue(io: Io): DriftIssue {
  const job = githubJob('--issue', io);
  const { terminal, redactor } = io;
  const warn = (text: string, hint: string | null): void =>
    terminal.note(`${terminal.style('yellow', marks.warning)} ${text}${hint === null ? '' : `\n  ${hint}`}`);
  return {
    async publish(report) {
      const { runUrl, repository, summaryFile, client } = job;
      const body = (limit: { characters: number; bytes: number }, run: string | null): string =>
        redactor.redact(driftMarkdown(report, { limit, runUrl: run, reportPath: null }));
      if (summaryFile !== null && io.step === undefined) {
        const summary = appendSummary(summaryFile, (limit) => body(limit, runUrl));
        if (summary.kind === 'not-written')
          warn(`the summary of the job was not written: ${summary.reason}`, null);
      }
      const { project, stack, directory } = report;
      const outcome = await upsertIssue(client, {
        repository,
        identity: { stack, directory },
        title: redactor.redact(`Drift in ${project}/${stack}${directory === '.' ? '' : ` (${directory})`}`),
        // Without the run: the same drift, found each night, is no news.
        body: (limit) => body(limit, null),
        isOpen: report.isDrifted,
      });
      if (outcome.kind === 'not-written') warn(`no issue: ${outcome.reason}`, outcome.hint);
      else if (outcome.kind !== 'none')
        terminal.note(terminal.style('dim', `issue ${outcome.kind}: ${outcome.url}`));
    },
  };
}
