/** The words in which all reports speak of findings. */
import type { CaseOutcome, CheckResult, Finding, Unjudged } from '../../contract/finding.ts';
import { objectText } from '../../kubernetes/object-id.ts';
import type { Severity } from '../../systems/rule.ts';
import { pathText } from '../../stack/problem.ts';
import { testCounts } from './suite-words.ts';

export type Found = CheckResult['findings'][number];

export const severities: readonly Severity[] = ['error', 'warning', 'notice'];

export interface CheckCounts {
  readonly error: number;
  readonly warning: number;
  readonly notice: number;
  readonly waived: number;
  readonly unjudged: number;
  readonly cases: number;
  /** Of helm-unittest. */
  readonly suites: number;
  readonly tests: number;
  readonly failedTests: number;
  readonly skippedTests: number;
}

/** Waived findings count as waived only. */
export function countsOf({ findings, unjudged, cases, suites }: CheckResult): CheckCounts {
  const open = findings.filter(({ waiver }) => waiver === null);
  const { tests, failed, skipped } = testCounts(suites);
  const of = (wanted: Severity): number => open.filter(({ severity }) => severity === wanted).length;
  return {
    error: of('error'),
    warning: of('warning'),
    notice: of('notice'),
    waived: findings.length - open.length,
    unjudged: unjudged.length,
    cases: cases.length,
    suites: suites.length,
    tests,
    failedTests: failed,
    skippedTests: skipped,
  };
}

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 notice`; `no findings`. */
export function findingsText(counts: CheckCounts): string {
  const parts = severities.flatMap((severity) =>
    counts[severity] === 0 ? [] : [plural(counts[severity], severity)],
  );
  return parts.join(', ') || 'no findings';
}

/** `Checked 24 cases of 5 releases and 30 tests of 4 suites in 1.2 s: 2 errors, 1 warning; 1 waived, 3 not checked`. */
export function closingText(result: CheckResult): string {
  const counts = countsOf(result);
  const aside = [
    ...(counts.waived === 0 ? [] : [`${counts.waived} waived`]),
    ...(counts.unjudged === 0 ? [] : [`${counts.unjudged} not checked`]),
  ].join(', ');
  const seconds = (result.milliseconds / 1000).toFixed(result.milliseconds < 10_000 ? 2 : 1);
  return `Checked ${checkedText(result, counts)} in ${seconds} s: ${findingsText(counts)}${aside === '' ? '' : `; ${aside}`}`;
}

function checkedText({ cases }: CheckResult, counts: CheckCounts): string {
  const releases = new Set(cases.map(({ release, stack }) => JSON.stringify([stack, release]))).size;
  const parts = [
    ...(counts.cases > 0 || counts.suites === 0
      ? [`${plural(counts.cases, 'case')} of ${plural(releases, 'release')}`]
      : []),
    ...(counts.suites > 0 ? [`${plural(counts.tests, 'test')} of ${plural(counts.suites, 'suite')}`] : []),
  ];
  return parts.join(' and ');
}

/** `Deployment shop/web, spec.replicas`; empty if the finding is of no object. */
export function whereText({ object, path }: Pick<Finding, 'object' | 'path'>): string {
  const steps = path.length === 0 ? [] : [pathText(path)];
  return [...(object === null ? [] : [objectText(object)]), ...steps].join(', ');
}

/** `prod: leoflow/ha`; null if the finding is of no release. */
export function placeText({
  release,
  stack,
  case: name,
}: Pick<Finding, 'release' | 'stack' | 'case'>): string | null {
  const parts = [release, name].filter((part) => part !== null).join('/');
  if (stack === null) return parts === '' ? null : parts;
  return parts === '' ? stack : `${stack}: ${parts}`;
}

/** `prod: leoflow/ha (1.33)`: as `alsoIn` names a case. */
export const caseText = ({ name, release, stack, kubeVersion }: CaseOutcome): string =>
  `${stack === null ? '' : `${stack}: `}${release}/${name} (${kubeVersion})`;

export interface UnjudgedRule {
  readonly rule: string;
  readonly reason: string;
  readonly cases: number;
}

/** The same rule lacks the same fact in many cases. */
export const unjudgedRules = (unjudged: readonly Unjudged[]): UnjudgedRule[] =>
  [...Map.groupBy(unjudged, ({ rule, reason }) => JSON.stringify([rule, reason])).values()].flatMap((group) =>
    group.slice(0, 1).map(({ rule, reason }) => ({ rule, reason, cases: group.length })),
  );
