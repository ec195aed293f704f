/** The lint of the charts of a `check` that are folders. */
import { lintChart } from '../contract/chart-lint/index.ts';
import { defaultsOf } from '../contract/contracted.ts';
import type { Finding } from '../contract/finding.ts';
import { usualTimeoutSeconds } from '../contract/gate.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import type { Renderer } from '../render/renderer.ts';

export async function lintCharts(
  folders: readonly string[],
  { base, timeout }: { readonly base?: string | undefined; readonly timeout?: number | undefined },
  renderer: Renderer,
): Promise<Finding[]> {
  const rendersDefaults = async (chart: string): Promise<boolean> => {
    const { ok } = await renderer.render({
      ...defaultsOf(chart, 'defaults', defaultKubeVersion),
      timeoutSeconds: timeout ?? usualTimeoutSeconds,
      coverage: false,
      withoutValues: true,
    });
    return ok;
  };
  const found = await Promise.all(
    folders.map(
      async (path) =>
        await lintChart(path, { base: base ?? null, rendersDefaults: () => rendersDefaults(path) }),
    ),
  );
  return found.flat();
}
