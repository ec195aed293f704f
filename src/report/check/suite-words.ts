/** The words in which all reports speak of helm-unittest suites. */
import type { CheckResult, Finding, SuiteOutcome, TestOutcome } from '../../contract/finding.ts';

export interface TestCounts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function testCounts(suites: readonly SuiteOutcome[]): TestCounts {
  const tests = suites.flatMap((suite) => suite.tests);
  const of = (wanted: TestOutcome['outcome']): number =>
    tests.filter(({ outcome }) => outcome === wanted).length;
  return { tests: tests.length, passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** `12 passed, 1 failed, 2 skipped`. */
export function countsText(suite: SuiteOutcome): string {
  const { passed, failed, skipped } = testCounts([suite]);
  return [
    ...(passed > 0 || failed + skipped === 0 ? [`${passed} passed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

/** The suite's name, with the version of Kubernetes if suites were run for several. */
export function suiteName(
  { name, kubeVersion }: SuiteOutcome,
  { suites }: Pick<CheckResult, 'suites'>,
): string {
  const isOne = new Set(suites.map((suite) => suite.kubeVersion)).size < 2;
  return isOne || kubeVersion === null ? name : `${name} (${kubeVersion})`;
}

export const millisecondsOf = ({ tests }: SuiteOutcome): number =>
  tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

type Found = CheckResult['findings'][number];

/** Which findings are of which test. A file may have several tests of one name: a finding is of the last one that starts above it. */
export class FindingsOfTests {
  readonly #byTest = new Map<string, Found[]>();
  readonly #lines: ReadonlyMap<string, readonly number[]>;

  constructor({ suites, findings }: Pick<CheckResult, 'suites' | 'findings'>) {
    const tests = suites.flatMap((suite) => suite.tests);
    this.#lines = new Map(
      [...Map.groupBy(tests, ({ name, source }) => keyOf(source.file, name))].map(([key, same]) => [
        key,
        same.map(({ source }) => source.line).toSorted((a, b) => b - a),
      ]),
    );
    for (const finding of findings) {
      const key = this.#keyOf(finding);
      if (key === null) continue;
      const found = this.#byTest.get(key);
      if (found === undefined) this.#byTest.set(key, [finding]);
      else found.push(finding);
    }
  }

  of({ name, source }: TestOutcome): readonly Found[] {
    return this.#byTest.get(`${keyOf(source.file, name)} ${source.line}`) ?? [];
  }

  has(finding: Found): boolean {
    return this.#keyOf(finding) !== null;
  }

  /** Null if it is of no test that was run. */
  #keyOf({ rule, case: test, source }: Finding): string | null {
    if (test === null || source === null || !rule.startsWith('suite/')) return null;
    const key = keyOf(source.file, test);
    const lines = this.#lines.get(key);
    if (lines === undefined) return null;
    return `${key} ${lines.find((line) => line <= source.line) ?? lines.at(-1)}`;
  }
}

const keyOf = (file: string, test: string): string => JSON.stringify([file, test]);
