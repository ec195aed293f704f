/** Scenes and clusters for judges of needs: what a test does not say is not there, or is as it should be. */
import type { ClusterFacts } from '../../../../src/contract/needs/facts.ts';
import { needsOf } from '../../../../src/contract/needs/index.ts';
import type { Need, NeedId } from '../../../../src/contract/needs/need.ts';
import type { Scene, SceneObject, SceneRelease } from '../../../../src/contract/needs/scene.ts';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { isClusterScoped } from '../../../../src/kubernetes/scope.ts';

export function object(
  kind: string,
  manifest: DataMap = {},
  more: Partial<Pick<SceneObject, 'part' | 'release'>> & { apiVersion?: string; name?: string } = {},
): SceneObject {
  const { apiVersion = 'v1', name = 'one', part = 'object', release = 'web' } = more;
  const namespace = isClusterScoped(kind) ? null : 'shop';
  const whole = { apiVersion, kind, metadata: { name }, ...manifest };
  const rendered = {
    manifest: whole,
    apiVersion,
    kind,
    name,
    namespace,
    template: '',
    hook: null,
    isCrd: part === 'crd',
    hash: '',
    duplicateKeys: [],
  };
  return { id: { apiVersion, kind, namespace, name }, manifest: whole, rendered, part, release };
}

export const scene = (
  objects: readonly SceneObject[],
  release: Partial<SceneRelease> = {},
  more: Partial<Scene> = {},
): Scene => ({
  releases: [
    {
      key: 'web',
      namespace: 'shop',
      chart: { name: 'web', version: '1.0.0', kubeVersion: null },
      needs: {},
      ...release,
    },
  ],
  objects,
  helm: '3.18.6',
  records: 'secrets',
  ...more,
});

const nothing = { known: [] };

export const cluster = (more: Partial<ClusterFacts> = {}): ClusterFacts => ({
  version: '1.33.3',
  hasKind: () => ({ known: true }),
  storageClasses: nothing,
  ingressClasses: nothing,
  apiServices: nothing,
  nodes: nothing,
  deployments: nothing,
  daemonSets: nothing,
  autoscalerStatus: { known: null },
  namespaces: new Map([['shop', { known: {} }]]),
  mayI: () => ({ known: true }),
  ...more,
});

/** Plural by adding an s. */
export const resourceOf = (_: string, kind: string) => ({
  plural: `${kind.toLowerCase()}s`,
  namespaced: !isClusterScoped(kind),
});

/** Needs of one kind. */
export const judged = (id: NeedId, of: Scene, facts: Partial<ClusterFacts> = {}): Need[] =>
  needsOf(of, resourceOf, cluster(facts)).filter((need) => need.id === id);

/** `STATE message`. */
export const told = (...args: Parameters<typeof judged>): string[] =>
  judged(...args).map(({ state, message }) => `${state} ${message}`);

/** A workload of others that runs an image. */
export const workload = (image: string, ready = 1, args: readonly string[] = []): DataMap => ({
  metadata: { namespace: 'system', name: 'them' },
  spec: { template: { spec: { containers: [{ name: 'main', image, args }] } } },
  status: { readyReplicas: ready },
});

export const named = (name: string, more: DataMap = {}, annotations: DataMap = {}): DataMap => ({
  metadata: { name, annotations },
  ...more,
});
