import { listAt, textAt, type Data } from '../../kubernetes/data.ts';
import type { Rule } from '../../systems/rule.ts';

const roles = new Set(['Role', 'ClusterRole']);
const bindings = new Set(['RoleBinding', 'ClusterRoleBinding']);
/** They let their holder give itself more: https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
const escalating: readonly Data[] = ['escalate', 'bind', 'impersonate'];

const wildcards: Rule = {
  id: 'hardening/wildcard-access',
  title: 'Roles name what they grant',
  why: 'A "*" grants what will be installed tomorrow too, and "escalate", "bind" and "impersonate" grant whatever their holder likes.',
  severity: 'error',
  *check({ objects }) {
    for (const object of objects.filter(({ kind }) => roles.has(kind))) {
      for (const [index, rule] of listAt(object.manifest, 'rules').entries()) {
        for (const field of ['apiGroups', 'resources', 'verbs', 'nonResourceURLs']) {
          const wide = listAt(rule, field).filter(
            (item) => item === '*' || (field === 'verbs' && escalating.includes(item)),
          );
          if (wide.length === 0) continue;
          yield {
            object,
            path: ['rules', index, field],
            message: `${field} has ${wide.map((item) => JSON.stringify(item)).join(', ')}`,
            hint: `List the ${field} that are used.`,
          };
        }
      }
    }
  },
};

const clusterAdmin: Rule = {
  id: 'hardening/cluster-admin',
  title: 'Nothing is bound to cluster-admin',
  why: 'Whoever gets into one such pod owns the cluster.',
  severity: 'error',
  *check({ objects }) {
    for (const object of objects.filter(({ kind }) => bindings.has(kind))) {
      if (textAt(object.manifest, 'roleRef', 'name') !== 'cluster-admin') continue;
      const message = 'it binds to cluster-admin';
      yield { object, path: ['roleRef'], message, hint: 'Bind to a role with what is needed.' };
    }
  },
};

export const accessRules: readonly Rule[] = [wildcards, clusterAdmin];
