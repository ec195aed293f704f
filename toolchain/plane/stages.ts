import { stringify } from 'yaml';
import { podStages } from './pod-stages.ts';

/** A documentation address (RFC 5737): nothing answers there. */
const loadBalancerAddress = '192.0.2.1';

/** Without an address, Helm's `--wait` for a LoadBalancer never ends. */
const loadBalancer = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'service-load-balancer' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Service' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.spec.type', operator: 'In', values: ['LoadBalancer'] },
        { key: '.status.loadBalancer.ingress', operator: 'DoesNotExist' },
      ],
    },
    next: { statusTemplate: `loadBalancer:\n  ingress:\n  - ip: ${loadBalancerAddress}\n` },
  },
};

/** A volume whose claim is gone may serve the next one: there's nothing on it. */
const volumeReuse = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'persistent-volume-reuse' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'PersistentVolume' },
    selector: { matchExpressions: [{ key: '.status.phase', operator: 'In', values: ['Released'] }] },
    next: { patches: [{ root: 'spec', type: 'merge', template: 'claimRef: null\n' }] },
  },
};

/** kwok's stages beside its built-in ones for nodes, which stay on as long as none here is for that kind. */
export const stages = [loadBalancer, volumeReuse, ...podStages]
  .map((stage) => stringify(stage, { lineWidth: 0 }))
  .join('---\n');
