/** Who works on custom resources of well-known groups: without it they are objects that nobody reads. */

export interface Operator {
  readonly name: string;
  /** The last part of its images' names, and those of others that do the same work. */
  readonly images: readonly RegExp[];
  /** What stays undone without it. */
  readonly otherwise: string;
  readonly severity: 'error' | 'warning';
}

const operators: Readonly<Record<string, Operator>> = {
  'external-secrets.io': {
    name: 'the External Secrets Operator',
    images: [/(^|\/)external-secrets$/],
    otherwise: 'no Secret is made of an ExternalSecret, and pods wait for it',
    severity: 'error',
  },
  'monitoring.coreos.com': {
    name: 'the Prometheus Operator',
    images: [
      /(^|\/)prometheus-operator$/,
      /(^|\/)(grafana-)?agent-operator$/,
      /(^|\/)alloy$/,
      /victoriametrics\/operator$/,
    ],
    otherwise: 'nothing is scraped, and no rule is evaluated',
    severity: 'warning',
  },
  'cert-manager.io': {
    name: 'cert-manager',
    images: [/(^|\/)cert-manager-controller$/],
    otherwise: 'no certificate is issued, and pods wait for its Secret',
    severity: 'error',
  },
  'keda.sh': {
    name: 'KEDA',
    images: [/(^|\/)keda$/],
    otherwise: 'nothing is scaled',
    severity: 'warning',
  },
};

/** Null for a group that is not known here. */
export const operatorOf = (group: string): Operator | null =>
  Object.hasOwn(operators, group) ? (operators[group] ?? null) : null;
