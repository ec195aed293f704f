/** Objects that Kubernetes itself makes in every cluster. */
import type { Provided } from '../../systems/rule.ts';

const names: Readonly<Partial<Record<string, RegExp>>> = {
  ClusterRole: /^(view|edit|admin|cluster-admin)$|^system:/,
  ClusterRoleBinding: /^cluster-admin$|^system:/,
  ConfigMap: /^kube-root-ca\.crt$/,
  Namespace: /^(default|kube-system|kube-public|kube-node-lease)$/,
  PriorityClass: /^system-(cluster|node)-critical$/,
  ServiceAccount: /^default$/,
};

export function alwaysThere(kind: string, namespace: string | null, name: string): Provided | undefined {
  const isThere =
    (Object.hasOwn(names, kind) && names[kind]?.test(name) === true) ||
    (kind === 'Service' && namespace === 'default' && name === 'kubernetes');
  if (!isThere) return undefined;
  const keys = kind === 'ConfigMap' ? new Set(['ca.crt']) : null;
  return { kind, namespace, name, keys, by: 'Kubernetes', release: null, object: null };
}
