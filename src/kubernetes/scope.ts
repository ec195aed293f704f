/** Which kinds have a namespace, as far as it is known without a cluster. */
import type { RenderedObject } from './rendered.ts';

/** Kinds of common charts that have no namespace; Helm would ask the cluster. */
const clusterScoped = new Set([
  'APIService',
  'ClusterExternalSecret',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'CSIDriver',
  'CustomResourceDefinition',
  'GatewayClass',
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

export const isClusterScoped = (kind: string): boolean => clusterScoped.has(kind);

export const namespaceOf = (object: RenderedObject, otherwise: string): string | null =>
  clusterScoped.has(object.kind) ? null : (object.namespace ?? otherwise);
