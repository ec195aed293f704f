/** What is found: risks of what happens, findings of the gate, and what nobody knows. */
import type { Plan, Risk } from '../../../plan/plan.ts';
import type { Severity } from '../../../systems/rule.ts';
import { partOf, row, severitySections, unjudged, waived } from '../../check/finding-sections.ts';
import type { Part } from '../../check/fitting.ts';
import { code, inert } from '../../check/markdown-text.ts';
import { plural } from '../../check/wording.ts';
import { ranks } from '../budget.ts';
import { riskPlace } from '../wording.ts';

const severityMarks: Record<Severity, string> = {
  error: '❌ error',
  warning: '⚠️ warning',
  notice: 'ℹ️ notice',
};

export const risksPart = ({ risks }: Plan): Part =>
  partOf(
    {
      title: '',
      head: [
        `#### ${plural(risks.length, 'risk')}`,
        '',
        '| | Risk | Where | What happens |',
        '|---|---|---|---|',
      ],
      rows: risks.map(riskRow),
      name: 'risk',
    },
    ranks.risks,
  );

function riskRow(risk: Risk): string {
  const todo = risk.hint === null || risk.hint === '' ? '' : `<br>→ ${inert(risk.hint)}`;
  const where = inert(riskPlace(risk));
  return row([severityMarks[risk.severity], code(risk.id), where, `${inert(risk.message)}${todo}`]);
}

export interface FindingParts {
  readonly errors: Part;
  /** Warnings, notices, waived ones, and what was not checked. */
  readonly others: readonly Part[];
}

export function findingParts(plan: Plan): FindingParts {
  const [errors, warnings, notices] = severitySections(plan);
  return {
    errors: partOf(
      { ...errors, title: '', head: [`#### Findings: ${errors.title}`, '', ...errors.head] },
      ranks.errors,
    ),
    others: [
      partOf(warnings, ranks.warnings),
      partOf(notices, ranks.notices),
      partOf(waived(plan), ranks.notices),
      partOf(unjudged(plan), ranks.notices),
    ],
  };
}

export const gapsPart = ({ gaps }: Plan): Part => ({
  title: 'What this plan does not know',
  head: [],
  items: gaps.map((gap) => ({ rank: ranks.notices, lines: [`- ${inert(gap)}`], detail: null })),
  name: 'gap',
});
