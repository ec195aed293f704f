/** The helm-unittest suites of a `check`: found, run, and told as outcomes and findings. */
import type { Finding, SuiteOutcome } from '../contract/finding.ts';
import { chosen } from '../contract/unittest/choice.ts';
import { suiteFindings } from '../contract/unittest/findings.ts';
import { suiteOutcomes } from '../contract/unittest/outcomes.ts';
import { shownPath } from '../stack/shown-path.ts';
import { chooseFiles, type CaseChoice } from './check-choice.ts';
import { runSuites, type FileRun, type RanSuites, type RunContext, type RunOptions } from './run-suites.ts';
import type { Io } from './session.ts';
import { findSuites, type ChartSuites } from './suite-files.ts';
import { writeSuiteSnapshots } from './suite-snapshots.ts';

export type SuiteOptions = RunOptions & CaseChoice;

export interface CheckedSuites {
  readonly outcomes: readonly SuiteOutcome[];
  readonly findings: readonly Finding[];
  readonly reached: RanSuites['reached'];
  readonly milliseconds: number;
}

/** Throws a `Failure` (configuration) if suites of a chart cannot be run at all. */
export async function checkSuites(
  folders: readonly string[],
  options: SuiteOptions,
  context: RunContext,
): Promise<CheckedSuites> {
  const started = performance.now();
  const found = await findSuites(folders, options, context.renderer);
  const { runs, reached } = await runSuites(inShard(found.charts, options), options, context);
  const told = runs.map((one) => ({ one, ...toldOf(one, options) }));
  const all = {
    outcomes: told.flatMap(({ outcomes }) => outcomes),
    findings: unique([...found.findings, ...told.flatMap(({ findings }) => findings)]),
  };
  const { outcomes, findings } = options.filter === undefined ? all : chosen(options.filter, all);
  const files = new Set(outcomes.map(({ source }) => source.file));
  const wanted = runs.filter(({ run }) => files.has(shownPath(run.path)));
  if (options.kubeVersion.length === 0) await writeSnapshots(wanted, context.io);
  await keepPassed(told, context.io);
  return { outcomes, findings, reached, milliseconds: performance.now() - started };
}

function toldOf(
  { run, kubeVersion, isCached }: FileRun,
  { compat, update }: SuiteOptions,
): { readonly outcomes: readonly SuiteOutcome[]; readonly findings: readonly Finding[] } {
  return {
    outcomes: suiteOutcomes(run, { file: shownPath(run.path), kubeVersion, cached: isCached }),
    findings: suiteFindings(run, { shownFile: shownPath, tellsObsolete: !compat && !update }),
  };
}

/** Every file is in one shard. */
function inShard(charts: readonly ChartSuites[], options: CaseChoice): ChartSuites[] {
  const isWanted = chooseFiles(options);
  let index = 0;
  return charts.map(({ chart, files }) => ({ chart, files: files.filter(() => isWanted(index++)) }));
}

/** What several versions of Kubernetes have in common is one finding. */
const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

async function writeSnapshots(runs: readonly FileRun[], { terminal }: Io): Promise<void> {
  for (const { chart, run } of runs) {
    for (const note of await writeSuiteSnapshots(run.snapshots, chart)) terminal.note(note);
  }
}

/** A cache that cannot be written makes the next run slower, and this one not wrong. */
async function keepPassed(
  told: readonly { readonly one: FileRun; readonly findings: readonly Finding[] }[],
  { terminal }: Io,
): Promise<void> {
  const results = await Promise.allSettled(
    told.map(async ({ one, findings }) => await one.keep(findings.length)),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return;
  const reason: unknown = failed.reason;
  terminal.note(
    `--cached: results cannot be kept (${reason instanceof Error ? reason.message : String(reason)})`,
  );
}
