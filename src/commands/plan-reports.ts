/** Writes a plan where the caller wants it. */
import type { Plan } from '../plan/plan.ts';
import { planHtml } from '../report/plan/html/index.ts';
import { planJson } from '../report/plan/json.ts';
import { planMarkdown, summaryLimit } from '../report/plan/markdown.ts';
import { writeReportFile } from '../report/report-file.ts';
import { parseReports, type FileReport } from './report-files.ts';
import type { Io } from './session.ts';

export const planFormats = ['text', 'json', 'markdown', 'html'] as const;
export type PlanFormat = (typeof planFormats)[number];
type Document = Exclude<PlanFormat, 'text'>;

export type PlanReport = FileReport<Document>;

const documents: readonly Document[] = ['json', 'markdown', 'html'];

/** `html=plan.html`, seen from the working directory. Throws a `Failure` (configuration) that names every one that is wrong. */
export const parsePlanReports = (texts: readonly string[]): PlanReport[] => parseReports(texts, documents);

export function writePlanReports(reports: readonly PlanReport[], plan: Plan, io: Io): void {
  for (const { format, file } of reports)
    writeReportFile({ format, file }, planText(plan, format), io.redactor);
}

export function planText(plan: Plan, format: Document): string {
  switch (format) {
    case 'json':
      return JSON.stringify(planJson(plan), null, 2);
    case 'markdown':
      return planMarkdown(plan, { limit: summaryLimit, runUrl: null, reportPath: null });
    case 'html':
      return planHtml(plan, { generatedAt: null, runUrl: null });
  }
}
