/** What a person at a terminal reads: findings by file, counts, one closing line. */
import type { CheckResult, ChartCoverage, CoverageOf } from '../../contract/finding.ts';
import { severityMarks } from '../marks.ts';
import type { Style, Terminal } from '../terminal.ts';
import { printable, withoutCommands } from './printable.ts';
import { onOneLine, suiteLines } from './suite-lines.ts';
import {
  caseText,
  closingText,
  countsOf,
  type CheckCounts,
  placeText,
  plural,
  unjudgedRules,
  whereText,
  type Found,
} from './wording.ts';

type Styler = Pick<Terminal, 'style'>;

/** More other cases of one finding are counted, not listed. */
const listedCases = 3;

/**
 * Errors and warnings, each once, and a line for each suite. `verbose` also lists notices, tests of suites, where each finding comes from, cases, waived findings, rules that
 * could not be checked, and what no case reached.
 */
export function checkLines(
  result: CheckResult,
  terminal: Styler,
  { verbose }: { readonly verbose: boolean },
): string[] {
  const open = result.findings.filter(
    ({ waiver, severity }) => waiver === null && (verbose || severity !== 'notice'),
  );
  const counts = countsOf(result);
  const style: Style =
    counts.error > 0
      ? 'red'
      : counts.warning > 0
        ? 'yellow'
        : counts.cases + counts.tests > 0
          ? 'green'
          : 'bold';
  const detail = verbose
    ? [...waivedLines(result, terminal), ...unjudgedLines(result), ...caseLines(result, terminal)]
    : [];
  return [
    ...[...Map.groupBy(open, groupOf)].flatMap(([group, findings]) => [
      terminal.style('bold', printable(group)),
      ...findings.flatMap((finding) => findingLines(finding, terminal, verbose)),
      '',
    ]),
    ...suiteLines(result, terminal, { verbose }),
    ...detail,
    ...coverageLines(result, { verbose }),
    terminal.style(style, closingText(result)),
    ...(verbose ? [`Rendered by ${printable(result.renderer)}`] : leftOut(counts, terminal)),
  ].map(withoutCommands);
}

const leftOut = ({ notice, waived, unjudged }: CheckCounts, terminal: Styler): string[] =>
  notice + waived + unjudged === 0 ? [] : [terminal.style('dim', '--verbose lists all of them')];

const groupOf = ({ source, release, stack }: Found): string =>
  source?.file ?? release ?? stack ?? 'the whole stack';

function findingLines(finding: Found, terminal: Styler, verbose: boolean): string[] {
  const { severity, rule, source, message, hint, template, alsoIn } = finding;
  const { mark, style } = severityMarks[severity];
  const position = source === null ? '' : `${source.line}:${source.column} `;
  const place = placeText(finding);
  const where = [place, whereText(finding)].filter((part) => part !== null && part !== '').join(': ');
  const rest = alsoIn.length - listedCases;
  const others = alsoIn.slice(0, listedCases).join(', ') + (rest > 0 ? `, and ${rest} more` : '');
  const also = alsoIn.length === 0 ? [] : [`also in ${others}`];
  const from = template === null ? [] : [`rendered by ${template}`];
  const more = verbose || alsoIn.length === 0 ? '' : ` (and ${plural(alsoIn.length, 'other case')})`;
  return [
    `  ${terminal.style(style, `${mark} ${severity}`)} ${terminal.style('dim', position)}${terminal.style('bold', printable(rule))}  ${onOneLine(where)}${terminal.style('dim', more)}`,
    `      ${indented(message)}`,
    ...(hint === null || hint === ''
      ? []
      : [`      ${terminal.style('cyan', 'what to do:')} ${indented(hint)}`]),
    ...(verbose ? [...from, ...also] : []).map((line) => `      ${terminal.style('dim', indented(line))}`),
  ];
}

const indented = (text: string): string => printable(text).trimEnd().split('\n').join('\n      ');

function waivedLines({ findings }: CheckResult, terminal: Styler): string[] {
  const lines = findings.flatMap((finding) => {
    if (finding.waiver === null) return [];
    const { reason, until } = finding.waiver;
    const where = [placeText(finding), whereText(finding)]
      .filter((part) => part !== null && part !== '')
      .join(': ');
    return [
      `  ${terminal.style('bold', printable(finding.rule))}  ${printable(where)}`,
      `      until ${printable(until)}: ${indented(reason)}`,
    ];
  });
  return lines.length === 0 ? [] : ['Waived', ...lines, ''];
}

function unjudgedLines({ unjudged }: CheckResult): string[] {
  if (unjudged.length === 0) return [];
  const lines = unjudgedRules(unjudged).map(
    ({ rule, reason, cases }) => `  ${printable(rule)}  (${plural(cases, 'case')}) ${indented(reason)}`,
  );
  return ['Not checked', ...lines, ''];
}

function caseLines({ cases }: CheckResult, terminal: Styler): string[] {
  const lines = cases.map((one) => {
    const isFine = one.findings === 0;
    const outcome =
      one.outcome === 'failed'
        ? `failed${one.expected === 'failure' ? ', as expected' : ''}`
        : plural(one.objects, 'object');
    const found = isFine ? '' : `, ${plural(one.findings, 'finding')}`;
    return `  ${terminal.style(isFine ? 'green' : 'red', isFine ? '✓' : '✗')} ${printable(caseText(one))}: ${outcome}, ${plural(one.rules, 'rule')}${found} (${one.milliseconds.toFixed(1)} ms)`;
  });
  return lines.length === 0 ? [] : ['Cases', ...lines, ''];
}

function coverageLines({ coverage }: CheckResult, { verbose }: { readonly verbose: boolean }): string[] {
  if (coverage === null || coverage.charts.length === 0) return [];
  const lines = coverage.charts.flatMap((chart) => [
    `  ${printable(`${chart.chart}: ${kinds.map((kind) => `${kind} ${shareText(chart[kind])}`).join(', ')}`)}`,
    ...(verbose
      ? kinds.flatMap((kind) => chart[kind].missed.map((item) => `      not reached: ${indented(item)}`))
      : []),
  ]);
  return ['Coverage', ...lines, ''];
}

const kinds = ['templates', 'branches', 'values'] as const satisfies readonly (keyof ChartCoverage)[];

/** `12/16 (75 %)`; never rounded up to all. */
const shareText = ({ reached, total }: CoverageOf): string =>
  `${reached}/${total}${total === 0 ? '' : ` (${Math.floor((100 * reached) / total)} %)`}`;
