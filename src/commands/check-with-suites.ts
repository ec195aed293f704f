/** Cases and helm-unittest suites in one result. */
import type { Case } from '../contract/case.ts';
import type { CheckResult } from '../contract/finding.ts';
import { byPlace } from '../contract/judge.ts';
import type { CheckedSuites } from './check-suites.ts';

type Findings = CheckResult['findings'];

/** `bare`: the cases of charts that are checked as they are. */
export const withSuites = (
  result: CheckResult,
  { outcomes, findings, milliseconds }: CheckedSuites,
  bare: readonly Case[],
): CheckResult => ({
  ...result,
  suites: outcomes,
  findings: [
    ...remindersOf(result.findings, bare, outcomes),
    ...findings.map((finding) => ({ ...finding, alsoIn: [] })),
  ].toSorted(byPlace),
  milliseconds: Math.max(result.milliseconds, milliseconds), // they run at the same time
});

/** A chart may want values before it renders. Where its suites give it some, that it refuses its defaults is worth a word, and breaks nothing. */
function remindersOf(
  findings: Findings,
  bare: readonly Case[],
  outcomes: CheckedSuites['outcomes'],
): Findings {
  const hasPassed = (name: string | null): boolean =>
    outcomes.some(({ chart, tests }) => chart === name && tests.some(({ outcome }) => outcome === 'passed'));
  const files = new Set(bare.filter(({ release }) => hasPassed(release)).map(({ source }) => source.file));
  return findings.map((finding) =>
    finding.rule === 'case/failed' && finding.source !== null && files.has(finding.source.file)
      ? {
          ...finding,
          severity: 'notice',
          hint: 'Its suites give it what it wants, so it is judged by them. For our rules to be asked too, give it defaults that render, or a contract with a case.',
        }
      : finding,
  );
}
