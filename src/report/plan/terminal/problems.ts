/** What is wrong with a plan, or may go wrong: findings, risks, and what nobody knows. */
import type { Plan } from '../../../plan/plan.ts';
import type { Severity } from '../../../systems/rule.ts';
import { plural, unjudgedRules, whereText } from '../../check/wording.ts';
import { severityMarks } from '../../marks.ts';
import type { PlanCounts } from '../counts.ts';
import { riskPlace } from '../wording.ts';
import { paragraph } from './paragraph.ts';
import type { View } from './view.ts';

interface Problem {
  readonly severity: Severity;
  readonly name: string;
  readonly where: string;
  readonly message: string;
  readonly hint: string | null;
}

export function riskLines({ risks }: Plan, view: View): string[] {
  if (risks.length === 0) return [];
  return [
    ...title('Risks', view),
    ...risks.flatMap((risk) => problemLines({ ...risk, name: risk.id, where: riskPlace(risk) }, view)),
    '',
  ];
}

export function findingLines(plan: Plan, { findings: counts }: PlanCounts, view: View): string[] {
  const open = plan.findings.filter(
    ({ waiver, severity }) => waiver === null && (view.verbose || severity !== 'notice'),
  );
  const left = [
    ...(counts.notice === 0 ? [] : [plural(counts.notice, 'notice')]),
    ...(counts.waived === 0 ? [] : [`${counts.waived} waived`]),
    ...(plan.unjudged.length === 0 ? [] : [`${plan.unjudged.length} not checked`]),
  ].join(', ');
  const more = view.verbose
    ? []
    : left === ''
      ? []
      : line(
          `${open.length === 0 ? 'Findings: ' : 'also '}${left} (--verbose lists them)`,
          open.length === 0 ? 0 : 2,
          view,
        );
  const lines = [
    ...(open.length === 0 ? [] : title('Findings', view)),
    ...open.flatMap((finding) => {
      const { source, rule, release } = finding;
      const file = source === null ? [] : [`${source.file}:${source.line}:${source.column}`];
      const where = [...file, ...(release === null ? [] : [release]), ...notEmpty(whereText(finding))];
      return problemLines({ ...finding, name: rule, where: where.join(': ') }, view);
    }),
    ...more,
    ...(view.verbose ? [...waivedLines(plan, view), ...unjudgedLines(plan, view)] : []),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

const notEmpty = (text: string): string[] => (text === '' ? [] : [text]);

function problemLines({ severity, name, where, message, hint }: Problem, view: View): string[] {
  const { mark, style } = severityMarks[severity];
  const below = { indent: 6, hanging: 6 };
  return [
    ...paragraph(
      [[style, `${mark} ${severity}`], ' ', ['bold', name], `  ${where}`],
      { indent: 2, hanging: 6 },
      view.terminal,
    ),
    ...message
      .trimEnd()
      .split('\n')
      .flatMap((text) => paragraph([text], below, view.terminal)),
    ...(hint === null || hint === ''
      ? []
      : paragraph([['cyan', 'what to do:'], ` ${hint}`], { indent: 6, hanging: 8 }, view.terminal)),
  ];
}

function waivedLines({ findings }: Plan, view: View): string[] {
  const lines = findings.flatMap((finding) => {
    const { rule, waiver } = finding;
    if (waiver === null) return [];
    return [
      ...paragraph([['bold', rule], `  ${whereText(finding)}`], { indent: 2, hanging: 6 }, view.terminal),
      ...line(`until ${waiver.until}: ${waiver.reason}`, 6, view),
    ];
  });
  return lines.length === 0 ? [] : [...title('Waived', view), ...lines];
}

function unjudgedLines({ unjudged }: Plan, view: View): string[] {
  if (unjudged.length === 0) return [];
  return [
    ...title('Not checked', view),
    ...unjudgedRules(unjudged).flatMap(({ rule, reason, cases }) =>
      line(`${rule}  (${plural(cases, 'time')}) ${reason}`, 2, view),
    ),
  ];
}

export const gapLines = ({ gaps }: Plan, view: View): string[] =>
  gaps.length === 0
    ? []
    : [
        ...title('What this plan does not know', view),
        ...gaps.flatMap((gap) => paragraph(['? ', gap], { indent: 2, hanging: 4 }, view.terminal)),
        '',
      ];

const title = (text: string, { terminal }: View): string[] => [terminal.style('bold', text)];

const line = (text: string, indent: number, { terminal }: View): string[] =>
  paragraph([text], { indent, hanging: indent + 2 }, terminal);
