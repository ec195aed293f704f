/** Writes a drift report where the caller wants it. */
import type { DriftReport } from '../plan/drift-report.ts';
import { driftJson } from '../report/drift/json.ts';
import { driftMarkdown } from '../report/drift/markdown.ts';
import { driftCounts } from '../report/drift/wording.ts';
import { summaryLimit } from '../report/plan/markdown.ts';
import { writeReportFile } from '../report/report-file.ts';
import { parseReports, type FileReport } from './report-files.ts';
import type { Io } from './session.ts';

const documents = ['json', 'markdown'] as const;
type Document = (typeof documents)[number];
export type DriftFormat = Document | 'text';

/** `markdown=drift.md`, seen from the working directory. Throws a `Failure` (configuration) that names every one that is wrong. */
export const parseDriftReports = (texts: readonly string[]): FileReport<Document>[] =>
  parseReports(texts, documents);

export function writeDriftReports(
  reports: readonly FileReport<Document>[],
  report: DriftReport,
  io: Io,
): void {
  for (const { format, file } of reports)
    writeReportFile({ format, file }, driftText(report, format), io.redactor);
}

/** In a workflow: the summary of the job, and outputs for later steps. */
export function leaveInStep(
  report: DriftReport,
  reports: readonly FileReport<Document>[],
  { step, redactor }: Io,
): void {
  if (step === undefined) return;
  const file = (wanted: Document): string | null =>
    reports.findLast(({ format }) => format === wanted)?.file ?? null;
  const reportPath = file('markdown') ?? file('json');
  step.summary((limit) => redactor.redact(driftMarkdown(report, { limit, runUrl: step.runUrl, reportPath })));
  step.outputs({
    'has-changes': report.isDrifted,
    counts: JSON.stringify(driftCounts(report)),
    ...(reportPath === null ? {} : { 'report-path': reportPath }),
  });
}

export const driftText = (report: DriftReport, format: Document): string =>
  format === 'json'
    ? JSON.stringify(driftJson(report), null, 2)
    : driftMarkdown(report, { limit: summaryLimit, runUrl: null, reportPath: null });
