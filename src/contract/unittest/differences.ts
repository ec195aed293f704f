/** Where the verdicts of the two modes differ: helm-unittest's own, defects included, and the default, which closes what fails open. Pure. */
import type { SuiteFileRun, SuiteTestRun } from '../../render/suite-runs.ts';
import type { Finding, SourcePosition } from '../finding.ts';
import { suiteFindings } from './findings.ts';

/** `not-run`: the file has errors in the default mode, so that none of its tests is run. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'not-run';

export interface TestDifference {
  readonly suite: string;
  readonly test: string;
  readonly source: SourcePosition;
  readonly compat: Verdict;
  readonly default: Verdict;
  /** What one mode finds and the other does not; of the default mode, unless only helm-unittest fails. Never empty. */
  readonly reasons: readonly Finding[];
}

export interface FileDifferences {
  readonly file: string; // as findings name it
  /** The chart that it is about: `parent/charts/child`. */
  readonly chart: string;
  readonly tests: number;
  /** In the order of the file. */
  readonly differences: readonly TestDifference[];
  /** What the default mode says besides, which changes no verdict: errors about the file as a whole, and warnings. */
  readonly besides: readonly Finding[];
}

/** Runs of the same files, in any order; one that helm-unittest would run twice counts once. */
export function suiteDifferences(
  compat: readonly SuiteFileRun[],
  strict: readonly SuiteFileRun[],
  shownFile: (path: string) => string,
): FileDifferences[] {
  const others = new Map(compat.toReversed().map((run) => [keyOf(run), run]));
  return strict.map((run) => fileDifferences(others.get(keyOf(run)), run, shownFile));
}

const keyOf = ({ path, route }: SuiteFileRun): string => JSON.stringify([path, route]);

function fileDifferences(
  compat: SuiteFileRun | undefined,
  strict: SuiteFileRun,
  shownFile: (path: string) => string,
): FileDifferences {
  const file = shownFile(strict.path);
  const theirs = compat === undefined ? [] : suiteFindings(compat, { shownFile, tellsObsolete: false });
  const ours = suiteFindings(strict, { shownFile, tellsObsolete: true });
  const pairs = pairsOf(compat, strict);
  const differences = pairs.flatMap(({ suite, test, before, now }, index): TestDifference[] => {
    const [was, is] = [verdictOf(before), verdictOf(now)];
    if (was === is || (before === undefined && now === undefined)) return [];
    const lines = { from: test.line, to: pairs[index + 1]?.test.line ?? Infinity };
    const found = is === 'passed' || is === 'skipped' ? theirs : ours;
    const inside = found.filter(({ source }) => isWithin(source, lines));
    const reasons = inside.length > 0 ? inside : found.filter(({ severity }) => severity === 'error');
    const source = { file, line: test.line, column: test.column };
    return [{ suite, test: test.name, source, compat: was, default: is, reasons }];
  });
  const told = new Set(differences.flatMap(({ reasons }) => reasons));
  const known = new Set(theirs.map(identity));
  return {
    file,
    chart: strict.route,
    tests: pairs.length,
    differences,
    besides: ours.filter((finding) => !told.has(finding) && !known.has(identity(finding))),
  };
}

interface Pair {
  readonly suite: string;
  readonly test: SuiteTestRun;
  readonly before: SuiteTestRun | undefined;
  readonly now: SuiteTestRun | undefined;
}

/** By their places: names may stand twice. */
function pairsOf(compat: SuiteFileRun | undefined, strict: SuiteFileRun): Pair[] {
  const suites = Math.max(compat?.suites.length ?? 0, strict.suites.length);
  return Array.from({ length: suites }, (_, index) => [compat?.suites[index], strict.suites[index]]).flatMap(
    ([before, now]) => {
      const tests = Math.max(before?.tests.length ?? 0, now?.tests.length ?? 0);
      return Array.from({ length: tests }, (_, at) => [before?.tests[at], now?.tests[at]]).flatMap(
        ([was, is]) => {
          const test = is ?? was;
          const suite = now?.name ?? before?.name ?? '';
          return test === undefined ? [] : [{ suite, test, before: was, now: is }];
        },
      );
    },
  );
}

function verdictOf(test: SuiteTestRun | undefined): Verdict {
  if (test === undefined) return 'not-run';
  if (test.skipped !== '') return 'skipped';
  return test.passed ? 'passed' : 'failed';
}

const isWithin = (at: SourcePosition | null, { from, to }: { from: number; to: number }): boolean =>
  at !== null && at.line >= from && at.line < to;

const identity = ({ rule, source, message }: Finding): string => JSON.stringify([rule, source, message]);
