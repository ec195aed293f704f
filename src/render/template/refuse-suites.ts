/** `helm template` renders; it runs no helm-unittest suites. That some are there is found out, so that nobody takes them for passed. */
import { existsSync, globSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure } from '../../stack/failure.ts';
import type { SuiteFilesRequest } from '../suite-runs.ts';

const listed = 3;

/** Throws a `Failure` (configuration) if the chart has suites. */
export function refuseSuites(request: SuiteFilesRequest, renderer: string): void {
  const { chart, patterns, testsPath, withSubcharts } = request;
  const subcharts = withSubcharts ? globSync('charts/**/Chart.yaml', { cwd: chart }).map(dirname) : [];
  const folders = [chart, ...subcharts.map((folder) => join(chart, folder))];
  const files = folders.flatMap((folder) =>
    patterns.flatMap((pattern) => globSync(pattern, { cwd: folder }).map((file) => resolve(folder, file))),
  );
  const rendered =
    testsPath === '' ? [] : folders.map((folder) => join(folder, testsPath)).filter(existsSync);
  const found = [...new Set([...files, ...rendered])].toSorted();
  if (found.length === 0) return;
  const names = found.slice(0, listed).map((file) => relative(chart, file));
  const rest = found.length - names.length;
  throw cannotRunSuites(`${chart} (${names.join(', ')}${rest > 0 ? `, and ${rest} more` : ''})`, renderer);
}

export const cannotRunSuites = (what: string, renderer: string): Failure =>
  new Failure('configuration', `${renderer} cannot run the helm-unittest suites of ${what}`, {
    hint: 'build k8s-deploy-renderer with `npm run toolchain`, or put it on PATH, and leave out --engine helm; --no-suites leaves the suites out',
  });
