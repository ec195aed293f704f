/** The charts of a stack, as a plan names them. */
import type { ChartOf } from '../plan/plan.ts';
import type { PulledChart } from '../render/charts.ts';
import { withoutCredentials } from '../render/mirrors.ts';
import type { DesiredRelease } from '../stack/desired.ts';

export function chartOf(
  { key, chart }: DesiredRelease,
  charts: ReadonlyMap<string, PulledChart>,
): ChartOf | null {
  const pulled = charts.get(key);
  if (pulled === undefined) return null;
  const { name, version, appVersion, digest, signedBy } = pulled;
  const reference = withoutCredentials(chart.ref);
  return { name, version, appVersion, digest, reference, ...(signedBy !== null && { signedBy }) };
}
