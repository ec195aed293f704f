/** The elements of JUnit's XML. */
import type { SourcePosition } from '../../contract/finding.ts';
import type { Severity } from '../../systems/rule.ts';
import { visible } from './printable.ts';
import { severities, whereText, type Found } from './wording.ts';

export interface TestSuite {
  readonly name: string;
  /** Null: its tests are of several files. */
  readonly file: string | null;
  readonly isCached: boolean;
  readonly tests: readonly Test[];
}

export interface Test {
  readonly name: string;
  readonly seconds: number;
  readonly source: SourcePosition | null;
  readonly result: {
    readonly kind: 'passed' | 'failure' | 'skipped' | 'output';
    readonly summary: string;
    readonly text: string;
  };
}

export const passed: Test['result'] = { kind: 'passed', summary: '', text: '' };

export const isFailure = ({ severity }: Pick<Found, 'severity'>, failOn: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(failOn);

/** All of a finding, on lines of its own. */
export function findingText(finding: Found): string {
  const { severity, message, hint, source } = finding;
  const where = whereText(finding);
  return [
    `${severity}${where === '' ? '' : ` in ${where}`}`,
    message,
    ...(hint === null || hint === '' ? [] : [`What to do: ${hint}`]),
    ...(source === null ? [] : [`${source.file}:${source.line}:${source.column}`]),
  ].join('\n');
}

export function suiteXml({ name, file, isCached, tests }: TestSuite): string[] {
  const place = file === null ? '' : ` file="${attribute(file)}"`;
  return [
    `  <testsuite name="${attribute(name)}"${place} ${totals(tests)} time="${seconds(sum(tests))}">`,
    ...(isCached ? ['    <properties><property name="cached" value="true"/></properties>'] : []),
    ...tests.map((test) => testXml(test, name)),
    '  </testsuite>',
  ];
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

export function totals(tests: readonly Test[]): string {
  const of = (wanted: string): number => tests.filter(({ result }) => result.kind === wanted).length;
  return `tests="${tests.length}" failures="${of('failure')}" errors="0" skipped="${of('skipped')}"`;
}

const sum = (tests: readonly Test[]): number => tests.reduce((all, test) => all + test.seconds, 0);

export const seconds = (time: number): string => time.toFixed(3);

const content = (text: string): string =>
  visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Line feeds and tabs would be read as spaces. */
const attribute = (text: string): string =>
  content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
