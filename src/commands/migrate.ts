/** Runs the helm-unittest suites of charts in both modes, tells where their verdicts differ, and rewrites them as a contract file. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { suiteDifferences } from '../contract/unittest/differences.ts';
import type { ChartDifferences } from '../contract/unittest/migration.ts';
import { migrationLines } from '../report/migration/terminal.ts';
import { Failure } from '../stack/failure.ts';
import { shownPath } from '../stack/shown-path.ts';
import { contractTarget } from './contract-target.ts';
import { bothRuns, type BothRuns, type MigratedSuites } from './migrated-suites.ts';
import { startRenderer } from './renderer.ts';
import type { Io } from './session.ts';

export interface MigrateOptions extends MigratedSuites {
  readonly cwd: string;
  readonly json: boolean;
  /** Write the suites as this contract file. */
  readonly contract?: string | undefined;
  /** Only those that fit are written; relative to the chart. */
  readonly suite?: string | undefined;
  /** Overwrite it. */
  readonly force: boolean;
}

/** 0 also where verdicts differ: it informs. Throws a `Failure` for charts without suites, and for a contract that cannot be written. */
export async function migrate(paths: readonly string[], options: MigrateOptions, io: Io): Promise<number> {
  const charts = paths.map((path) => chartFolder(path, options.cwd));
  refuseUnclear(charts, options);
  const [only = ''] = charts;
  const target = options.contract === undefined ? null : contractTarget(options.contract, only, options);
  const starting = await startRenderer('renderer', io.environment);
  const cancel = (): void => void starting.close();
  io.signal.addEventListener('abort', cancel, { once: true });
  try {
    const renderer = await starting.renderer;
    const runs: BothRuns[] = [];
    for (const chart of charts) runs.push(await bothRuns(chart, options, renderer));
    const [first] = runs;
    const contract =
      target === null || first === undefined
        ? null
        : await (
            await import('./rewritten-contract.ts')
          ).writeContract(first, target, {
            ...options,
            renderer,
          });
    const found = io.redactor.redactData({ charts: runs.map(differencesOf), contract });
    if (options.json) {
      const { migrationJson } = await import('../report/migration/json.ts');
      io.terminal.out(JSON.stringify(migrationJson(found), null, 2));
    } else for (const line of migrationLines(found, io.terminal)) io.terminal.out(line);
    return 0;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    throw new Failure('cancelled', 'cancelled: nothing was written', { cause: error });
  } finally {
    io.signal.removeEventListener('abort', cancel);
    await starting.close();
  }
}

const differencesOf = ({ chart, compat, strict, findings }: BothRuns): ChartDifferences => ({
  chart: shownPath(chart) || '.',
  files: suiteDifferences(compat, strict, shownPath),
  findings,
});

function chartFolder(path: string, cwd: string): string {
  const place = existsSync(path) ? resolve(path) : resolve(cwd, path);
  const folder = basename(place) === 'Chart.yaml' ? dirname(place) : place;
  if (existsSync(resolve(folder, 'Chart.yaml'))) return folder;
  throw new Failure('configuration', `${path} is no folder of a chart: it has no Chart.yaml`, {
    hint: 'name the folder whose tests/ has the suites; an archive is unpacked first',
  });
}

function refuseUnclear(charts: readonly string[], { contract, suite, force }: MigrateOptions): void {
  if (contract === undefined) {
    const given = suite === undefined ? (force ? '--force' : null) : '--suite';
    if (given === null) return;
    throw new Failure('configuration', `${given} is about the contract file that is written`, {
      hint: 'name it with --contract FILE; which suites are run is said by --suites',
    });
  }
  if (charts.length > 1) {
    throw new Failure('configuration', 'a contract file is about one chart, and several are named', {
      hint: 'run migrate --contract once for each',
    });
  }
}
