import * as k8s from '../kubernetes.ts';
import type { RoleBacking, ServiceAccountBacking } from '../../src/stack/desired.ts';
import { type DeclareContext, optionsIn, qualifiedName } from './context.ts';

export function declareServiceAccount(
  backing: ServiceAccountBacking,
  context: DeclareContext,
): k8s.ServiceAccount {
  const metadata = { namespace: backing.namespace, name: backing.name, annotations: backing.annotations };
  return new k8s.ServiceAccount(qualifiedName(backing), { metadata }, optionsIn(backing.namespace, context));
}

/** A Role and the RoleBinding of the same name. */
export function declareRole(backing: RoleBacking, context: DeclareContext): k8s.RoleBinding {
  const metadata = { namespace: backing.namespace, name: backing.name };
  const options = optionsIn(backing.namespace, context);
  const rules = backing.rules.map((rule) => ({
    apiGroups: [...rule.apiGroups],
    resources: [...rule.resources],
    verbs: [...rule.verbs],
    ...(rule.resourceNames === undefined ? {} : { resourceNames: [...rule.resourceNames] }),
  }));
  const role = new k8s.Role(qualifiedName(backing), { metadata, rules }, options);
  return new k8s.RoleBinding(
    qualifiedName(backing),
    {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata.name },
      subjects: backing.subjects.map(({ serviceAccount, namespace }) => ({
        kind: 'ServiceAccount',
        name: serviceAccount,
        namespace,
      })),
    },
    options,
  );
}
