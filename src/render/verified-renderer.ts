/** Renders everything twice, ours beside `helm template`, and hears of every difference. */
import { compareRenders } from './compare-renders.ts';
import type { Renderer, RenderRequest } from './renderer.ts';

/** What differs in one render. */
export interface EngineDifference {
  readonly request: RenderRequest;
  readonly differences: readonly string[];
}

/** Answers are those of `ours`; both are closed with it. */
export const verifiedRenderer = (
  ours: Renderer,
  helm: Renderer,
  onDifference: (difference: EngineDifference) => void,
): Renderer => ({
  description: `${ours.description}, compared with ${helm.description}`,
  chart: async (path) => await ours.chart(path),
  async render(request) {
    const whole = { ...request, withoutValues: false };
    const [outcome, reference] = await Promise.all([ours.render(whole), helm.render(whole)]);
    const differences = compareRenders(outcome, reference);
    if (differences.length > 0) onDifference({ request, differences });
    return outcome;
  },
  // Helm itself runs no suites.
  suiteFiles: async (request) => await ours.suiteFiles(request),
  suites: async (request) => await ours.suites(request),
  identity: async () => await ours.identity(),
  async close() {
    await Promise.all([ours.close(), helm.close()]);
  },
});
