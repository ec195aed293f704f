/** What a stack needs from its cluster, and what the cluster has: for `doctor`, and beside the plan of `preview` and `up`. */
import { programs } from '../../toolchain/programs.ts';
import { readClusterFacts } from '../cluster/cluster-facts.ts';
import type { Connection } from '../cluster/connection.ts';
import type { Discovery } from '../cluster/discovery.ts';
import { confidential } from '../contract/confidential.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { needsOf, questionsOf } from '../contract/needs/index.ts';
import type { Need } from '../contract/needs/need.ts';
import type { Scene, SceneObject, SceneRelease } from '../contract/needs/scene.ts';
import type { ResourceOf } from '../contract/needs/wanted-rights.ts';
import { backingObjects } from '../contract/references/backing-objects.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import { isClusterScoped } from '../kubernetes/scope.ts';
import type { PulledChart } from '../render/charts.ts';
import type { Renderer } from '../render/renderer.ts';
import type { DesiredRelease, DesiredStack } from '../stack/desired.ts';
import type { LoadedStack } from '../stack/load.ts';
import type { SystemNeeds } from '../systems/needs.ts';
import { offlineValues } from '../systems/placeholders.ts';
import { systems } from '../systems/registry.ts';
import { planRenders, type PlanRenders } from './plan-renders.ts';

export interface NeedyStack {
  readonly loaded: LoadedStack;
  readonly stack: DesiredStack;
  readonly charts: ReadonlyMap<string, PulledChart>;
  /** Of the API server; null if it does not say. */
  readonly version: string | null;
}

export interface ClusterNeeds {
  readonly needs: readonly Need[];
  /** Releases whose needs are not known, and why. */
  readonly gaps: readonly string[];
}

/** Renders with placeholders: needs no secret. Rejects with a `Failure` if the API server does not answer. */
export async function clusterNeeds(
  of: NeedyStack,
  renderer: Renderer,
  connection: Connection,
  discovery: Discovery,
): Promise<ClusterNeeds> {
  const { stack, version } = of;
  const renders = await planRenders(renderer, {
    directory: of.loaded.directory,
    stack,
    charts: of.charts,
    kubeVersion: version ?? stack.cluster.kubeVersion ?? defaultKubeVersion,
    apiVersions: discovery.apiVersions,
    isUpgrade: () => false,
    revision: () => (discovery.apiVersions.length === 0 ? null : 1),
    stand: null,
  });
  const scene: Scene = {
    releases: await Promise.all(
      stack.releases.map(async (release) => await sceneRelease(release, of, renderer)),
    ),
    objects: [...renderedObjects(stack, renders, discovery), ...backingOf(stack, discovery)],
    helm: programs.helm.version,
    records: keptIn[connection.environment['PULUMI_K8S_HELM_DRIVER'] ?? 'secret'] ?? null,
  };
  const resourceOf: ResourceOf = (apiVersion, kind) => {
    const found = discovery.resourceOf(apiVersion, kind);
    return found === null ? null : { plural: found.name.split('.')[0] ?? '', namespaced: found.namespaced };
  };
  const facts = await readClusterFacts(connection, discovery, version, questionsOf(scene, resourceOf));
  return { needs: needsOf(scene, resourceOf, facts), gaps: [...discovery.gaps, ...gapsOf(stack, renders)] };
}

const keptIn: Readonly<Record<string, Scene['records']>> = {
  '': 'secrets',
  secret: 'secrets',
  secrets: 'secrets',
  configmap: 'configmaps',
  configmaps: 'configmaps',
};

async function sceneRelease(
  release: DesiredRelease,
  { loaded, charts }: NeedyStack,
  renderer: Renderer,
): Promise<SceneRelease> {
  const { key, namespace } = release;
  const { name, version, kubeVersion } = await renderer.chart(charts.get(key)?.archive ?? '');
  return { key, namespace, chart: { name, version, kubeVersion }, needs: systemNeeds(release, loaded) };
}

function systemNeeds({ key, system }: DesiredRelease, { document }: LoadedStack): SystemNeeds {
  const options = document.releases[key];
  const needs = systems.find(({ name }) => name === system)?.needs;
  return needs === undefined || options === undefined ? {} : needs(options);
}

function renderedObjects(stack: DesiredStack, renders: PlanRenders, discovery: Discovery): SceneObject[] {
  return stack.releases.flatMap(({ key, namespace, skipCrds }) => {
    const objects = renders.of.get(key)?.objects ?? [];
    return objects.flatMap((object): SceneObject[] => {
      const part = partOf(object);
      if (part === null || (part === 'crd' && skipCrds)) return [];
      return [sceneObject(object, { part, release: key, namespace, discovery })];
    });
  });
}

/** Null: nobody here runs it. */
function partOf({ hook, isCrd }: RenderedObject): SceneObject['part'] | null {
  if (isCrd) return 'crd';
  if (hook === null) return 'object';
  return hook.events.some((event) => event !== 'test' && event !== 'test-success') ? 'hook' : null;
}

const backingOf = (stack: DesiredStack, discovery: Discovery): SceneObject[] =>
  backingObjects(stack).flatMap(({ object }) =>
    object === null ? [] : sceneObject(object, { part: 'backing', release: null, namespace: '', discovery }),
  );

interface Place extends Pick<SceneObject, 'part' | 'release'> {
  readonly namespace: string; // where an object is that names none
  readonly discovery: Discovery;
}

function sceneObject(rendered: RenderedObject, { part, release, namespace, discovery }: Place): SceneObject {
  const { apiVersion, kind, name, manifest } = rendered;
  const hasNamespace = discovery.resourceOf(apiVersion, kind)?.namespaced ?? !isClusterScoped(kind);
  const id = { apiVersion, kind, namespace: hasNamespace ? (rendered.namespace ?? namespace) : null, name };
  return { id, manifest, rendered, part, release };
}

const gapsOf = (stack: DesiredStack, { failures }: PlanRenders): string[] =>
  [...failures].map(([key, { message }]) => {
    const release = stack.releases.find((each) => each.key === key);
    const hide = confidential(offlineValues(release?.values ?? {}, stack), null);
    return `release ${key} does not render, so that what it needs is not known: ${hide(message)}`;
  });
