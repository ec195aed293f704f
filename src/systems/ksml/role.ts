/** What the provisioner must be allowed to do in the namespace that it deploys to: the table of its README. */
import type { PolicyRule } from '../../stack/desired.ts';

const verbs = ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'];

export const provisionerRules: readonly PolicyRule[] = [
  {
    apiGroups: [''],
    // Claims are in the core group. The README says storage.k8s.io, which grants nothing (KP-11): both are here.
    resources: [
      'configmaps',
      'pods',
      'pods/log',
      'secrets',
      'serviceaccounts',
      'services',
      'persistentvolumeclaims',
    ],
    verbs,
  },
  { apiGroups: ['storage.k8s.io'], resources: ['persistentvolumeclaims'], verbs },
  { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] },
  { apiGroups: ['apps'], resources: ['statefulsets'], verbs },
  { apiGroups: ['batch'], resources: ['jobs'], verbs },
  { apiGroups: ['monitoring.coreos.com'], resources: ['prometheusrules', 'servicemonitors'], verbs },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs },
];
