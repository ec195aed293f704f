/** KP-10, KP-11 and KP-12: what the provisioner may do. */
import { at, listAt } from '../../../kubernetes/data.ts';
import type { Rule, Subject, Verdict } from '../../rule.ts';
import { binds, type Grant, grantsIn, rolesOf, verbsMissing } from '../../rules/account.ts';
import { said } from '../../rules/said.ts';
import { provisionerRules } from '../role.ts';
import { rendered } from './provisioner-account.ts';
import { type Provisioner, rule } from './provisioner-render.ts';

/** What all Roles bound to the account grant in the target namespace; `null` if a Role's rules aren't known here. */
function grantsOf({ account: own, reach }: Provisioner, subject: Subject): Grant[] | null {
  const roles = rolesOf(own, reach, subject);
  if (roles.some(({ role }) => role !== undefined && role.object === null)) return null;
  return roles.flatMap(({ role }) => grantsIn(role?.object?.manifest));
}

const rightsUnknown = ({ account: own, reach }: Provisioner): Verdict => ({
  notChecked: `the rules of the Roles of service account ${own.namespace}/${own.name} in namespace ${reach}, which somebody else makes`,
});

/** Where the table's right is from: what the runner chart renders for each application, or what the REST API reads. */
const kindOf: Readonly<Record<string, { readonly kind: string; readonly value?: string }>> = {
  configmaps: { kind: 'ConfigMap' },
  secrets: { kind: 'Secret of a Helm release' },
  serviceaccounts: { kind: 'ServiceAccount' },
  services: { kind: 'Service' },
  statefulsets: { kind: 'StatefulSet' },
  jobs: { kind: 'Job' },
  ingresses: { kind: 'Ingress', value: 'ingress' },
  networkpolicies: { kind: 'NetworkPolicy', value: 'networkPolicy' },
  prometheusrules: { kind: 'PrometheusRule', value: 'prometheusRule' },
  servicemonitors: { kind: 'ServiceMonitor', value: 'serviceMonitor' },
};

function purpose(resource: string, { custom }: Provisioner): string {
  const made = kindOf[resource];
  if (made === undefined) return 'the README asks for it';
  if (made.value === undefined) return `the runner chart makes a ${made.kind} for each application`;
  const isAsked =
    custom.values !== null &&
    custom.values !== 'malformed' &&
    at(custom.values, made.value, 'enabled') === true;
  return isAsked ? `customValues ask for a ${made.kind}` : 'the README asks for it';
}

const table = provisionerRules.flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) => resources.map((resource) => ({ group, resource, verbs }))),
);
const isClaim = ({ resource }: { readonly resource: string }): boolean =>
  resource === 'persistentvolumeclaims';

const covers = rule(
  {
    id: 'KP-10',
    title: 'The Role covers the table of the README, and every kind that the runner chart renders',
    why: 'The provisioner installs the runner chart with Helm, which makes, changes and removes every object of it in the name of this account, and keeps the release in Secrets. A single missing verb refuses the deployment, or the removal later. The option serviceAccount.owner: stack makes a Role that has them all.',
    severity: 'error',
  },
  function* ({ provisioners, root, subject }) {
    for (const one of provisioners) {
      const grants = grantsOf(one, subject);
      if (grants === null) {
        yield rightsUnknown(one);
        continue;
      }
      const roles = rolesOf(one.account, one.reach, subject);
      if (roles.length === 0) continue; // KP-9
      const object = roles[0]?.role?.object ?? undefined;
      const name = roles.map((role) => `${role.kind} ${role.name}`).join(' and ');
      for (const row of table.filter((each) => !isClaim(each))) {
        const missing = verbsMissing(grants, row);
        if (missing.length === 0) continue;
        const group = row.group === '' ? 'the core group' : row.group;
        const message = `${name} does not grant ${missing.join(', ')} on ${row.resource} of ${group}: ${purpose(row.resource, one)}`;
        yield {
          object,
          path: ['rules'],
          value: [...root, 'rbac', 'create'],
          message,
          hint: 'Add the verbs, or use the option serviceAccount.owner: stack.',
        };
      }
    }
  },
);

