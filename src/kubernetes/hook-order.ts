/** When Helm makes a hook: by event, then weight, then name, then kind. */
import type { RenderedObject } from './rendered.ts';

/** Kinds in the order in which Helm installs them; those that it doesn't know come last. From Helm's `releaseutil.InstallOrder`. */
const kinds =
  'PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress APIService'.split(
    ' ',
  );
const rank = new Map(kinds.map((kind, index) => [kind, index]));

/** Negative if Helm makes `a` first. Both are hooks of the same event. Helm compares names before kinds. */
export function compareHooks(a: RenderedObject, b: RenderedObject): number {
  const weights = (a.hook?.weight ?? 0) - (b.hook?.weight ?? 0);
  if (weights !== 0) return weights;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return (rank.get(a.kind) ?? kinds.length) - (rank.get(b.kind) ?? kinds.length);
}

/** Only `helm test` makes it. */
export const isTestHook = ({ hook }: RenderedObject): boolean =>
  hook !== null &&
  hook.events.length > 0 &&
  hook.events.every((event) => event === 'test' || event.startsWith('test-'));
