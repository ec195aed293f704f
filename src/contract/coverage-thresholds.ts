import type { Renderer } from '../render/renderer.ts';
import type { ChartCoverage, CoverageOf, Finding, Unjudged } from './finding.ts';
import type { RuleFacts } from './pack.ts';
import type { Suite } from './suite/suite.ts';

export const coverageRule: RuleFacts = {
  id: 'coverage/below-threshold',
  title: 'The cases reach as much of the chart as the contract asks for',
  why: 'A branch that no case reaches may hold anything. Add a case that reaches what is listed, or lower the threshold.',
  severity: 'error',
};

export const hasThresholds = (suites: readonly Suite[]): boolean =>
  suites.some(({ coverage }) => Object.values(coverage).some((threshold) => threshold !== null));

const listed = 10;

/** `release`: of the contract's cases. `counted`: of all cases of its chart. */
export function coverageFindings(
  suite: Suite,
  release: string,
  counted: ChartCoverage | undefined,
): Finding[] {
  if (counted === undefined) return [];
  return (['templates', 'branches', 'values'] as const).flatMap((part) => {
    const threshold = suite.coverage[part];
    const percent = percentOf(counted[part]);
    if (threshold === null || percent >= threshold) return [];
    const { missed } = counted[part];
    const more = missed.length > listed ? `, and ${missed.length - listed} more` : '';
    return [
      {
        rule: coverageRule.id,
        severity: coverageRule.severity,
        release,
        stack: null,
        case: null,
        object: null,
        path: [],
        template: null,
        message: `the cases reach ${percent.toFixed(1)} % of the ${part}, and ${threshold} % are asked for; not reached: ${missed.slice(0, listed).join(', ')}${more}`,
        hint: 'Add cases that reach them.',
        source: suite.positionOf(['coverage', part]),
        waiver: null,
      },
    ];
  });
}

export const cannotTell = (release: string, { description }: Pick<Renderer, 'description'>): Unjudged => ({
  rule: coverageRule.id,
  release,
  stack: null,
  case: null,
  reason: `${description} does not tell which branches a case reaches`,
});

const percentOf = ({ reached, total }: CoverageOf): number => (total === 0 ? 100 : (100 * reached) / total);
