/** What a person reads after `migrate`: each test whose verdict changes, why, and what to change; then what was written. */
import type { Finding } from '../../contract/finding.ts';
import type { FileDifferences, TestDifference, Verdict } from '../../contract/unittest/differences.ts';
import type {
  ChartDifferences,
  Migration,
  NotCarried,
  WrittenContract,
} from '../../contract/unittest/migration.ts';
import { printable, withoutCommands } from '../check/printable.ts';
import { plural } from '../check/wording.ts';
import { severityMarks } from '../marks.ts';
import type { Style, Terminal } from '../terminal.ts';
import { countsOf } from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

export function migrationLines({ charts, contract }: Migration, terminal: Styler): string[] {
  const { files, tests, differences } = countsOf(charts);
  const ran = `Ran ${plural(tests, 'test')} of ${plural(files, 'file')} both ways`;
  const closing =
    differences === 0
      ? terminal.style('green', `${ran}: every verdict is the same`)
      : terminal.style(
          'yellow',
          `${ran}: ${plural(differences, 'verdict')} ${differences === 1 ? 'differs' : 'differ'}`,
        );
  return [
    ...charts.flatMap((one) => chartLines(one, terminal)),
    closing,
    ...(contract === null ? [] : ['', ...contractLines(contract, terminal)]),
  ].map(withoutCommands);
}

function chartLines({ chart, files, findings }: ChartDifferences, terminal: Styler): string[] {
  const about = findings.flatMap((finding) => findingLines(finding, '  ', terminal));
  return [
    ...(about.length === 0 ? [] : [terminal.style('bold', printable(chart)), ...about, '']),
    ...files.flatMap((one) => fileLines(one, terminal)),
  ];
}

function fileLines({ file, differences, besides }: FileDifferences, terminal: Styler): string[] {
  if (differences.length + besides.length === 0) return [];
  const suites = Map.groupBy(differences, ({ suite }) => suite);
  return [
    terminal.style('bold', printable(file)),
    ...besides.flatMap((finding) => findingLines(finding, '  ', terminal)),
    ...[...suites].flatMap(([suite, tests]) => [
      ...(suite === '' ? [] : [`  ${printable(suite)}`]),
      ...tests.flatMap((one) => testLines(one, terminal)),
    ]),
    '',
  ];
}

const verdictStyles: Readonly<Record<Verdict, { readonly text: string; readonly style: Style }>> = {
  passed: { text: 'passes', style: 'green' },
  failed: { text: 'fails', style: 'red' },
  skipped: { text: 'is skipped', style: 'dim' },
  'not-run': { text: 'is not run', style: 'red' },
};

function testLines(
  { test, source, compat, default: strict, reasons }: TestDifference,
  terminal: Styler,
): string[] {
  const told = (verdict: Verdict): string =>
    terminal.style(verdictStyles[verdict].style, verdictStyles[verdict].text);
  return [
    `    ${terminal.style('dim', `${source.line}:${source.column}`)} ${terminal.style('bold', printable(test))}: ${told(compat)} with helm-unittest, ${told(strict)} here`,
    ...reasons.flatMap((finding) => findingLines(finding, '      ', terminal)),
  ];
}

function findingLines(
  { severity, rule, source, message, hint }: Finding,
  indent: string,
  terminal: Styler,
): string[] {
  const { mark, style } = severityMarks[severity];
  const at = source === null ? '' : `${source.line}:${source.column} `;
  const deeper = `${indent}    `;
  return [
    `${indent}${terminal.style(style, `${mark} ${severity}`)} ${terminal.style('dim', at)}${terminal.style('bold', rule)}  ${indented(message, deeper)}`,
    ...(hint === null || hint === ''
      ? []
      : [`${deeper}${terminal.style('cyan', 'what to change:')} ${indented(hint, deeper)}`]),
  ];
}

function contractLines(
  { file, cases, rules, snapshots, without, notCarried }: WrittenContract,
  terminal: Styler,
): string[] {
  const kept = snapshots === 0 ? '' : `, ${plural(snapshots, 'choice')} of snapshots`;
  const off =
    without.length === 0
      ? []
      : [
          `It switches off ${without.join(', ')}, which find what the suites do not ask: take them out of "without" to see it.`,
        ];
  const head = `Wrote ${printable(file)}: ${plural(cases, 'case')}, ${plural(rules, 'rule')}${kept}`;
  return [
    terminal.style('bold', head),
    ...off,
    ...(notCarried.length === 0
      ? ['Everything was carried over.']
      : [
          `Not carried over (${notCarried.length}):`,
          ...notCarried.flatMap((one) => leftLines(one, terminal)),
        ]),
  ];
}

function leftLines({ source, what, test, why, hint }: NotCarried, terminal: Styler): string[] {
  const place = `${printable(source.file)}:${source.line}`;
  const of = test === '' ? '' : ` of "${printable(test)}"`;
  return [
    `  ${place} ${terminal.style('bold', printable(what))}${of}: ${indented(why, '      ')}`,
    `      ${terminal.style('cyan', 'what to do:')} ${indented(hint, '      ')}`,
  ];
}

const indented = (text: string, indent: string): string =>
  printable(text).trimEnd().split('\n').join(`\n${indent}`);
