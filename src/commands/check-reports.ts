/** Writes what was found where the caller wants it. */
import type { CheckResult } from '../contract/finding.ts';
import { checkAnnotations } from '../report/check/annotations.ts';
import { checkJunit } from '../report/check/junit.ts';
import { checkMarkdown, summaryLimit } from '../report/check/markdown.ts';
import { countsOf } from '../report/check/wording.ts';
import { writeReportFile } from '../report/report-file.ts';
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';
import type { Severity } from '../systems/rule.ts';
import type { Io } from './session.ts';

const formats = ['json', 'junit', 'sarif', 'markdown', 'github'] as const;
type Format = (typeof formats)[number];

export interface ReportRequest {
  readonly format: Format;
  /** Null: stdout. */
  readonly file: string | null;
}

/** `junit=report.xml`, or `github` alone for stdout, which only one may have. Throws a `Failure` (configuration). */
export function parseReports(texts: readonly string[], isJson: boolean): ReportRequest[] {
  return texts.map((text) => {
    const [name = '', ...rest] = text.split('=');
    const format = formats.find((one) => one === name);
    if (format === undefined) {
      throw new Failure(
        'configuration',
        `--report ${text}: there is no format "${name}"${suggestion(name, formats)}`,
        {
          hint: `formats are ${formats.join(', ')}; --report FORMAT=FILE`,
        },
      );
    }
    const file = rest.length === 0 ? null : rest.join('=');
    if (file === '' || (file === null && format !== 'github')) {
      throw new Failure('configuration', `--report ${text}: the file is missing`, {
        hint: `--report ${format}=FILE`,
      });
    }
    if (file === null && isJson) {
      throw new Failure('configuration', `--report ${text} and --json would both be written to stdout`, {
        hint: `give one of them a file: --report ${format}=FILE, or --report json=FILE`,
      });
    }
    return { format, file };
  });
}

export async function writeReports(
  reports: readonly ReportRequest[],
  result: CheckResult,
  { failOn, io }: { readonly failOn: Severity; readonly io: Io },
): Promise<void> {
  if (reports.length === 0) return;
  const shown = io.redactor.redactData(result); // a format escapes texts in its own way, so that a secret could hide in it
  for (const { format, file } of reports) {
    const text = await reportText(format, shown, failOn);
    if (file === null) io.terminal.out(text);
    else writeReportFile({ format, file }, text, io.redactor);
  }
}

/** In a workflow: the summary of the job, annotations where the findings are, and outputs for later steps. */
export function leaveInStep(
  reports: readonly ReportRequest[],
  result: CheckResult,
  { exitCode, io }: { readonly exitCode: number; readonly io: Io },
): void {
  const { step, redactor } = io;
  if (step === undefined) return;
  const shown = redactor.redactData(result);
  step.summary((limit) => redactor.redact(checkMarkdown(shown, limit)));
  step.annotate(checkAnnotations(shown).map((line) => redactor.redact(line)));
  const report = reports.findLast(({ format, file }) => format === 'markdown' && file !== null)?.file;
  step.outputs({
    verdict: exitCode === 0 ? 'passed' : 'findings',
    counts: JSON.stringify(countsOf(result)),
    ...(report === undefined || report === null ? {} : { 'report-path': report }),
  });
}

async function reportText(format: Format, result: CheckResult, failOn: Severity): Promise<string> {
  switch (format) {
    case 'json': {
      const { checkJson } = await import('../report/check/json.ts');
      return JSON.stringify(checkJson(result), null, 2);
    }
    case 'junit':
      return checkJunit(result, { failOn });
    case 'sarif': {
      const [{ checkSarif }, { knownRules }] = await Promise.all([
        import('../report/check/sarif.ts'),
        import('./known-rules.ts'),
      ]);
      return JSON.stringify(checkSarif(result, knownRules(), { version: '0.1.0' }), null, 2);
    }
    case 'markdown':
      return checkMarkdown(result, summaryLimit);
    case 'github':
      return checkAnnotations(result).join('\n');
  }
}
