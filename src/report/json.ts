import type { Result } from '../deploy/deployment.ts';
import type { PulledChart } from '../render/charts.ts';
import type { DesiredStack } from '../stack/desired.ts';

/** The result of a deployment for programs. Nothing in it comes from a secret. */
export function deploymentJson(
  stack: DesiredStack,
  charts: ReadonlyMap<string, PulledChart>,
  result: Result,
): Record<string, unknown> {
  return {
    project: stack.project,
    stack: stack.stack,
    counts: result.counts,
    steps: result.steps,
    releases: stack.releases.map(({ key, name, namespace, system }) => {
      const chart = charts.get(key);
      return {
        key,
        name,
        namespace,
        system,
        chart:
          chart === undefined ? null : { name: chart.name, version: chart.version, digest: chart.digest },
      };
    }),
    notices: stack.notices,
    warnings: result.warnings,
    seconds: result.seconds,
  };
}
