/** What a system asks of its cluster beyond what its objects show. Everything else is read from the renders. */
export interface SystemNeeds {
  /** Least version of Kubernetes, by the documentation of the system: `1.21`. */
  readonly kubernetes?: string;
  /** Least version of Helm: `3.8`. */
  readonly helm?: string;
  /** What the system itself asks the Metrics API for, besides autoscalers: `GET /metrics of the provisioner`. */
  readonly metrics?: string;
  /** Kinds that the system makes, or that its chart leaves out without a word where the cluster has them not. */
  readonly kinds?: readonly { readonly apiVersion: string; readonly kind: string; readonly why: string }[];
  /** Why nodes should come and go with the load, and be of no burstable type. */
  readonly elasticNodes?: string;
}
