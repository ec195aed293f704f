/** A suite of helm-unittest in JUnit's XML: under its own name and those of its tests, so that reports of before go on. */
import type { SuiteOutcome, TestOutcome } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { findingText, isFailure, passed, type Test, type TestSuite } from './junit-xml.ts';
import type { FindingsOfTests } from './suite-words.ts';
import type { Found } from './wording.ts';

interface Context {
  readonly ofTests: FindingsOfTests;
  readonly failOn: Severity;
}

export const unittestSuite = (suite: SuiteOutcome, name: string, context: Context): TestSuite => ({
  name,
  file: suite.source.file,
  isCached: suite.cached,
  tests: suite.tests.map((test) => unittest(test, context)),
});

function unittest(test: TestOutcome, { ofTests, failOn }: Context): Test {
  const { name, milliseconds, source, outcome, reason } = test;
  const seconds = milliseconds / 1000;
  if (outcome === 'skipped') {
    return { name, seconds, source, result: { kind: 'skipped', summary: reason ?? '', text: '' } };
  }
  return { name, seconds, source, result: resultOf(ofTests.of(test), outcome, failOn) };
}

function resultOf(
  findings: readonly Found[],
  outcome: TestOutcome['outcome'],
  failOn: Severity,
): Test['result'] {
  const text = findings.map(findingText).join('\n\n');
  const kind =
    outcome === 'failed' || findings.some((finding) => isFailure(finding, failOn)) ? 'failure' : 'output';
  if (kind === 'output' && findings.length === 0) return passed;
  return { kind, summary: findings.map(({ message }) => message).join('\n'), text };
}
