/** JUnit's XML, as test reporters of CI systems read it: a suite for each release, a test for each case, and one for each rule that a case breaks. */
import type { CaseOutcome, CheckResult, SourcePosition } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { visible } from './printable.ts';
import { caseText, severities, whereText, type Found } from './wording.ts';

interface Test {
  readonly name: string;
  readonly seconds: number;
  readonly source: SourcePosition | null;
  readonly result: {
    readonly kind: 'passed' | 'failure' | 'skipped' | 'output';
    readonly summary: string;
    readonly text: string;
  };
}

/** Findings below `failOn` are tests that pass, with the finding as their output. */
export function checkJunit(result: CheckResult, { failOn }: { readonly failOn: Severity }): string {
  const suites = new Map<string, Test[]>();
  const add = (suite: string, test: Test): void => {
    const tests = suites.get(suite);
    if (tests === undefined) suites.set(suite, [test]);
    else tests.push(test);
  };
  const cases = new CaseIndex(result.cases);
  for (const one of result.cases) {
    const { milliseconds, source } = one;
    add(suiteOf(one), { name: testName(one), seconds: milliseconds / 1000, source, result: passed });
  }
  for (const finding of result.findings) {
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
  const tests = [...suites.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="k8s-deploy check" ${totals(tests)} time="${seconds(result.milliseconds / 1000)}">`,
    ...[...suites].flatMap(([name, items]) => [
      `  <testsuite name="${attribute(name)}" ${totals(items)} time="${seconds(sum(items))}">`,
      ...items.map((test) => testXml(test, name)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const passed: Test['result'] = { kind: 'passed', summary: '', text: '' };

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
  const { rule, severity, message, hint, source, waiver, case: name } = finding;
  const where = whereText(finding);
  const text = [
    `${severity}${where === '' ? '' : ` in ${where}`}`,
    message,
    ...(hint === null || hint === '' ? [] : [`What to do: ${hint}`]),
    ...(source === null ? [] : [`${source.file}:${source.line}:${source.column}`]),
  ].join('\n');
  const isFailure = severities.indexOf(severity) <= severities.indexOf(failOn);
  const place = one === null ? name : testName(one);
  return {
    name: place === null ? rule : `${place}: ${rule}`,
    seconds: 0,
    source,
    result:
      waiver === null
        ? { kind: isFailure ? 'failure' : 'output', summary: message, text }
        : { kind: 'skipped', summary: `waived until ${waiver.until}: ${waiver.reason}`, text },
  };
}

function testXml({ name, seconds: time, source, result }: Test, suite: string): string {
  const place = source === null ? '' : ` file="${attribute(source.file)}" line="${source.line}"`;
  const open = `    <testcase name="${attribute(name)}" classname="${attribute(suite)}" time="${seconds(time)}"${place}`;
  const { kind, summary, text } = result;
  switch (kind) {
    case 'passed':
      return `${open}/>`;
    case 'failure':
      return `${open}><failure message="${attribute(summary)}">${content(text)}</failure></testcase>`;
    case 'skipped':
      return `${open}><skipped message="${attribute(summary)}"/></testcase>`;
    case 'output':
      return `${open}><system-out>${content(text)}</system-out></testcase>`;
  }
}

function totals(tests: readonly Test[]): string {
  const of = (wanted: string): number => tests.filter(({ result }) => result.kind === wanted).length;
  return `tests="${tests.length}" failures="${of('failure')}" errors="0" skipped="${of('skipped')}"`;
}

const sum = (tests: readonly Test[]): number => tests.reduce((all, test) => all + test.seconds, 0);

const seconds = (time: number): string => time.toFixed(3);

const content = (text: string): string =>
  visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Line feeds and tabs would be read as spaces. */
const attribute = (text: string): string =>
  content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
