/** What a release may rely on, looked up by kind, namespace and name. */
import { listAt, mapAt, textAt } from '../../kubernetes/data.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Provided, Surroundings } from '../../systems/rule.ts';

export function surroundings(provided: readonly Provided[]): Surroundings {
  const byKind = Map.groupBy(provided, ({ kind }) => kind);
  const byId = new Map<string, Provided>();
  for (const one of provided) {
    const id = idOf(one.kind, one.namespace, one.name);
    if (!byId.has(id)) byId.set(id, one);
  }
  return {
    find: (kind, namespace, name) => byId.get(idOf(kind, namespace, name)),
    all: (kind, namespace) =>
      (byKind.get(kind) ?? []).filter((one) => namespace === undefined || one.namespace === namespace),
  };
}

const idOf = (kind: string, namespace: string | null, name: string): string =>
  JSON.stringify([kind, namespace, name]);

export interface Provider {
  /** As a message names it: `release leoflow`. */
  readonly by: string;
  readonly release: string | null;
  /** Of objects that name none. */
  readonly namespace: string;
}

/** The objects themselves, and the Secrets that ExternalSecrets among them bring about. */
export const providedBy = (objects: readonly RenderedObject[], provider: Provider): Provided[] =>
  objects.flatMap((object) => [itself(object, provider), ...target(object, provider)]);

/** Kinds of common charts that have no namespace; Helm would ask the cluster. */
const clusterScoped = new Set([
  'APIService',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'CSIDriver',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

export const namespaceOf = (object: RenderedObject, otherwise: string): string | null =>
  clusterScoped.has(object.kind) ? null : (object.namespace ?? otherwise);

function itself(object: RenderedObject, { by, release, namespace }: Provider): Provided {
  const { kind, name, manifest } = object;
  const keys =
    kind === 'Secret'
      ? new Set([...Object.keys(mapAt(manifest, 'data')), ...Object.keys(mapAt(manifest, 'stringData'))])
      : kind === 'ConfigMap'
        ? new Set([...Object.keys(mapAt(manifest, 'data')), ...Object.keys(mapAt(manifest, 'binaryData'))])
        : null;
  return { kind, name, namespace: namespaceOf(object, namespace), keys, by, release, object };
}

/** An ExternalSecret makes a Secret of its target's name, else of its own; `dataFrom` and templates may bring any key. */
function target(object: RenderedObject, { by, release, namespace }: Provider): Provided[] {
  const { kind, name, manifest } = object;
  if (kind !== 'ExternalSecret') return [];
  const isOpen =
    listAt(manifest, 'spec', 'dataFrom').length > 0 ||
    Object.keys(mapAt(manifest, 'spec', 'target', 'template')).length > 0;
  const keys = listAt(manifest, 'spec', 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []);
  return [
    {
      kind: 'Secret',
      name: textAt(manifest, 'spec', 'target', 'name') ?? name,
      namespace: object.namespace ?? namespace,
      keys: isOpen ? null : new Set(keys),
      by: `${by} (ExternalSecret ${name})`,
      release,
      object: null,
    },
  ];
}
