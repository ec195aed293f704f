/** The result for a comment on a pull request, or for the summary of a job. */
import type { CheckResult, ChartCoverage, CoverageOf, Finding } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { fitted, type PageLimit, type Section } from './fitting.ts';
import { code, inert } from './markdown-text.ts';
import {
  caseText,
  closingText,
  countsOf,
  findingsText,
  placeText,
  plural,
  unjudgedRules,
  whereText,
  type Found,
} from './wording.ts';

/** What GitHub takes. A comment has other parts besides: its caller asks for less. */
export const commentLimit: PageLimit = { characters: 65_536, bytes: 262_144 };
export const summaryLimit: PageLimit = { characters: 1_048_576, bytes: 1_048_576 };

/** Errors first and open, the rest folded; what does not fit is counted. */
export function checkMarkdown(result: CheckResult, limit: PageLimit): string {
  const counts = countsOf(result);
  const mark = counts.error > 0 ? '❌' : counts.warning > 0 ? '⚠️' : '✅';
  const start = [`### ${mark} Contract check: ${findingsText(counts)}`, '', `${inert(closingText(result))}.`];
  const sections = [
    ...severitySections(result, counts.error),
    waived(result),
    unjudged(result),
    cases(result),
    coverage(result),
  ];
  return fitted(
    start,
    sections.filter(({ rows }) => rows.length > 0),
    limit,
  );
}

function severitySections({ findings }: CheckResult, errors: number): Section[] {
  const of = (severity: Severity, isOpen: boolean): Section => {
    const found = findings.filter((one) => one.waiver === null && one.severity === severity);
    return {
      title: isOpen ? '' : plural(found.length, severity),
      head: ['| Rule | Case | Where | What is wrong |', '|---|---|---|---|'],
      rows: found.map(findingRow),
      name: `${severity}s`,
    };
  };
  return [of('error', true), of('warning', errors === 0), of('notice', false)];
}

function findingRow(finding: Found): string {
  const { rule, message, hint, source, alsoIn } = finding;
  const others = alsoIn.length === 0 ? '' : ` and ${plural(alsoIn.length, 'more case')}`;
  const place = source === null ? '' : code(`${source.file}:${source.line}`);
  const where = [place, inert(whereText(finding))].filter((part) => part !== '').join(' ');
  const todo = hint === null || hint === '' ? '' : `<br>→ ${inert(hint)}`;
  return row([code(rule), caseCell(finding, others), where, `${inert(message)}${todo}`]);
}

const caseCell = (finding: Pick<Finding, 'release' | 'stack' | 'case'>, others: string): string =>
  `${inert(placeText(finding) ?? '')}${others}`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function waived({ findings }: CheckResult): Section {
  const rows = findings.flatMap((finding) => {
    if (finding.waiver === null) return [];
    const { reason, until } = finding.waiver;
    return [
      row([
        code(finding.rule),
        caseCell(finding, ''),
        inert(whereText(finding)),
        inert(until),
        inert(reason),
      ]),
    ];
  });
  return {
    title: `${rows.length} waived`,
    head: ['| Rule | Case | Where | Until | Reason |', '|---|---|---|---|---|'],
    rows,
    name: 'waived findings',
  };
}

function unjudged(result: CheckResult): Section {
  return {
    title: `${result.unjudged.length} not checked`,
    head: ['| Rule | Cases | What is not known |', '|---|---|---|'],
    rows: unjudgedRules(result.unjudged).map(({ rule, reason, cases: count }) =>
      row([code(rule), String(count), inert(reason)]),
    ),
    name: 'rules that were not checked',
  };
}

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
    name: 'cases',
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
    name: 'charts',
  };
}
