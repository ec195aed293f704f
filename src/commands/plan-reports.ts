/** Writes a plan where the caller wants it. */
import { resolve } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { planHtml } from '../report/plan/html/index.ts';
import { planJson } from '../report/plan/json.ts';
import { planMarkdown, summaryLimit } from '../report/plan/markdown.ts';
import { writeReportFile } from '../report/report-file.ts';
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';
import type { Io } from './session.ts';

export const planFormats = ['text', 'json', 'markdown', 'html'] as const;
export type PlanFormat = (typeof planFormats)[number];
type Document = Exclude<PlanFormat, 'text'>;

export interface PlanReport {
  readonly format: Document;
  /** Absolute. */
  readonly file: string;
}

const documents: readonly Document[] = ['json', 'markdown', 'html'];

/** `html=plan.html`, seen from the working directory. Throws a `Failure` (configuration) that names every one that is wrong. */
export function parsePlanReports(texts: readonly string[]): PlanReport[] {
  const problems: string[] = [];
  const reports = texts.flatMap((text) => {
    const [name = '', ...rest] = text.split('=');
    const format = documents.find((one) => one === name);
    const file = rest.join('=');
    if (format === undefined)
      problems.push(`--report ${text}: there is no format "${name}"${suggestion(name, documents)}`);
    else if (file === '') problems.push(`--report ${text}: the file is missing`);
    else return [{ format, file: resolve(file) }];
    return [];
  });
  if (problems.length === 0) return reports;
  throw new Failure('configuration', problems.join('\n'), {
    hint: `--report FORMAT=FILE; formats are ${documents.join(', ')}`,
  });
}

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
