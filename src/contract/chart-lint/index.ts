/** What is wrong with a chart that is kept in the repository, before any render. */
import { StackFileError } from '../../stack/problem.ts';
import type { Severity } from '../../systems/rule.ts';
import type { Finding } from '../finding.ts';
import { lintFinding, openChartFolder } from './chart-folder.ts';
import { metadataFindings } from './metadata.ts';
import { readmeFindings } from './readme.ts';
import { versionFindings } from './version-bump.ts';

export interface LintOptions {
  /** A commit, whose version of the chart is the one before; null: there is none. */
  readonly base: string | null;
  /** Whether the chart renders with its defaults, so that they satisfy its schema. Asked if it has one. */
  readonly rendersDefaults: () => Promise<boolean>;
}

export async function lintChart(path: string, options: LintOptions): Promise<Finding[]> {
  const chart = openChartFolder(path);
  try {
    const isDoubtful = chart.text('values.schema.json') !== null && !(await options.rendersDefaults());
    return [
      ...metadataFindings(chart),
      ...(options.base === null ? [] : versionFindings(chart, options.base)),
      // The renderer has compiled the schema already; doing it again takes long, and is only for saying where a default is wrong.
      ...(isDoubtful ? (await import('./schema-defaults.ts')).schemaFindings(chart) : []),
      ...readmeFindings(chart),
    ];
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    return error.problems.map(({ file, line, column, message }) =>
      lintFinding(chart, {
        rule: 'chart/metadata',
        severity: 'error',
        message,
        hint: 'Correct the file: Helm cannot load the chart.',
        source: { file, line, column },
      }),
    );
  }
}

export const chartRules: readonly {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
}[] = [
  {
    id: 'chart/metadata',
    title: 'Chart.yaml says what Helm and registries need, in forms that YAML leaves alone',
    why: 'A version that is a number loses its zeros, an unknown key is ignored, a dependency without a version takes any.',
    severity: 'error',
  },
  {
    id: 'chart/version-bump',
    title: 'A chart that changed has a new version',
    why: 'The same version with another content reaches some clusters and not others, and no pin can tell them apart. Compared with --base.',
    severity: 'error',
  },
  {
    id: 'chart/schema-defaults',
    title: 'The defaults satisfy values.schema.json',
    why: 'Helm validates the defaults too: a contradiction refuses every install. What only the user can give, such as required keys, is left out.',
    severity: 'error',
  },
  {
    id: 'chart/readme-values',
    title: 'The values table of the README says what values.yaml says',
    why: 'People configure charts by that table. It is read where helm-docs wrote one: a table with the headings Key and Default.',
    severity: 'error',
  },
];
