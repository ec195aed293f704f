/** What a chart folder consists of, so that it is known whether something in it has changed. */
import { readChartFiles } from '../template/chart-files.ts';
import type { ChartFile } from './package.ts';

/** Of the root chart and its subcharts: Go templates that may read any file of the chart. */
const readsFiles = /\bFiles\b/;

/**
 * The files that renders depend on, as Helm would load them, in order of their paths. `apart`: paths within the chart that do not count,
 * since templates do not see them; if one reads files of the chart, they all count. Null if the folder cannot be read as a chart.
 */
export async function chartContents(
  folder: string,
  apart: (path: string) => boolean,
): Promise<readonly ChartFile[] | null> {
  const files = await readChartFiles(folder).catch(() => null);
  if (files === null) return null;
  const isOpen = files.some(
    ({ path, content }) => /(^|\/)templates\//.test(path) && readsFiles.test(content.toString('utf8')),
  );
  return files.filter(({ path }) => isOpen || !apart(path)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
