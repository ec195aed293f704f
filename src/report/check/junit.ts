/**
 * JUnit's XML, as test reporters of CI systems read it: a suite for each release, a test for each case, and one for each rule that a case breaks;
 * suites of helm-unittest with their own names.
 */
import type { CaseOutcome, CheckResult } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import {
  findingText,
  isFailure,
  passed,
  seconds,
  suiteXml,
  totals,
  type Test,
  type TestSuite,
} from './junit-xml.ts';
import { FindingsOfTests, suiteName } from './suite-words.ts';
import { unittestSuite } from './unittest-junit.ts';
import { caseText, type Found } from './wording.ts';

/** Findings below `failOn` are tests that pass, with the finding as their output. */
export function checkJunit(result: CheckResult, { failOn }: { readonly failOn: Severity }): string {
  const groups = new Map<string, Test[]>();
  const add = (group: string, test: Test): void => {
    const tests = groups.get(group);
    if (tests === undefined) groups.set(group, [test]);
    else tests.push(test);
  };
  const cases = new CaseIndex(result.cases);
  const ofTests = new FindingsOfTests(result);
  for (const one of result.cases) {
    const { milliseconds, source } = one;
    add(suiteOf(one), { name: testName(one), seconds: milliseconds / 1000, source, result: passed });
  }
  for (const finding of result.findings.filter((each) => !ofTests.has(each))) {
    const of = cases.of(finding);
    const places = of.length === 0 ? [null] : of;
    for (const one of places) add(suiteOf(one ?? finding), findingTest(finding, one, failOn));
  }
  for (const { rule, reason, ...place } of result.unjudged) {
    const name = [place.case, rule].filter((part) => part !== null).join(': ');
    add(suiteOf(place), {
      name,
      seconds: 0,
      source: null,
      result: { kind: 'skipped', summary: `not checked: ${reason}`, text: '' },
    });
  }
  const suites: TestSuite[] = [
    ...[...groups].map(([name, tests]) => ({ name, file: null, isCached: false, tests })),
    ...result.suites.map((suite) => unittestSuite(suite, suiteName(suite, result), { ofTests, failOn })),
  ];
  const tests = suites.flatMap((suite) => suite.tests);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="k8s-deploy check" ${totals(tests)} time="${seconds(result.milliseconds / 1000)}">`,
    ...suites.flatMap(suiteXml),
    '</testsuites>',
    '',
  ].join('\n');
}

const suiteOf = ({
  release,
  stack,
}: {
  readonly release: string | null;
  readonly stack: string | null;
}): string => [stack, release].filter((part) => part !== null).join(': ') || 'files';

const testName = ({ name, kubeVersion }: CaseOutcome): string => `${name} (${kubeVersion})`;

/** A finding names its first case by release, stack and name, the others by their labels. */
class CaseIndex {
  readonly #byPlace: ReadonlyMap<string, readonly CaseOutcome[]>;
  readonly #byLabel: ReadonlyMap<string, CaseOutcome>;

  constructor(cases: readonly CaseOutcome[]) {
    this.#byPlace = Map.groupBy(cases, ({ release, stack, name }) => JSON.stringify([release, stack, name]));
    this.#byLabel = new Map(cases.map((one) => [caseText(one), one]));
  }

  of({ release, stack, case: name, alsoIn }: Found): CaseOutcome[] {
    const others = alsoIn.flatMap((label) => this.#byLabel.get(label) ?? []);
    const possible = this.#byPlace.get(JSON.stringify([release, stack, name])) ?? [];
    const first = possible.find((one) => one.findings > 0 && !others.includes(one)) ?? possible[0];
    return [...new Set([...(first === undefined ? [] : [first]), ...others])];
  }
}

function findingTest(finding: Found, one: CaseOutcome | null, failOn: Severity): Test {
  const { rule, message, source, waiver, case: name } = finding;
  const text = findingText(finding);
  const place = one === null ? name : testName(one);
  return {
    name: place === null ? rule : `${place}: ${rule}`,
    seconds: 0,
    source,
    result:
      waiver === null
        ? { kind: isFailure(finding, failOn) ? 'failure' : 'output', summary: message, text }
        : { kind: 'skipped', summary: `waived until ${waiver.until}: ${waiver.reason}`, text },
  };
}
