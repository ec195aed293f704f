/** KP-2 and KP-9: the account that the provisioner deploys with, and where its rights are. */
import { at } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Subject } from '../../rule.ts';
import { bindingFlaws, missingAccount, rolesOf } from '../../rules/account.ts';
import { type ProvisionerRender, rule } from './provisioner-render.ts';

export const rendered = ({ objects }: Subject, ...kinds: readonly string[]): RenderedObject[] =>
  objects.filter(({ kind, hook }) => hook === null && kinds.includes(kind));

/** Bindings that the release renders for the provisioner, right or wrong, and the Roles that they name. */
function ownRights({ subject, root }: ProvisionerRender): RenderedObject[] {
  const all = rendered(subject, 'Role', 'RoleBinding');
  // In an umbrella, other charts have Roles of their own.
  return root.length === 0 ? all : all.filter(({ template }) => template.includes('/ksml-provisioner/'));
}

const place = rule(
  {
    id: 'KP-2',
    title: 'The Role and its binding are in the namespace that NAMESPACE names',
    why: 'Rights count in the namespace of the Role. Applications go to NAMESPACE, and the chart makes the Role in rbac.namespace, by default the release’s: when they differ, every deployment is refused. The option targetNamespace sets both.',
    severity: 'error',
  },
  function* (render) {
    const { provisioners, root, subject } = render;
    for (const { target, namespace } of provisioners) {
      if (target === null) {
        yield { notChecked: 'NAMESPACE, where applications go, which is not written in the pod' };
        continue;
      }
      for (const object of ownRights(render)) {
        const actual = object.namespace ?? subject.release.namespace;
        if (actual === target) continue;
        const message = `${object.kind} ${object.name} is in namespace ${actual}, and applications go to ${target}, where the provisioner then may do nothing`;
        const value =
          target === namespace && actual === namespace ? [...root, 'env'] : [...root, 'rbac', 'namespace'];
        yield {
          object,
          path: ['metadata', 'namespace'],
          value,
          message,
          hint: `Use the option targetNamespace, or set rbac.namespace: ${target}.`,
        };
      }
    }
  },
);

const account = rule(
  {
    id: 'KP-9',
    title: 'The provisioner runs as an account of its own, to which the Role is bound',
    why: 'Without serviceAccount.create and a name it runs as "default", and the binding gives its rights to every pod of the namespace. With rbac.create=false somebody else must bind a Role that covers the table of the README. The option serviceAccount.owner: stack makes account and Role here.',
    severity: 'error',
  },
  function* (render) {
    const { provisioners, root, subject, values } = render;
    const help = {
      value: [...root, 'serviceAccount', 'name'],
      hint: 'Use the option serviceAccount (owner: stack, or a name).',
    };
    for (const one of provisioners) {
      const { object, pod, account: own, reach } = one;
      const path = [...pod.path, 'spec', 'serviceAccountName'];
      if (own.name === 'default') {
        const message = `${object.kind} ${object.name} runs as service account "default", so every pod of the namespace has its rights`;
        yield { object, path, ...help, message };
      }
      yield* missingAccount(one, subject, help);
      if (at(pod.spec, 'automountServiceAccountToken') === false) {
        const message = `${object.kind} ${object.name} gets no token of its account, so it may do nothing`;
        yield {
          object,
          path: [...pod.path, 'spec', 'automountServiceAccountToken'],
          ...help,
          message,
          hint: 'Remove automountServiceAccountToken.',
        };
      }
      for (const binding of ownRights(render).filter(({ kind }) => kind === 'RoleBinding')) {
        yield* bindingFlaws(binding, own, subject, help);
      }
      if (own.name === 'default' || rolesOf(own, reach, subject).length > 0) continue;
      if (at(values, 'rbac', 'create') === false) {
        yield {
          notChecked: `the rights of service account ${own.namespace}/${own.name} in namespace ${reach}: no RoleBinding for it is known here`,
        };
      } else if (ownRights(render).every(({ kind }) => kind !== 'RoleBinding')) {
        const message = `${object.kind} ${object.name} runs as ${own.name}, and no RoleBinding in namespace ${reach} names it, so it may do nothing there`;
        yield {
          object,
          path,
          value: [...root, 'rbac', 'create'],
          message,
          hint: 'Leave rbac.create true, or use the option serviceAccount.owner: stack.',
        };
      }
    }
  },
);

export const accountRules: readonly Rule[] = [place, account];
