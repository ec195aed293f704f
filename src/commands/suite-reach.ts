/** What helm-unittest suites reach of a chart, for the coverage of its cases. */
import { resolve } from 'node:path';
import type { StackToCheck } from '../contract/applied.ts';
import { branchKeys } from '../contract/coverage.ts';
import type { Renderer } from '../render/renderer.ts';

/** Branches by path of the chart; see `branchKeys`. */
export type ReachedByChart = ReadonlyMap<string, ReadonlySet<string>>;

/** `reached`: indices into `ChartFacts.branches`. */
export async function reachedKeys(
  results: readonly { readonly chart: string; readonly reached: readonly number[] }[],
  renderer: Renderer,
): Promise<ReachedByChart> {
  const groups = Map.groupBy(results, ({ chart }) => chart);
  const entries = [...groups].map(async ([chart, ofChart]) => {
    const keys = branchKeys(await renderer.chart(chart));
    const indices = new Set(ofChart.flatMap(({ reached }) => reached));
    return [chart, new Set(keys.filter((_, index) => indices.has(index)))] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Cases of a stack are rendered from archives: those of a chart that is a folder are given what the suites of the folder reached. */
export function alsoReached(byFolder: ReachedByChart, stacks: readonly StackToCheck[]): ReachedByChart {
  const byChart = new Map(byFolder);
  for (const { loaded, desired, charts } of stacks) {
    for (const { key, chart } of desired.releases) {
      const archive = charts.get(key);
      const keys = byFolder.get(resolve(loaded.directory, chart.ref));
      if (archive !== undefined && keys !== undefined) byChart.set(archive, keys);
    }
  }
  return byChart;
}
