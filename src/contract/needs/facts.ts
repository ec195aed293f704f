/** What the judges of needs know of a cluster: objects as the API server gives them, and why what is not known is not. */
import type { DataMap } from '../../kubernetes/data.ts';

export type Fact<T> =
  { readonly known: T } | { readonly unknown: string /* `no permission to list nodes` */ };

export type Objects = Fact<readonly DataMap[]>;

/** Lists that are read only where somebody needs them. Nodes are metadata only; Deployments and DaemonSets are of all namespaces. */
export type ListedFact =
  'storageClasses' | 'ingressClasses' | 'apiServices' | 'nodes' | 'deployments' | 'daemonSets';

export interface ClusterFacts extends Readonly<Record<ListedFact, Objects>> {
  /** `1.33.3`; null if it does not say. */
  readonly version: string | null;
  /** Whether it has the kind. */
  readonly hasKind: (apiVersion: string, kind: string) => Fact<boolean>;
  /** ConfigMap kube-system/cluster-autoscaler-status, which the Cluster Autoscaler writes, in a cloud's control plane too. */
  readonly autoscalerStatus: Fact<DataMap | null>;
  /** By name; null: there is none. */
  readonly namespaces: ReadonlyMap<string, Fact<DataMap | null>>;
  readonly mayI: (right: Right) => Fact<boolean>;
}

/** One question of a SelfSubjectAccessReview. */
export interface Right {
  readonly verb: string;
  readonly group: string; // empty: core
  readonly resource: string; // plural; `pods/log`
  readonly namespace: string | null; // null: of the whole cluster
  readonly name?: string;
}

/** What is to be read; see `questionsOf`. */
export interface Questions {
  readonly lists: ReadonlySet<ListedFact>;
  readonly autoscalerStatus: boolean;
  readonly namespaces: readonly string[];
  readonly rights: readonly Right[];
}
