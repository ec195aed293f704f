/** The result for a comment on a pull request, or for the summary of a job. */
import type { CheckResult, ChartCoverage, CoverageOf } from '../../contract/finding.ts';
import { partOf, row, severitySections, unjudged, waived, type Section } from './finding-sections.ts';
import { fit, type PageLimit } from './fitting.ts';
import { code, inert } from './markdown-text.ts';
import { countsText, suiteName, testCounts } from './suite-words.ts';
import { caseText, closingText, countsOf, findingsText, plural } from './wording.ts';

/** What GitHub takes. A comment has other parts besides: its caller asks for less. */
export const commentLimit: PageLimit = { characters: 65_536, bytes: 262_144 };
export const summaryLimit: PageLimit = { characters: 1_048_576, bytes: 1_048_576 };

/** Errors first and open, the rest folded; what does not fit is counted. */
export function checkMarkdown(result: CheckResult, limit: PageLimit): string {
  const counts = countsOf(result);
  const mark = counts.error > 0 ? '❌' : counts.warning > 0 ? '⚠️' : '✅';
  const start = [`### ${mark} Contract check: ${findingsText(counts)}`, '', `${inert(closingText(result))}.`];
  const [errors, warnings, notices] = severitySections(result);
  const sections = [
    open(errors),
    counts.error === 0 ? open(warnings) : warnings,
    notices,
    waived(result),
    unjudged(result),
    cases(result),
    suites(result),
    coverage(result),
  ];
  const parts = sections.map((section) => partOf(section, 0));
  return fit({ start, parts, end: [], whole: 'The JSON report has all.' }, limit);
}

const open = (section: Section): Section => ({ ...section, title: '' });

function cases(result: CheckResult): Section {
  return {
    title: plural(result.cases.length, 'case'),
    head: ['| | Case | Objects | Rules | Findings |', '|---|---|---|---|---|'],
    rows: result.cases.map((one) =>
      row([
        one.findings === 0 ? '✅' : '❌',
        inert(caseText(one)) + (one.outcome === 'failed' ? ' (failed)' : ''),
        String(one.objects),
        String(one.rules),
        String(one.findings),
      ]),
    ),
    name: 'case',
  };
}

function suites(result: CheckResult): Section {
  return {
    title: plural(result.suites.length, 'suite'),
    head: ['| | Suite | File | Tests |', '|---|---|---|---|'],
    rows: result.suites.map((suite) =>
      row([
        testCounts([suite]).failed === 0 ? '✅' : '❌',
        inert(suiteName(suite, result)),
        code(`${suite.source.file}:${suite.source.line}`),
        `${countsText(suite)}${suite.cached ? ' (cached)' : ''}`,
      ]),
    ),
    name: 'suite',
  };
}

function coverage(result: CheckResult): Section {
  const charts: readonly ChartCoverage[] = result.coverage?.charts ?? [];
  const share = ({ reached, total }: CoverageOf): string => `${reached}/${total}`;
  return {
    title: 'Coverage',
    head: ['| Chart | Templates | Branches | Values |', '|---|---|---|---|'],
    rows: charts.map(({ chart, templates, branches, values }) =>
      row([inert(chart), share(templates), share(branches), share(values)]),
    ),
    name: 'chart',
  };
}
