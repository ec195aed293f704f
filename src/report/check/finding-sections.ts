/** Findings in tables of Markdown, for the reports of a check and of a plan. */
import type { CheckResult, Finding } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import type { Part } from './fitting.ts';
import { code, inert } from './markdown-text.ts';
import { placeText, plural, unjudgedRules, whereText, type Found } from './wording.ts';

/** A table, folded under its title if it has one. */
export type Section = Omit<Part, 'items'> & { readonly rows: readonly string[] };

export const partOf = ({ rows, ...part }: Section, rank: number): Part => ({
  ...part,
  items: rows.map((line) => ({ rank, lines: [line], detail: null })),
});

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Errors, warnings, notices; waived ones left out. */
export function severitySections({ findings }: Pick<CheckResult, 'findings'>): [Section, Section, Section] {
  const of = (severity: Severity): Section => {
    const found = findings.filter((one) => one.waiver === null && one.severity === severity);
    return {
      title: plural(found.length, severity),
      head: ['| Rule | Case | Where | What is wrong |', '|---|---|---|---|'],
      rows: found.map(findingRow),
      name: severity,
    };
  };
  return [of('error'), of('warning'), of('notice')];
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

export function waived({ findings }: Pick<CheckResult, 'findings'>): Section {
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
    name: 'waived finding',
  };
}

export function unjudged(result: Pick<CheckResult, 'unjudged'>): Section {
  return {
    title: `${result.unjudged.length} not checked`,
    head: ['| Rule | Cases | What is not known |', '|---|---|---|'],
    rows: unjudgedRules(result.unjudged).map(({ rule, reason, cases: count }) =>
      row([code(rule), String(count), inert(reason)]),
    ),
    name: 'unchecked rule',
  };
}
