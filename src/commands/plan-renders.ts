/** The renders that a plan is made of: as it would be applied, and with placeholders for the digest. */
import { resolve } from 'node:path';
import type { DataMap } from '../kubernetes/data.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { PulledChart } from '../render/charts.ts';
import type { Renderer, RenderFailure } from '../render/renderer.ts';
import { reachingValues } from '../render/reaching-values.ts';
import { steadyObjects } from '../render/steady-objects.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import { offlineValues, type Stand } from '../systems/placeholders.ts';

export interface PlanRenders {
  /** By release key. */
  readonly of: ReadonlyMap<string, ReleaseRender>;
  /** Of those that do not render; its message may hold secrets. */
  readonly failures: ReadonlyMap<string, RenderFailure>;
}

export interface ReleaseRender {
  readonly objects: readonly RenderedObject[];
  /** With a hash of what is the same in every render. */
  readonly placeholders: readonly RenderedObject[];
  readonly random: readonly RenderedObject[];
  readonly values: DataMap;
}

export interface RenderPlace {
  /** The stack directory, absolute. */
  readonly directory: string;
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  isUpgrade(release: DesiredRelease): boolean;
  /** That it will have, or has; null: as `helm template` renders. */
  revision(release: DesiredRelease): number | null;
  /** Null: placeholders for everything. */
  readonly stand: Stand | null;
}

const timeoutSeconds = 30;

export async function planRenders(renderer: Renderer, place: RenderPlace): Promise<PlanRenders> {
  const { stack, charts, kubeVersion, apiVersions } = place;
  const failures = new Map<string, RenderFailure>();
  const renders = await Promise.all(
    stack.releases.map(async (release) => {
      const { key, name, namespace } = release;
      const revision = place.revision(release);
      const objectsFor = async (values: DataMap): Promise<readonly RenderedObject[] | null> => {
        const outcome = await renderer.render({
          name,
          namespace,
          kubeVersion,
          apiVersions,
          timeoutSeconds,
          // As Pulumi hands both to Helm.
          chart: handedOver(charts.get(key), place.directory),
          values: [reachingValues(values)],
          set: [],
          isUpgrade: place.isUpgrade(release),
          coverage: false,
          withoutValues: true,
          ...(revision === null ? {} : { live: { revision } }),
        });
        if (outcome.ok) return outcome.render.objects;
        failures.set(key, outcome.failure);
        return null;
      };
      const offline = offlineValues(release.values, stack);
      const values = place.stand === null ? offline : offlineValues(release.values, stack, place.stand);
      const isSame = JSON.stringify(values) === JSON.stringify(offline);
      const [first, second] = await Promise.all([objectsFor(offline), objectsFor(offline)]);
      const objects = isSame ? first : await objectsFor(values);
      if (objects === null || first === null || second === null) return null;
      const { objects: placeholders, random } = steadyObjects(first, second);
      return [key, { objects, placeholders, random, values: reachingValues(values) }] as const;
    }),
  );
  return { of: new Map(renders.filter((render) => render !== null)), failures };
}

const handedOver = (chart: PulledChart | undefined, directory: string): string =>
  chart === undefined ? '' : resolve(directory, chart.path);

/** Charts that render otherwise each time: what is shown of these objects is not what `up` will make. */
export const randomGaps = (renders: ReadonlyMap<string, ReleaseRender>): string[] =>
  [...renders].flatMap(([key, { random }]) =>
    random.length === 0
      ? []
      : [
          `the chart of release ${key} renders ${random.map(({ kind, name }) => `${kind} ${name}`).join(', ')} otherwise each time (random texts, or the time): what is random is not part of the digest`,
        ],
  );

export interface Lookups {
  /** Of the releases that have the chart. */
  readonly keys: readonly string[];
  readonly templates: readonly string[];
}

/** Charts whose render depends on what is in the cluster, which is not looked at. */
export async function lookupsOf(
  renderer: Renderer,
  { releases }: DesiredStack,
  charts: ReadonlyMap<string, PulledChart>,
): Promise<Lookups[]> {
  const archives = Map.groupBy(releases, ({ key }) => charts.get(key)?.archive ?? '');
  const found = await Promise.all(
    [...archives].map(async ([archive, those]) => {
      const { lookups } = await renderer.chart(archive);
      if (lookups === null || lookups.length === 0) return [];
      return [{ keys: those.map(({ key }) => key), templates: lookups }];
    }),
  );
  return found.flat();
}

export const lookupGaps = (lookups: readonly Lookups[]): string[] =>
  lookups.map(
    ({ keys, templates }) =>
      `the chart of release ${keys.at(-1)} asks the cluster by \`lookup\` (${templates.join(', ')}): it is rendered here as if nothing were found`,
  );
