/** Storage, rights and what extends the API; from `pkg/apis/core/validation`, `rbac`, `admissionregistration` of Kubernetes. */
import { listAt, type DataMap } from '../../../kubernetes/data.ts';
import { shown } from '../scalars.ts';
import { broken, isEmpty, notNegative, specified, type Broken, type ServerRule } from './rule.ts';

const role: ServerRule = { check: policyRules };
const binding: ServerRule = { check: subjects };
const webhooks: ServerRule = { unique: [{ list: 'webhooks', by: ['name'] }] };
const webhook: ServerRule = { ranges: { timeoutSeconds: [1, 30] }, check: sideEffects };

export const clusterRules: Readonly<Record<string, ServerRule>> = {
  'core.v1.PersistentVolumeClaimSpec': { filled: ['accessModes', 'resources'], check: storage },
  'core.v1.PersistentVolumeSpec': { filled: ['accessModes', 'capacity'] },
  'core.v1.TypedLocalObjectReference': { optional: ['kind'], emptyIsNone: true },
  'core.v1.PersistentVolume': specified,
  'core.v1.PersistentVolumeClaim': specified,
  'kube-aggregator.pkg.apis.apiregistration.v1.APIService': specified,
  'kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': { filled: ['name', 'namespace'] },
  'core.v1.LimitRangeSpec': { optional: ['limits'], unique: [{ list: 'limits', by: ['type'] }] },
  'rbac.v1.Role': role,
  'rbac.v1.ClusterRole': role,
  'rbac.v1.RoleBinding': binding,
  'rbac.v1.ClusterRoleBinding': binding,
  'rbac.v1.AggregationRule': { filled: ['clusterRoleSelectors'] },
  'rbac.v1.RoleRef': { optional: ['apiGroup'] },
  'scheduling.v1.PriorityClass': { optional: ['value'], ranges: { value: [-2_147_483_648, 1_000_000_000] } },
  'storage.v1.CSIDriver': { optional: ['spec'] },
  'admissionregistration.v1.ValidatingWebhookConfiguration': webhooks,
  'admissionregistration.v1.MutatingWebhookConfiguration': webhooks,
  'admissionregistration.v1.ValidatingWebhook': webhook,
  'admissionregistration.v1.MutatingWebhook': webhook,
  'admissionregistration.v1.WebhookClientConfig': { oneOf: { fields: ['service', 'url'] } },
  'admissionregistration.v1.RuleWithOperations': {
    filled: ['apiGroups', 'apiVersions', 'operations', 'resources'],
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion': {
    optional: ['served'],
    filled: ['schema'],
  },
  'apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation': {
    filled: ['openAPIV3Schema'],
  },
  'coordination.v1.LeaseSpec': { ranges: { leaseTransitions: notNegative } },
};

function* storage({ resources }: DataMap): Iterable<Broken> {
  const requests = (resources as DataMap | undefined)?.['requests'];
  if (!isEmpty(resources) && isEmpty((requests as DataMap | undefined)?.['storage']))
    yield broken(['resources'], 'asks for no storage', 'Set resources.requests.storage.');
}

function* policyRules(data: DataMap): Iterable<Broken> {
  for (const [index, rule] of listAt(data, 'rules').entries()) {
    const { nonResourceURLs, apiGroups, resources } = (rule ?? {}) as DataMap;
    const path = ['rules', index];
    if (!isEmpty(nonResourceURLs)) {
      if (data['kind'] === 'Role')
        yield broken(
          [...path, 'nonResourceURLs'],
          'a Role has a namespace, and URLs have none',
          'Use a ClusterRole.',
        );
      else if (!isEmpty(resources) || !isEmpty(apiGroups))
        yield broken(path, 'mixes resources and URLs', 'Make two rules of them.');
      continue;
    }
    if (isEmpty(apiGroups))
      yield broken(path, 'names no API group', 'Set apiGroups; [""] is the core group.');
    if (isEmpty(resources)) yield broken(path, 'names no resource', 'Set resources.');
  }
}

/** The OpenAPI still has the values of v1beta1. */
function* sideEffects({ sideEffects: effects }: DataMap): Iterable<Broken> {
  if (effects === 'Some' || effects === 'Unknown')
    yield broken(['sideEffects'], `expected None or NoneOnDryRun, found ${effects}`, 'Use one of these.');
}

const subjectKinds = ['ServiceAccount', 'User', 'Group'];

function* subjects(data: DataMap): Iterable<Broken> {
  for (const [index, subject] of listAt(data, 'subjects').entries()) {
    const { kind, namespace } = (subject ?? {}) as DataMap;
    const path = ['subjects', index];
    if (typeof kind === 'string' && kind !== '' && !subjectKinds.includes(kind))
      yield broken(
        [...path, 'kind'],
        `expected ${subjectKinds.join(', ')}, found ${shown(kind)}`,
        'Use one of these.',
      );
    if (data['kind'] === 'ClusterRoleBinding' && kind === 'ServiceAccount' && isEmpty(namespace))
      yield broken(
        path,
        'a service account has no namespace',
        'Set it: {{ .Release.Namespace }} for one of this release.',
      );
  }
}
