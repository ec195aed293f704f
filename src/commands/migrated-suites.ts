/** The suites of one chart, run as helm-unittest does and as `check` does by default. Nothing is written: snapshots stay as they are. */
import type { Finding } from '../contract/finding.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import type { Renderer } from '../render/renderer.ts';
import type { SuiteFile, SuiteFileRun } from '../render/suite-runs.ts';
import { Failure } from '../stack/failure.ts';
import { shownPath } from '../stack/shown-path.ts';
import { findSuites, valueFilesOf, type SuiteChoice } from './suite-files.ts';

export interface MigratedSuites extends Omit<SuiteChoice, 'compat' | 'suites'> {
  /** Empty: the usual ones. */
  readonly suites: readonly string[];
  readonly allowPostRenderer: boolean;
  readonly skipSchemaValidation: boolean;
  /** Seconds, for one test. Default: 30. */
  readonly timeout?: number | undefined;
}

export interface BothRuns {
  readonly chart: string; // absolute
  readonly compat: readonly SuiteFileRun[];
  readonly strict: readonly SuiteFileRun[];
  /** Folders whose templates are suites; absolute. */
  readonly rendered: readonly string[];
  /** About the choice of files. */
  readonly findings: readonly Finding[];
}

const usualTimeoutSeconds = 30;

/** Throws a `Failure` (configuration) if there are no suites, or the chart cannot be loaded. */
export async function bothRuns(
  chart: string,
  options: MigratedSuites,
  renderer: Renderer,
): Promise<BothRuns> {
  const [ours, theirs] = await Promise.all(
    [false, true].map(async (compat) => {
      const found = await findSuites([chart], { ...options, compat }, renderer);
      return { files: found.charts.flatMap(({ files }) => files), findings: found.findings };
    }),
  );
  if (ours === undefined || theirs === undefined || ours.files.length === 0) {
    throw new Failure('configuration', `${shownPath(chart) || '.'} has no helm-unittest suites`, {
      hint: 'they are looked for at tests/*_test.yaml; name others with --suites, or their templates with --chart-tests-path',
    });
  }
  const run = async (files: readonly SuiteFile[], compat: boolean): Promise<readonly SuiteFileRun[]> => {
    const outcome = await renderer.suites({
      chart,
      files,
      valueFiles: valueFilesOf(options),
      compat,
      strict: false,
      kubeVersion: defaultKubeVersion,
      skipSchemaValidation: options.skipSchemaValidation,
      postRenderers: options.allowPostRenderer,
      updateSnapshots: false,
      frozenSnapshots: !compat, // as in CI, where a missing one fails
      coverage: false,
      timeoutSeconds: options.timeout ?? usualTimeoutSeconds,
    });
    if (outcome.ok) return outcome.runs.files;
    throw new Failure('configuration', `${shownPath(chart)}: ${outcome.failure.message}`);
  };
  return {
    chart,
    compat: await run(theirs.files, true),
    strict: await run(ours.files, false),
    rendered: ours.files.flatMap(({ rendered, path }) => (rendered ? [path] : [])),
    findings: ours.findings,
  };
}
