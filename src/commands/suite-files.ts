/** Which helm-unittest suites a `check` is about: those beside its charts, or those that are named. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import type { Renderer } from '../render/renderer.ts';
import type { SuiteFile } from '../render/suite-runs.ts';
import { shownPath } from '../stack/shown-path.ts';
import type { Severity } from '../systems/rule.ts';

export interface SuiteChoice {
  /** Globs below the chart in the place of the usual one; false: no suites at all. */
  readonly suites: readonly string[] | false;
  readonly compat: boolean;
  readonly chartTestsPath?: string | undefined;
  /** Values files for all suites. */
  readonly suiteValues: readonly string[];
  readonly subchartSuites: boolean;
}

export interface ChartSuites {
  /** Absolute path of the folder. */
  readonly chart: string;
  readonly files: readonly SuiteFile[];
}

const usualPatterns = ['tests/*_test.yaml'];

/** Findings: what is named and is not there, and what is named twice. With `compat`, there are none. */
export async function findSuites(
  folders: readonly string[],
  choice: SuiteChoice,
  renderer: Renderer,
): Promise<{ readonly charts: readonly ChartSuites[]; readonly findings: readonly Finding[] }> {
  if (choice.suites === false) return { charts: [], findings: [] };
  const { compat, suites: named, subchartSuites, chartTestsPath = '' } = choice;
  const found = await Promise.all(
    folders.map(async (chart) => ({
      chart,
      ...(await renderer.suiteFiles({
        chart,
        patterns: named.length > 0 ? named : usualPatterns,
        testsPath: chartTestsPath,
        withSubcharts: subchartSuites,
        valueFiles: valueFilesOf(choice),
        compat,
      })),
    })),
  );
  if (compat) return { charts: found, findings: [] };
  // What one of several charts has is there.
  const isNowhere = (pattern: string): boolean => found.every(({ unmatched }) => unmatched.includes(pattern));
  const unmatched = [
    ...named.filter(isNowhere).map((pattern) => `no file matches --suites ${pattern}`),
    ...(chartTestsPath !== '' && !folders.some((chart) => existsSync(join(chart, chartTestsPath)))
      ? [`there is no folder for --chart-tests-path ${chartTestsPath}`]
      : []),
  ];
  const [first] = folders;
  const chartYaml = first === undefined ? null : shownPath(join(first, 'Chart.yaml'));
  const where = folders.length === 0 ? 'no chart folder is checked' : `in ${folders.map(shown).join(', ')}`;
  return {
    charts: found,
    findings: [
      ...unmatched.map((message) =>
        fileFinding('unmatched', 'error', {
          message: `${message}: ${where}`,
          hint: 'Mend the pattern, which is relative to the folder of the chart; name the chart, if it is another one.',
          file: chartYaml,
        }),
      ),
      ...found.flatMap(({ repeated }) =>
        repeated.map((file) =>
          fileFinding('repeated', 'warning', {
            message: 'several patterns of --suites match the file; it was run once',
            hint: 'Make the patterns disjoint.',
            file: shownPath(file),
          }),
        ),
      ),
    ],
  };
}

/** As seen from where the command runs. */
export const valueFilesOf = ({ suiteValues }: Pick<SuiteChoice, 'suiteValues'>): string[] =>
  suiteValues.map((file) => resolve(file));

const shown = (folder: string): string => shownPath(folder) || '.';

const fileFinding = (
  rule: string,
  severity: Severity,
  { file, ...said }: Pick<Finding, 'message' | 'hint'> & { readonly file: string | null },
): Finding => ({
  rule: `suite/${rule}`,
  severity,
  release: null,
  stack: null,
  case: null,
  object: null,
  path: [],
  template: null,
  source: file === null ? null : { file, line: 1, column: 1 },
  waiver: null,
  ...said,
});
