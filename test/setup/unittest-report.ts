/** What helm-unittest prints and reports, read. Its JUnit report names no files, and leaves out suites that could not be run. */
import { relative, resolve } from 'node:path';

export type UnittestVerdict = 'passed' | 'failed' | 'error' | 'skipped';

export interface JudgedTest {
  readonly name: string;
  readonly verdict: UnittestVerdict;
}

export interface JudgedSuite {
  /** Of the file, relative to the folder of its chart. */
  readonly file: string;
  readonly name: string;
  readonly verdict: UnittestVerdict;
  readonly tests: readonly JudgedTest[];
}

export interface JudgedChart {
  /** Why none of its suites runs; '' if they do. */
  readonly error: string;
  /** Files whose suites, or whose snapshots, cannot be read; relative to the folder of the chart. Not told where `error` is. */
  readonly unread: readonly string[];
  /** Sorted by file: those of subcharts come in a random order. */
  readonly suites: readonly JudgedSuite[];
}

const suiteLine = /^ (PASS|FAIL|SKIP) {2}(.*)\t(.*)$/;
const labels: Readonly<Record<string, UnittestVerdict>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' };

interface OpenChart {
  error: string;
  unread: string[];
  suites: JudgedSuite[];
}

/** `charts` in the order in which it was asked for them; paths that it prints are relative to `cwd`. Throws if the two don't agree. */
export function judgedCharts(
  printed: string,
  report: string,
  { charts, cwd }: { readonly charts: readonly string[]; readonly cwd: string },
): JudgedChart[] {
  const reported = suitesOfReport(report);
  const judged: OpenChart[] = charts.map(() => ({ error: '', unread: [], suites: [] }));
  let reached = -1;
  const lines = printed.split('\n');
  for (const [index, line] of lines.entries()) {
    const error = /^### Error: {2}(.*)$/.exec(line)?.[1];
    if (error !== undefined || line.startsWith('### Chart [')) {
      reached += 1;
      const chart = judged[reached];
      if (chart !== undefined) chart.error = error ?? '';
    }
    const [, label = '', name = '', path = ''] = suiteLine.exec(line) ?? [];
    if (label === '') continue;
    const file = resolve(cwd, path);
    // What cannot be read is told before its chart is.
    const owner = charts.findIndex((each) => file.startsWith(`${each}/`));
    const found = judged[owner];
    const inside = relative(charts[owner] ?? '', file);
    if (lines[index + 1]?.trim() === '- Execution Error:') {
      found?.unread.push(inside);
      continue;
    }
    const next = reported.shift();
    if (found === undefined || next?.name !== name.trimEnd()) {
      throw new Error(`helm-unittest reports ${next?.name} and prints ${line}`);
    }
    found.suites.push({ file: inside, name, verdict: labels[label] ?? 'error', tests: next.tests });
  }
  if (reached !== charts.length - 1 || reported.length > 0) {
    throw new Error(`helm-unittest reports something else than it prints:\n${printed}`);
  }
  return judged.map(({ error, unread, suites }) => ({
    error,
    unread: error === '' ? unread.toSorted() : [],
    suites: sortedByFile(suites),
  }));
}

export const sortedByFile = (suites: readonly JudgedSuite[]): JudgedSuite[] =>
  suites.toSorted((one, other) => (one.file === other.file ? 0 : one.file < other.file ? -1 : 1));

/** Reads no other XML than that of helm-unittest: attributes in its order, no comments, no namespaces. */
function suitesOfReport(xml: string): Pick<JudgedSuite, 'name' | 'tests'>[] {
  return [...xml.matchAll(/<testsuite [^>]*? name="([^"]*)"[^>]*>([^]*?)<\/testsuite>/g)].map(
    ([, name, body]) => ({ name: plain(name).trimEnd(), tests: testsOf(body ?? '') }),
  );
}

const testsOf = (body: string): JudgedTest[] =>
  [...body.matchAll(/<testcase classname="[^"]*" name="([^"]*)"[^>]*>([^]*?)<\/testcase>/g)].map(
    ([, name, outcome]) => ({ name: plain(name), verdict: verdictOf(outcome ?? '') }),
  );

const verdicts: Readonly<Record<string, UnittestVerdict>> = {
  skipped: 'skipped',
  failure: 'failed',
  error: 'error',
};

const verdictOf = (outcome: string): UnittestVerdict =>
  verdicts[/^\s*<(\w+)/.exec(outcome)?.[1] ?? ''] ?? 'passed';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plain = (escaped = ''): string =>
  escaped.replaceAll(
    /&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g,
    (_, hex?: string, decimal?: string, name?: string) =>
      name === undefined
        ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
        : (named[name] ?? ''),
  );
