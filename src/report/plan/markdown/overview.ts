/** What stands on every page: the verdict, its reasons, and a table of what happens to whom. */
import type { BackingChange, Plan, ReleasePlan } from '../../../plan/plan.ts';
import { partOf, row } from '../../check/finding-sections.ts';
import type { Part } from '../../check/fitting.ts';
import { code, inert, inlineCode } from '../../check/markdown-text.ts';
import { oneLine } from '../../check/printable.ts';
import { plural, severities } from '../../check/wording.ts';
import { ranks } from '../budget.ts';
import { objectCounts, planCounts, type PlanCounts } from '../counts.ts';
import {
  chartText,
  comparedText,
  headline,
  operationWords,
  problemsText,
  unchangedText,
} from '../wording.ts';

/** Of a name: these lines are on every page, however small it is. */
export const shownName = 60;

/** The verdict first, in a line of its own. */
export function verdictLines(plan: Plan): string[] {
  const counts = planCounts(plan);
  const { outcome } = plan.verdict;
  const mark =
    outcome === 'refused' ? '❌' : problemsText(counts) !== '' ? '⚠️' : outcome === 'changes' ? '🔵' : '✅';
  const short = shortNames(plan);
  return [
    `### ${mark} ${inert(headline(short, counts))}${tierRemark(short)}`,
    '',
    `${summary(short, counts)}.`,
    '',
    `${inert(comparedText(short))}. Directory: ${inlineCode(short.directory)}.`,
  ];
}

/** Of the tier without a cluster, so that nobody takes it for the other. */
const tierRemark = ({ tier, base }: Plan): string => {
  if (tier === 'live') return '';
  const from = base === null ? '' : `; base ${inert(`${base.ref}@${base.commit.slice(0, 7)}`)}`;
  return ` (placeholders${from})`;
};

function summary(plan: Plan, counts: PlanCounts): string {
  const { objects, hooks, drift } = counts;
  const parts = [
    plan.verdict.outcome === 'no-changes'
      ? inert(unchangedText(plan, counts))
      : `Objects: ${objects.created} to create, ${objects.changed + objects.renamed} to change, ${objects.deleted} to delete`,
    ...(hooks === 0 ? [] : [plural(hooks, 'hook')]),
    ...(drift === 0 ? [] : [`${plural(drift, 'live object')} with drift`]),
  ];
  return parts.join('; ');
}

const shortNames = (plan: Plan): Plan => ({
  ...plan,
  project: oneLine(plan.project, shownName),
  stack: oneLine(plan.stack, shownName),
  directory: oneLine(plan.directory, 2 * shownName),
  base: plan.base === null ? null : { ...plan.base, ref: oneLine(plan.base.ref, shownName) },
  cluster: {
    identifier: oneLine(plan.cluster.identifier, shownName),
    kubeVersion: oneLine(plan.cluster.kubeVersion, shownName),
  },
});

export const reasonsPart = ({ verdict }: Plan): Part => ({
  title: '',
  head: [verdict.outcome === 'refused' ? '**Refused:**' : '**Because:**', ''],
  items: verdict.reasons.map((reason) => ({
    rank: ranks.reasons,
    lines: [`- ${inert(reason)}`],
    detail: null,
  })),
  name: 'reason',
});

/** The line with the sums is there as long as one release is. */
export function releasesPart(plan: Plan): Part {
  const rows = [...plan.releases.map((release) => releaseRow(release, plan)), ...backingRow(plan.backing)];
  return partOf(
    {
      title: '',
      head: [
        '| Release | What happens | Chart | Create | Change | Delete | Findings |',
        '|---|---|---|--:|--:|--:|---|',
        ...(plan.releases.length > 1 ? [sumsRow(plan)] : []),
      ],
      rows,
      name: 'table row',
    },
    ranks.releases,
  );
}

function releaseRow(release: ReleasePlan, { findings }: Plan): string {
  return row([
    code(release.key),
    operationWords[release.operation],
    inert(chartText(release)),
    ...countCells(objectCounts(release.objects)),
    findingsText(findings.filter((finding) => finding.release === release.key)),
  ]);
}

/** Of the objects of releases; what Pulumi does with other resources has a row of its own. */
function sumsRow({ releases, findings }: Plan): string {
  const counts = objectCounts(releases.flatMap(({ objects }) => objects));
  return row([
    `**all ${plural(releases.length, 'release')}**`,
    '',
    '',
    ...countCells(counts),
    findingsText(findings),
  ]);
}

const countCells = ({ created, changed, renamed, deleted }: PlanCounts['objects']): string[] =>
  [created, changed + renamed, deleted].map(String);

/** One for all resources that Pulumi keeps itself. */
function backingRow(backing: readonly BackingChange[]): string[] {
  if (backing.length === 0) return [];
  const of = (...wanted: readonly BackingChange['operation'][]): string =>
    String(backing.filter(({ operation }) => wanted.includes(operation)).length);
  return [
    row([
      `${plural(backing.length, 'resource')} besides`,
      '',
      '',
      of('create'),
      of('update', 'replace', 'import'),
      of('delete'),
      '',
    ]),
  ];
}

/** Waived ones left out. */
function findingsText(findings: Plan['findings']): string {
  return severities
    .map((severity) => ({
      severity,
      count: findings.filter((one) => one.waiver === null && one.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
    .join(', ');
}
