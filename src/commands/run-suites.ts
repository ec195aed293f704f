/** Has the renderer run the helm-unittest suites of charts, or takes what passed before from the cache. */
import { reachedKeys, type ReachedByChart } from './suite-reach.ts';
import { usualTimeoutSeconds } from '../contract/gate.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import type { Renderer } from '../render/renderer.ts';
import type { SuiteFile, SuiteFileRun, SuiteRuns, SuitesRequest } from '../render/suite-runs.ts';
import { cacheFolder } from '../stack/cache-folder.ts';
import { Failure } from '../stack/failure.ts';
import { shownPath } from '../stack/shown-path.ts';
import { keepsResults, type CacheChoice } from './cached-suites.ts';
import type { Io } from './session.ts';
import type { ChartSuiteCache } from './suite-cache.ts';
import { valueFilesOf, type ChartSuites, type SuiteChoice } from './suite-files.ts';

export interface RunOptions extends SuiteChoice, CacheChoice {
  readonly skipSchemaValidation: boolean;
  /** In the place of the usual one. */
  readonly kubeVersion: readonly string[];
  /** Seconds, for one test. */
  readonly timeout?: number | undefined;
}

export interface RunContext {
  readonly renderer: Renderer;
  readonly io: Io;
  /** Somebody asks which branches are reached. */
  readonly coverage: boolean;
  readonly onProgress: (done: number, all: number) => void;
}

/** Of one file, run for one version of Kubernetes. */
export interface FileRun {
  readonly chart: string;
  /** Null with `compat`. */
  readonly kubeVersion: string | null;
  readonly run: SuiteFileRun;
  readonly isCached: boolean;
  /** For the next time, if it passed without a finding; to be called once snapshots are written. */
  readonly keep: (findings: number) => Promise<void>;
}

export interface RanSuites {
  readonly runs: readonly FileRun[];
  readonly reached: ReachedByChart;
}

/** Throws a `Failure` (configuration) if suites of a chart cannot be run at all. */
export async function runSuites(
  charts: readonly ChartSuites[],
  options: RunOptions,
  context: RunContext,
): Promise<RanSuites> {
  const isKept = keepsResults(options, context);
  const withSuites = charts.filter(({ files }) => files.length > 0);
  const jobs = withSuites.flatMap((suites) =>
    versionsOf(options).map((kubeVersion) => ({ suites, kubeVersion })),
  );
  const all = jobs.reduce((sum, { suites }) => sum + suites.files.length, 0);
  let done = 0;
  const progress = (files: number): void => context.onProgress((done += files), all);
  const results = await Promise.all(
    jobs.map(async ({ suites, kubeVersion }) => {
      const request = requestFor(suites.chart, { ...options, kubeVersion }, context);
      const cache = isKept ? await cacheOf(suites, request, context) : null;
      return await runChart({ suites, kubeVersion, request, cache, renderer: context.renderer, progress });
    }),
  );
  return {
    runs: results.flatMap(({ runs }) => runs),
    reached: context.coverage ? await reachedKeys(results, context.renderer) : new Map(),
  };
}

/** `compat` has a version of its own. */
function versionsOf({ compat, kubeVersion }: RunOptions): (string | null)[] {
  if (compat) return [null];
  return kubeVersion.length === 0 ? [defaultKubeVersion] : [...new Set(kubeVersion)];
}

const requestFor = (
  chart: string,
  options: Omit<RunOptions, 'kubeVersion'> & { readonly kubeVersion: string | null },
  { io: { environment }, coverage }: RunContext,
): Omit<SuitesRequest, 'files'> => ({
  chart,
  valueFiles: valueFilesOf(options),
  compat: options.compat,
  strict: false,
  kubeVersion: options.kubeVersion ?? defaultKubeVersion,
  skipSchemaValidation: options.skipSchemaValidation,
  postRenderers: options.allowPostRenderer,
  updateSnapshots: options.update,
  frozenSnapshots: environment['CI'] !== undefined && !options.compat && !options.update,
  coverage,
  timeoutSeconds: options.timeout ?? usualTimeoutSeconds,
});

async function cacheOf(
  { files }: ChartSuites,
  request: Omit<SuitesRequest, 'files'>,
  { renderer, io }: RunContext,
): Promise<ChartSuiteCache | null> {
  const { chartSuiteCache } = await import('./suite-cache.ts'); // it reads charts as archives, which nothing else here does
  return await chartSuiteCache({
    request,
    files,
    identity: await renderer.identity(),
    folder: cacheFolder(io.environment),
  });
}

interface Job {
  readonly suites: ChartSuites;
  readonly kubeVersion: string | null;
  readonly request: Omit<SuitesRequest, 'files'>;
  readonly cache: ChartSuiteCache | null;
  readonly renderer: Renderer;
  readonly progress: (files: number) => void;
}

interface ChartRuns {
  readonly chart: string;
  readonly runs: readonly FileRun[];
  readonly reached: readonly number[];
}

/** Each file by itself, so that progress is seen; with `compat` all at once, since one changes what the next one finds. */
async function runChart(job: Job): Promise<ChartRuns> {
  const { chart, files } = job.suites;
  const groups = job.request.compat ? [files] : files.map((file) => [file]);
  const results = await Promise.all(
    groups.map(async (group) => {
      const result = (await keptRuns(job, group)) ?? (await freshRuns(job, group));
      job.progress(group.length);
      return result;
    }),
  );
  return {
    chart,
    runs: results.flatMap(({ runs }) => runs),
    reached: results.flatMap(({ reached }) => reached),
  };
}

async function keptRuns(
  { suites: { chart }, kubeVersion, cache }: Job,
  [file, ...others]: readonly SuiteFile[],
): Promise<Omit<ChartRuns, 'chart'> | null> {
  if (cache === null || file === undefined || others.length > 0) return null;
  const suites = await cache.find(file);
  if (suites === null) return null;
  const { path, route } = file;
  const run = { path, route, dropped: false, inputs: [], problems: [], suites, snapshots: [] };
  const keep = async (): Promise<void> => await Promise.resolve();
  return { runs: [{ chart, kubeVersion, run, isCached: true, keep }], reached: [] };
}

async function freshRuns(
  { suites: { chart }, kubeVersion, request, cache, renderer }: Job,
  files: readonly SuiteFile[],
): Promise<Omit<ChartRuns, 'chart'>> {
  const { reached, files: runs } = await answered(request, files, renderer);
  return {
    runs: runs.map((run) => ({
      chart,
      kubeVersion,
      run,
      isCached: false,
      keep: async (findings) => {
        const file = files.find(({ path, route }) => path === run.path && route === run.route);
        if (file !== undefined) await cache?.keep(file, run, findings);
      },
    })),
    reached: reached ?? [],
  };
}

async function answered(
  request: Omit<SuitesRequest, 'files'>,
  files: readonly SuiteFile[],
  renderer: Renderer,
): Promise<SuiteRuns> {
  const outcome = await renderer.suites({ ...request, files });
  if (outcome.ok) return outcome.runs;
  const names = files.map(({ path }) => shownPath(path)).join(', ');
  const message = `the helm-unittest suites of ${shownPath(request.chart) || '.'} could not be run (${names}): ${outcome.failure.message}`;
  throw new Failure('configuration', message, {
    hint: 'mend the chart, or what the message names; --no-suites leaves the suites out',
  });
}
