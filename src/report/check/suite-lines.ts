/** helm-unittest suites as a person at a terminal reads them. What failed stands above, with all other findings. */
import type { CheckResult, SuiteOutcome, TestOutcome } from '../../contract/finding.ts';
import type { Style, Terminal } from '../terminal.ts';
import { printable } from './printable.ts';
import { countsText, millisecondsOf, suiteName } from './suite-words.ts';

type Styler = Pick<Terminal, 'style'>;

const marks: Record<TestOutcome['outcome'], { readonly mark: string; readonly style: Style }> = {
  passed: { mark: '✓', style: 'green' },
  failed: { mark: '✗', style: 'red' },
  skipped: { mark: '-', style: 'dim' },
};

/** One for each suite; `verbose`: its tests, too. */
export function suiteLines(
  result: Pick<CheckResult, 'suites'>,
  terminal: Styler,
  { verbose }: { readonly verbose: boolean },
): string[] {
  if (result.suites.length === 0) return [];
  const lines = result.suites.flatMap((suite) => [
    suiteLine(suite, suiteName(suite, result), terminal),
    ...(verbose ? suite.tests.map((test) => testLine(test, terminal)) : []),
  ]);
  return ['Suites', ...lines, ''];
}

function suiteLine(suite: SuiteOutcome, name: string, terminal: Styler): string {
  const { mark, style } = marks[outcomeOf(suite)];
  const file =
    suite.source.file === suite.name ? '' : `${terminal.style('dim', printable(suite.source.file))}  `;
  const time = suite.cached ? 'cached' : `${millisecondsOf(suite).toFixed(1)} ms`;
  return `  ${terminal.style(style, mark)} ${file}${printable(name)}: ${countsText(suite)}${reasonText(suite.skipped)} (${time})`;
}

function outcomeOf({ tests }: SuiteOutcome): TestOutcome['outcome'] {
  if (tests.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return tests.some(({ outcome }) => outcome === 'passed') ? 'passed' : 'skipped';
}

function testLine({ name, outcome, reason, milliseconds }: TestOutcome, terminal: Styler): string {
  const { mark, style } = marks[outcome];
  const time = outcome === 'skipped' ? '' : ` (${milliseconds.toFixed(1)} ms)`;
  return `      ${terminal.style(style, mark)} ${onOneLine(name)}${reasonText(reason)}${time}`;
}

const reasonText = (reason: string | null): string =>
  reason === null ? '' : `, skipped: ${onOneLine(reason)}`;

/** Names of tests may have several lines. */
export const onOneLine = (text: string): string => printable(text).replaceAll(/\s*\n\s*/g, ' ');