const claims = rule(
  {
    id: 'KP-11',
    title: 'Volume claims are granted in the core group, where they are',
    why: 'The README lists persistentvolumeclaims under storage.k8s.io, which has no such resource, so that rule grants nothing: the claims of a stateful application cannot be read or removed. The option serviceAccount.owner: stack grants both.',
    severity: 'warning',
  },
  function* ({ provisioners, root, subject }) {
    for (const one of provisioners) {
      const grants = grantsOf(one, subject);
      const [first] = rolesOf(one.account, one.reach, subject);
      if (grants === null) yield rightsUnknown(one);
      if (grants === null || first === undefined) continue;
      const missing = table
        .filter((row) => isClaim(row) && row.group === '')
        .flatMap((row) => verbsMissing(grants, row));
      if (missing.length === 0) continue;
      const inOther =
        verbsMissing(grants, { group: 'storage.k8s.io', resource: 'persistentvolumeclaims', verbs: ['get'] })
          .length === 0;
      const message = `${first.kind} ${first.name} does not grant ${missing.join(', ')} on persistentvolumeclaims of the core group${inOther ? ', only of storage.k8s.io, which has none' : ''}`;
      yield {
        object: first.role?.object ?? undefined,
        path: ['rules'],
        value: [...root, 'rbac', 'create'],
        message,
        hint: 'Use the option serviceAccount.owner: stack.',
      };
    }
  },
);

const dangerous = ['escalate', 'bind', 'impersonate'];

const namespaced = rule(
  {
    id: 'KP-12',
    title: 'The provisioner’s rights end at its target namespace',
    why: 'It runs what callers of its API send. Cluster-wide rights, or the verbs escalate, bind and impersonate, make every caller an administrator. A Role in the target namespace is all it needs.',
    severity: 'error',
  },
  function* ({ provisioners, root, subject }) {
    for (const { account: own, reach } of provisioners) {
      const value = [...root, 'rbac', 'create'];
      for (const { object, name } of subject.around.all('ClusterRoleBinding')) {
        if (object === null || !binds(object.manifest, own)) continue;
        const message = `ClusterRoleBinding ${name} gives the provisioner rights in the whole cluster`;
        yield {
          object,
          path: ['subjects'],
          value,
          message,
          hint: 'Bind a Role in the target namespace instead.',
        };
      }
      for (const object of root.length === 0 ? rendered(subject, 'ClusterRole') : []) {
        const message = `ClusterRole ${object.name} belongs to the whole cluster, and the provisioner needs one namespace`;
        yield { object, path: ['kind'], value, message, hint: 'Make it a Role in the target namespace.' };
      }
      for (const { kind, name, role, binding } of rolesOf(own, reach, subject)) {
        if (kind === 'ClusterRole' && name === 'cluster-admin') {
          const message = `RoleBinding ${binding.name} makes the provisioner an administrator of namespace ${reach}`;
          yield {
            object: binding.object ?? undefined,
            path: ['roleRef'],
            value,
            message,
            hint: 'Bind a Role with the table of the README.',
          };
        }
        for (const [index, entry] of listAt(role?.object?.manifest, 'rules').entries()) {
          const found = listAt(entry, 'verbs').filter((verb) => dangerous.includes(said(verb)));
          if (found.length === 0) continue;
          const message = `${kind} ${name} grants ${found.map(said).join(', ')}, by which the provisioner may get any right`;
          yield {
            object: role?.object ?? undefined,
            path: ['rules', index, 'verbs'],
            value,
            message,
            hint: 'Remove these verbs.',
          };
        }
      }
    }
  },
);

export const roleRules: readonly Rule[] = [covers, claims, namespaced];
