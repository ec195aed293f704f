/** The renders that a plan is made of: as it would be applied, and with placeholders for the digest. */
import type { DataMap } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { offlineValues, type Stand } from '../systems/placeholders.ts';

export interface ReleaseRender {
  readonly objects: readonly RenderedObject[];
  readonly placeholders: readonly RenderedObject[];
  readonly values: DataMap;
}

export interface RenderPlace {
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  isUpgrade(release: DesiredRelease): boolean;
  /** Null: placeholders for everything. */
  readonly stand: Stand | null;
}

const timeoutSeconds = 30;

/** By release key. A release that does not render is left out: the gate says why. */
export async function planRenders(
  renderer: Renderer,
  place: RenderPlace,
): Promise<ReadonlyMap<string, ReleaseRender>> {
  const { stack, charts, kubeVersion, apiVersions } = place;
  const renders = await Promise.all(
    stack.releases.map(async (release) => {
      const chart = charts.get(release.key)?.archive ?? '';
      const { name, namespace } = release;
      const objectsFor = async (values: DataMap): Promise<readonly RenderedObject[] | null> => {
        const outcome = await renderer.render({
          ...{ chart, name, namespace, kubeVersion, apiVersions, timeoutSeconds },
          values: [values],
          set: [],
          isUpgrade: place.isUpgrade(release),
          coverage: false,
          withoutValues: true,
        });
        return outcome.ok ? outcome.render.objects : null;
      };
      const offline = offlineValues(release.values, stack);
      const values = place.stand === null ? offline : offlineValues(release.values, stack, place.stand);
      const isSame = JSON.stringify(values) === JSON.stringify(offline);
      const placeholders = await objectsFor(offline);
      const objects = isSame ? placeholders : await objectsFor(values);
      return objects === null || placeholders === null
        ? null
        : ([release.key, { objects, placeholders, values }] as const);
    }),
  );
  return new Map(renders.filter((render) => render !== null));
}
